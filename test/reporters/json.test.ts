import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import test from 'ava';
import type { ScanEvent } from '../../src/model/event.js';
import {
  emptyScan,
  file,
  fingerprint,
  fullScan,
  hostileScan,
  hostileText,
  makeFinding,
  makeSighting,
  start,
} from './events.js';
import { report } from './golden.js';

type Schema = { [key: string]: unknown };

/** Published, the schema lets new keys pass; here every key must be described. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, closed(value)]);
  const copy: Schema = Object.fromEntries(entries);
  if ('required' in schema && !('unevaluatedProperties' in schema)) copy['unevaluatedProperties'] = false;
  return copy;
}

const published: Schema = JSON.parse(readFileSync('src/reporters/report.schema.json', 'utf8'));

/** `finding` is open because `reportedFinding` extends it; and a schema of two halves closes only as a whole. */
function closedSchema(): Schema {
  const schema = closed(published) as Schema;
  const defs = schema['$defs'] as { [name: string]: Schema };
  delete defs['finding']?.['unevaluatedProperties'];
  delete defs['origin']?.['unevaluatedProperties'];
  const [, extra] = (defs['reportedFinding']?.['allOf'] ?? []) as Schema[];
  delete extra?.['unevaluatedProperties'];
  Object.assign(defs['reportedFinding'] ?? {}, { unevaluatedProperties: false });
  return schema;
}

const ajv = new Ajv2020({ allErrors: true, strict: false });
const validateReport = ajv.compile(closedSchema());
const validateEvent = ajv.compile({ $ref: 'urn:kubeleaks:report:1#/$defs/event' });

function check(validate: ValidateFunction, data: unknown): string {
  return validate(data) ? '' : ajv.errorsText(validate.errors).slice(0, 600);
}

const scans: Readonly<Record<string, readonly ScanEvent[]>> = {
  emptyScan,
  fullScan,
  hostileScan,
  nothing: [],
  start: [start],
};

for (const [name, events] of Object.entries(scans)) {
  test(`the report of ${name} keeps the published schema, and holds no key it does not describe`, async (t) => {
    t.is(check(validateReport, JSON.parse(await report('json', events))), '');
  });

  test(`every line of ${name} keeps the schema of events`, async (t) => {
    const lines = (await report('jsonl', events)).split('\n').filter((line) => line !== '');
    for (const line of lines) t.is(check(validateEvent, JSON.parse(line)), '');
    t.is(lines.length, events.filter(({ type }) => type !== 'progress').length);
  });
}

test('the published schema is a valid schema that accepts new keys', async (t) => {
  const open = new Ajv2020({ strict: false });
  t.true(open.validateSchema(published));
  const document = JSON.parse(await report('json', fullScan));
  document.findings[0].newKey = 1;
  document.newKey = 1;
  t.true(open.validate(published, document));
  document.findings[0].severity = 'dreadful';
  t.false(open.validate(published, document));
});

test('the document has the keys of the contract in the order of the contract', async (t) => {
  const document = JSON.parse(await report('json', fullScan));
  t.is(Object.keys(document).join(), 'schema,tool,run,findings,commits,transmissions,failures,skipped,summary');
  t.is(
    Object.keys(document.findings[0]).join(),
    'fingerprint,bodyFingerprint,detector,title,severity,proven,token,header,identity,issuer,audiences,tokenId,lifetime,unknownClaims,doubts,verdict,verdicts,impact,remedy,histories,suppression,sightingsTotal,sightings',
  );
});

test('findings are sorted by severity, then fingerprint, and sightings by place, whatever order they came in', async (t) => {
  const places = fullScan.filter(({ type }) => type === 'sighting');
  const others = fullScan.filter(({ type }) => type !== 'sighting');
  const backwards = [...others.slice(0, -1), ...places.toReversed(), ...others.slice(-1)];
  t.is(await report('json', backwards), await report('json', fullScan));
  const { findings } = JSON.parse(await report('json', fullScan));
  t.deepEqual(
    findings.map(({ severity }: { severity: string }) => severity),
    ['critical', 'critical', 'critical', 'medium', 'low'],
  );
});

test('of many sightings the first by place are listed and all are counted', async (t) => {
  const events = function* (): Iterable<ScanEvent> {
    yield { type: 'finding', finding: makeFinding() };
    for (let index = 0; index < 5000; index += 1) {
      const at = (index * 7919) % 5000;
      yield { type: 'sighting', fingerprint: fingerprint('1'), sighting: makeSighting(file('a.log'), at) };
    }
  };
  const [finding] = JSON.parse(await report('json', events())).findings;
  t.is(finding.sightingsTotal, 5000);
  t.deepEqual(
    finding.sightings.map(({ span }: { span: { start: number } }) => span.start),
    Array.from({ length: 100 }, (_, index) => index),
  );
  const [few] = JSON.parse(await report('json', events(), { maxSightings: 2 })).findings;
  t.is(few.sightings.length, 2);
});

test('attributions and commits find their sightings, and commits that nobody names stay out', async (t) => {
  const { findings, commits } = JSON.parse(await report('json', fullScan));
  const [, bound] = findings;
  const { origin } = bound.sightings.find(
    (sighting: { origin: { kind: string } }) => sighting.origin.kind === 'git-object',
  );
  t.is(origin.paths[0].text, 'deploy/web.yaml');
  t.true(origin.reachable);
  t.deepEqual(Object.keys(commits), [origin.commits[0]]);
});

test('the summary verdict is the worst answer, and never that of another cluster', async (t) => {
  const { findings } = JSON.parse(await report('json', fullScan));
  t.is(findings[1].verdict.result, 'live');
  t.is(findings[1].verdicts.length, 2);
});

test('raw stands in the report only when the event has it', async (t) => {
  const raw = 'not a token, so that it is not masked';
  const finding = makeFinding({ token: { redacted: 'eyJhbGciO…', length: 9, complete: true, raw } });
  const told = JSON.parse(await report('json', [{ type: 'finding', finding }]));
  t.is(told.findings[0].token.raw, raw);
  t.false((await report('json', fullScan)).includes('"raw"'));
});

test('a scan that broke off is not called complete', async (t) => {
  const { summary } = JSON.parse(await report('json', fullScan.slice(0, -1)));
  t.false(summary.complete);
  t.is(summary.findings, 5);
  t.is(summary.sightings, 17);
});

test('JSON shows no control or format character and no CI command, and reads back the same', async (t) => {
  for (const format of ['json', 'jsonl'] as const) {
    const text = await report(format, hostileScan);
    t.notRegex(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    t.notRegex(text, /##\w*\[/);
  }
  const { findings } = JSON.parse(await report('json', hostileScan));
  t.is(findings[0].audiences[1], hostileText);
});
