import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import test from 'ava';
import fc from 'fast-check';
import type { ScanEvent } from '../../src/model/event.js';
import type { Fingerprint } from '../../src/model/finding.js';
import { messageText } from '../../src/reporters/sarif/message-text.js';
import { pathUri } from '../../src/reporters/words/path-uri.js';
import { emptyScan, file, fingerprint, fullScan, hostileScan, makeFinding, makeSighting, start } from './events.js';
import { pieces, report } from './golden.js';

const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
formats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync('test/reporters/sarif/sarif-2.1.0.schema.json', 'utf8')));

const detectors = [
  {
    id: 'kubernetes-legacy',
    title: 'Legacy service-account token',
    meaning: 'It never expires [unless] its Secret is deleted.',
    references: ['KEP-2799', 'https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/'],
  },
];

for (const [name, events] of Object.entries({ emptyScan, fullScan, hostileScan, start: [start], nothing: [] })) {
  test(`the log of ${name} is valid SARIF 2.1.0`, async (t) => {
    // Before the masking: the ellipsis of a masked token in a path is no character of a URI.
    const log = JSON.parse((await pieces('sarif', events, { detectors })).join(''));
    t.true(validate(log), ajv.errorsText(validate.errors).slice(0, 500));
  });
}

test('each result names its rule, and a rule carries the severity as a number and the help of its detector', async (t) => {
  const [run] = JSON.parse(await report('sarif', fullScan, { detectors })).runs;
  for (const { ruleId, ruleIndex } of run.results) t.is(run.tool.driver.rules[ruleIndex].id, ruleId);
  const rule = run.tool.driver.rules.find(({ id }: { id: string }) => id === 'kubernetes-legacy/critical');
  t.is(rule.properties['security-severity'], '9.5');
  t.regex(rule.help.text, /^It never expires \\\[unless\\\]/);
  t.regex(rule.helpUri, /^https:\/\/kubernetes\.io/);
});

test('the same token has the same fingerprints in every run', async (t) => {
  const [run] = JSON.parse(await report('sarif', fullScan)).runs;
  t.deepEqual(run.results[0].partialFingerprints, { primaryLocationLineHash: '1111111111111111:1' });
  t.deepEqual(run.results[0].fingerprints, { 'sha256/v1': '1'.repeat(64) });
});

test('the run says whether history, a tree or a range was searched', async (t) => {
  const idOf = async (events: readonly ScanEvent[]): Promise<string> =>
    JSON.parse(await report('sarif', events)).runs[0].automationDetails.id;
  t.regex(await idOf(fullScan), /^kubeleaks\/history\//);
  t.regex(await idOf(emptyScan), /^kubeleaks\/tree\//);
  const { run } = start as Extract<ScanEvent, { type: 'start' }>;
  t.regex(await idOf([{ ...start, run: { ...run, options: { range: 'a..b' } } } as ScanEvent]), /^kubeleaks\/range\//);
});

test('the primary place is a file or a path in the history, not what lies inside an archive', async (t) => {
  const [run] = JSON.parse(await report('sarif', fullScan)).runs;
  const [, bound] = run.results;
  t.is(bound.locations[0].physicalLocation.artifactLocation.uri, 'deploy/web.yaml');
  t.deepEqual(bound.locations[0].physicalLocation.region, { startLine: 42 });
  t.like(bound.locations[0].annotations[0], { byteOffset: 4100, byteLength: 878 });
  t.is(bound.locations[1].physicalLocation.artifactLocation.uri, 'backup/etc.tar.gz');
  t.is(bound.locations[1].annotations, undefined);
});

test('a suppressed token stays, with the reason', async (t) => {
  const [run] = JSON.parse(await report('sarif', fullScan)).runs;
  const suppressed = run.results.find(({ suppressions }: { suppressions?: unknown }) => suppressions !== undefined);
  t.deepEqual(suppressed.suppressions, [
    { kind: 'external', status: 'accepted', justification: 'ignore, made up for the manual, by ann, until 2027-01-01' },
  ]);
});

test('more than code hosts take is cut, the least severe first, and the log says so', async (t) => {
  const events = function* (): Iterable<ScanEvent> {
    for (let index = 0; index < 5100; index += 1) {
      const id = `sha256:${index.toString(16).padStart(64, '0')}` as Fingerprint;
      yield { type: 'finding', finding: makeFinding({ fingerprint: id, severity: index % 2 === 0 ? 'low' : 'high' }) };
      yield { type: 'sighting', fingerprint: id, sighting: makeSighting(file('a.log'), index) };
    }
    for (let index = 0; index < 150; index += 1) {
      yield {
        type: 'sighting',
        fingerprint: `sha256:${'1'.padStart(64, '0')}` as Fingerprint,
        sighting: makeSighting(file('b.log'), index),
      };
    }
  };
  const [run] = JSON.parse(await report('sarif', events(), { maxSightings: 1000 })).runs;
  t.is(run.results.length, 5000);
  t.is(run.results.filter(({ level }: { level: string }) => level === 'error').length, 2550);
  t.is(Math.max(...run.results.map(({ locations }: { locations: unknown[] }) => locations.length)), 100);
  const cuts = run.invocations[0].toolExecutionNotifications.map(
    ({ message }: { message: { text: string } }) => message.text,
  );
  t.regex(cuts[0], /5000 most severe of 5100/);
  t.regex(cuts[1], /Of 1 tokens only the first places/);
  t.is(
    run.results.find(({ occurrenceCount }: { occurrenceCount: number }) => occurrenceCount > 1).occurrenceCount,
    151,
  );
});

test('what has a meaning in a SARIF message is escaped', (t) => {
  t.is(messageText('[a](http://x) {0}'), '\\[a\\](http://x) {{0}}');
});

test('a path as a URI gives back the same bytes, and nothing in it means anything else', (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 30 }), (bytes) => {
      const path = Buffer.from(bytes);
      const uri = pathUri({ text: path.toString(), bytes: path.toString('base64') });
      t.regex(uri, /^(?:file:\/\/\/)?(?:[\w\-.~!$&'()*+,;=@/]|%[\dA-F]{2})*$/);
      const read = Buffer.from(
        uri.replace(/^file:\/\//, '').replaceAll(/%(..)/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      );
      const written = path
        .toString('latin1')
        .replace(/^(?:\.\/+)+/, '')
        .replace(/^\/+/, '/');
      t.is(read.toString('latin1'), written);
    }),
  );
  t.is(pathUri({ text: './a b/c:d?#%.log' }), 'a%20b/c%3Ad%3F%23%25.log');
  t.is(pathUri({ text: '/var/log/ü.log' }), 'file:///var/log/%C3%BC.log');
});

test('a place without a path still has a URI', async (t) => {
  const events: readonly ScanEvent[] = [
    { type: 'finding', finding: makeFinding() },
    { type: 'sighting', fingerprint: fingerprint('1'), sighting: makeSighting({ kind: 'stdin' }, 5, { line: null }) },
  ];
  const [{ results }] = JSON.parse(await report('sarif', events)).runs;
  t.deepEqual(results[0].locations[0].physicalLocation, {
    artifactLocation: { uri: 'stdin', uriBaseId: 'SRCROOT' },
    region: { startLine: 1 },
  });
});
