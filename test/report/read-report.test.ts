import test from 'ava';
import fc from 'fast-check';
import type { ScanEvent } from '../../src/model/event.js';
import type { EarlierReport } from '../../src/report/earlier-report.js';
import { joinReports } from '../../src/report/join-reports.js';
import { readReport } from '../../src/report/read-report.js';
import {
  emptyScan,
  file,
  fingerprint,
  fullScan,
  hostileScan,
  makeFinding,
  makeSighting,
  start,
} from '../reporters/events.js';
import { report as write } from '../reporters/golden.js';

/** A report as text, in pieces of `length` characters. */
function textOf(text: string, length = 1 << 16, name = 'the report x.json') {
  return {
    name,
    async *pieces() {
      for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
    },
  };
}

const read = async (text: string, length?: number, most = 100): Promise<EarlierReport> =>
  await readReport(textOf(text, length), most);

const scans = { emptyScan, fullScan, hostileScan };

for (const [name, events] of Object.entries(scans)) {
  for (const format of ['json', 'jsonl'] as const) {
    test(`what ${format} wrote of ${name} is read back: tokens, places, commits, failures, what was sent`, async (t) => {
      const text = await write(format, events);
      const document = JSON.parse(await write('json', events));
      const told = await read(text);
      t.deepEqual(
        [...told.tokens.keys()].toSorted(),
        document.findings.map((finding: { fingerprint: string }) => finding.fingerprint).toSorted(),
      );
      for (const finding of document.findings) {
        const token = told.tokens.get(finding.fingerprint);
        t.is(token?.total, finding.sightingsTotal);
        t.deepEqual(
          token?.sightings.map(({ id }) => id),
          finding.sightings.map(({ id }: { id: string }) => id),
        );
        t.deepEqual(token?.histories, finding.histories);
        t.deepEqual(token?.suppression, finding.suppression);
        t.deepEqual(
          token?.verdicts,
          finding.verdicts.map((verdict: object) => ({ ...verdict, claimedBy: document.run.startedAt })),
        );
      }
      for (const id of Object.keys(document.commits)) t.true(told.commits.has(id), id);
      t.deepEqual(told.transmissions, document.transmissions);
      t.is(told.failures.length, document.failures.length);
      t.is(told.skipped.length, document.skipped.length);
      t.deepEqual(told.summary, document.summary);
    });
  }
}

test('any cutting of the text into pieces gives the same report', async (t) => {
  const text = await write('json', hostileScan);
  const whole = await read(text);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 5000 }), async (length) => {
      t.deepEqual(await read(text, length), whole);
    }),
    { numRuns: 10 },
  );
});

test('the order of members does not matter: what another program sorted is read the same', async (t) => {
  const document: unknown = JSON.parse(await write('json', fullScan));
  t.deepEqual(await read(JSON.stringify(sorted(document))), await read(JSON.stringify(document)));
});

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

test('of many places the first are kept, in order, and all are counted', async (t) => {
  const events = function* (): Iterable<ScanEvent> {
    yield start;
    yield { type: 'finding', finding: makeFinding() };
    for (let index = 0; index < 3000; index += 1) {
      const at = (index * 7919) % 3000;
      yield { type: 'sighting', fingerprint: fingerprint('1'), sighting: makeSighting(file('a.log'), at) };
    }
  };
  for (const text of [await write('json', events(), { maxSightings: 3000 }), await write('jsonl', events())]) {
    const token = (await read(text, undefined, 50)).tokens.get(fingerprint('1'));
    t.is(token?.total, 3000);
    t.deepEqual(
      token?.sightings.map(({ span }) => span.start),
      Array.from({ length: 50 }, (_, index) => index),
    );
  }
});

const refused = test.macro(async (t, text: string | Promise<string>, reason: RegExp) => {
  const error = await t.throwsAsync(read(await text));
  t.like(error, { code: 'report-unreadable' });
  t.regex(error?.message ?? '', reason);
  t.regex(error?.message ?? '', /^cannot use the report x\.json: /);
});

const json = write('json', fullScan);
const jsonl = write('jsonl', fullScan);
const changed = async (change: (text: string) => string): Promise<string> => change(await json);

test('an empty file is called empty', refused, '', /is empty/);
test('blanks are nothing, too', refused, ' \n\n', /is empty/);
test('prose is called no JSON', refused, 'Found nothing.\n'.repeat(9), /is no JSON; make the report again/);
test(
  'a report of a newer version says that and names both',
  refused,
  changed((text) => text.replace('report/1', 'report/7')),
  /newer kubeleaks \(report version 7, this one reads 1\); update/,
);
test('another schema of ours is no report', refused, '{"schema":"kubeleaks/comparison/1"}', /no report of kubeleaks/);
test(
  'a SARIF log is called one',
  refused,
  write('sarif', fullScan),
  /it is a SARIF log, no report of kubeleaks; one made with -f json/,
);
test('a report for GitLab is called one', refused, write('gitlab', fullScan), /GitLab/);
test(
  'a list, as gitleaks writes it, is no report',
  refused,
  '[{"RuleID":"jwt","Secret":"x"}]',
  /no report of kubeleaks/,
);
test(
  'lines of another tool are no report',
  refused,
  '{"SourceMetadata":{}}\n{"SourceMetadata":{}}\n',
  /a report of trufflehog/,
);
test('a bare word is no report', refused, '"kubeleaks/report/1"', /no report of kubeleaks/);
test(
  'a document cut in half says after how many findings',
  refused,
  changed((text) => text.slice(0, text.lastIndexOf('"fingerprint"'))),
  /ends in the middle, after \d findings/,
);
test(
  'events cut inside a line are cut',
  refused,
  jsonl.then((text) => text.slice(0, 4000)),
  /ends in the middle/,
);
test(
  'a broken document says where',
  refused,
  changed((text) => text.replace('"bodyFingerprint": "', '"bodyFingerprint": '.concat('"x" oops "'))),
  /is broken at line \d+, character \d+/,
);
test(
  'two reports in one file are refused',
  refused,
  changed((text) => text + text),
  /more than one report/,
);
test(
  'what is nested without end is refused',
  refused,
  `{"schema":"kubeleaks/report/1","x":${'['.repeat(100_000)}`,
  /nests deeper/,
);
test(
  'a finding that is none is named, and its value never repeated',
  refused,
  changed((text) => text.replace(`"${fingerprint('4')}"`, '"sha256:zz"')),
  /^(?!.*zz).*fingerprint of finding \d is not what the schema/,
);
test(
  'an origin of an unknown kind is no place',
  refused,
  changed((text) => text.replace('"kind": "stdin"', '"kind": "moon"')),
  /kind of a sighting is not what the schema/,
);

test('a cut at any character is an error or, of events, a scan that is called unfinished', async (t) => {
  const [document, events] = [await json, await jsonl];
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 0, max: 0.999, noNaN: true }), async (part) => {
      await t.throwsAsync(read(document.slice(0, Math.floor(part * document.trimEnd().length))), {
        code: 'report-unreadable',
      });
      const cut = events.slice(0, Math.floor(part * events.trimEnd().length));
      const told = await read(cut).catch((error: unknown) => error);
      if (told instanceof Error) t.like(told, { code: 'report-unreadable' });
      else t.false((told as EarlierReport).summary.complete);
    }),
    { numRuns: 25 },
  );
});

test('events without a summary are taken, and called unfinished', async (t) => {
  const text = await write('jsonl', fullScan.slice(0, -1));
  const told = await read(text);
  t.is(told.tokens.size, 5);
  t.false(told.summary.complete);
  t.is(told.failures.at(-1)?.code, 'report-unfinished');
});

test('events and members that nobody knows are passed over', async (t) => {
  const lines = (await jsonl).split('\n');
  const text = lines.toSpliced(2, 0, '{"type":"weather","fingerprint":"sha256:1","x":[1,{"findings":[2]}]}').join('\n');
  t.deepEqual(await read(text), await read(await jsonl));
  const more = (await json).replace('"tool":', '"later": {"a": [1, {"findings": [{}]}]}, "tool":');
  t.deepEqual(await read(more), await read(await json));
});

const at = (day: string, id: string): ScanEvent => {
  const { run } = start as Extract<ScanEvent, { type: 'start' }>;
  return { ...start, run: { ...run, id, startedAt: `2026-11-${day}T00:00:00Z` } } as ScanEvent;
};

async function joined(...scanned: readonly (readonly ScanEvent[])[]): Promise<EarlierReport> {
  return joinReports(await Promise.all(scanned.map(async (events) => await read(await write('json', events)))), 100);
}

test('a report joined with itself is itself', async (t) => {
  const once = await joined(fullScan);
  t.deepEqual(await joined(fullScan, fullScan), once);
});

test('the order in which reports are named does not matter', async (t) => {
  const [, ...rest] = fullScan;
  const other = [at('24', 'b'), ...rest.filter(({ type }) => type !== 'verdict')];
  const hostile = [at('22', 'c'), ...hostileScan.slice(1)];
  t.deepEqual(await joined(fullScan, other, hostile), await joined(hostile, other, fullScan));
});

const place = (path: string): ScanEvent => ({
  type: 'sighting',
  fingerprint: fingerprint('1'),
  sighting: makeSighting(file(path), 1, { id: path }),
});

test('places of different scans add up, those of the same are not counted twice', async (t) => {
  const finding: ScanEvent = { type: 'finding', finding: makeFinding() };
  const token = async (...scanned: (readonly ScanEvent[])[]) => (await joined(...scanned)).tokens.get(fingerprint('1'));
  const a = [at('20', 'a'), finding, place('a'), place('b')];
  t.is((await token(a, [at('21', 'b'), finding, place('c')]))?.total, 3);
  t.is((await token(a, [at('21', 'b'), finding, place('b')]))?.total, 2);
  t.is((await token(a, [...a, { type: 'unlisted', fingerprint: fingerprint('1'), count: 5 }]))?.total, 7);
});

test('a cut copy becomes a place of its whole', async (t) => {
  const cut = makeFinding({
    fingerprint: fingerprint('9'),
    token: { redacted: 'eyJhbGciO…', length: 500, complete: false },
  });
  const a: ScanEvent[] = [at('20', 'a'), { type: 'finding', finding: makeFinding() }, place('a')];
  const b: ScanEvent[] = [
    at('21', 'b'),
    { type: 'finding', finding: cut },
    { type: 'sighting', fingerprint: fingerprint('9'), sighting: makeSighting(file('cut'), 1, { id: 'cut' }) },
  ];
  const { tokens } = await joined(a, b);
  t.deepEqual([...tokens.keys()], [fingerprint('1')]);
  const [token] = tokens.values();
  t.is(token?.total, 2);
  t.false(token?.sightings.find(({ id }) => id === 'cut')?.complete);
});
