import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { scan, type ScanEvent, type ScanOptions, UsageError } from '../src/index.js';
import { mintShape } from './helpers/mint.js';

const now = (): Date => new Date('2026-11-23T12:00:00Z');

function folder(t: ExecutionContext): string {
  const path = mkdtempSync(join(tmpdir(), 'kubeleaks-'));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function eventsOf(path: string, options: ScanOptions = {}): Promise<readonly ScanEvent[]> {
  const events: ScanEvent[] = [];
  for await (const event of scan([{ kind: 'path', path }], { now, ...options })) events.push(event);
  return events;
}

function of<T extends ScanEvent['type']>(
  events: readonly ScanEvent[],
  type: T,
): readonly Extract<ScanEvent, { type: T }>[] {
  return events.filter((event): event is Extract<ScanEvent, { type: T }> => event.type === type);
}

const tokens = Array.from({ length: 12 }, (_, index) =>
  mintShape({ kind: index % 2 === 0 ? 'legacy' : 'pod-bound', seed: `scan${index}` }),
);

/** A log of `lines` lines with a token on every 5,000th. */
function log(lines: number): string {
  return Array.from({ length: lines }, (_, line) =>
    line % 5000 === 4999
      ? `token ${tokens[((line / 5000) % tokens.length) | 0]}\n`
      : `2026-11-23T10:00:00Z INFO line ${line} of a log that says nothing\n`,
  ).join('');
}

test('the first event is start, the last is summary, and a sighting follows its finding', async (t) => {
  const root = folder(t);
  writeFileSync(join(root, 'a.log'), log(20_000));
  const events = await eventsOf(root);
  t.is(events[0]?.type, 'start');
  t.is(events.at(-1)?.type, 'summary');
  const told = new Set<string>();
  for (const event of events) {
    if (event.type === 'finding') told.add(event.finding.fingerprint);
    if (event.type === 'sighting') t.true(told.has(event.fingerprint));
  }
  t.is(told.size, 4);
});

test('the set of findings and sightings does not depend on the number of threads', async (t) => {
  const root = folder(t);
  mkdirSync(join(root, 'many'));
  for (let index = 0; index < 700; index++)
    writeFileSync(join(root, 'many', `${index}`), `x ${tokens[index % 12]} ${index}\n`);
  writeFileSync(join(root, 'long.log'), log(700_000));
  const essence = async (jobs: number): Promise<readonly string[]> => {
    const events = await eventsOf(root, { jobs });
    t.true(of(events, 'summary')[0]?.summary.complete);
    return [...of(events, 'finding'), ...of(events, 'sighting')].map((event) => JSON.stringify(event)).sort();
  };
  const one = await essence(1);
  t.is(one.length, 12 + 700 + 140);
  t.deepEqual(await essence(3), one);
});

test('lines of a file that threads share are counted from its start', async (t) => {
  const root = folder(t);
  writeFileSync(join(root, 'long.log'), log(700_000));
  const sightings = of(await eventsOf(join(root, 'long.log'), { jobs: 3 }), 'sighting');
  t.deepEqual(
    sightings.map(({ sighting }) => sighting.line),
    Array.from({ length: 140 }, (_, index) => (index + 1) * 5000),
  );
  t.true(sightings.every(({ sighting }) => sighting.column === 7));
});

test('what cannot be read is a failure that names it, and the rest is searched', async (t) => {
  const root = folder(t);
  writeFileSync(join(root, 'a'), tokens[0] as string);
  const events = await eventsOf(root);
  t.is(of(events, 'finding').length, 1);
  const missing = await eventsOf(join(root, 'nowhere'));
  t.is(of(missing, 'failure')[0]?.failure.code, 'not-found');
  t.false(of(missing, 'summary')[0]?.summary.complete);
});

test('a file without permission is a failure, for whoever is not root', async (t) => {
  const root = folder(t);
  writeFileSync(join(root, 'locked'), tokens[0] as string);
  chmodSync(join(root, 'locked'), 0);
  const events = await eventsOf(root);
  if (of(events, 'finding').length > 0) t.log('this user may read everything');
  t.is(of(events, 'finding').length + of(events, 'failure').length, 1);
});

test('compressed files are opened, and the place says where inside', async (t) => {
  const root = folder(t);
  writeFileSync(join(root, 'app.log.gz'), gzipSync(`line\nthe token ${tokens[0]}\n`));
  const [event] = of(await eventsOf(root), 'sighting');
  t.is(event?.sighting.line, 2);
  t.is(event?.sighting.origin.kind, 'archive-entry');
  t.is(event?.sighting.origin.kind === 'archive-entry' ? event.sighting.origin.path.text : '', 'app.log');
});

test('limits for archives are kept, told by name, and the rest is searched', async (t) => {
  const root = folder(t);
  writeFileSync(join(root, 'deep.gz'), gzipSync(gzipSync(`${tokens[0]}\n`)));
  writeFileSync(join(root, 'once.gz'), gzipSync(`${tokens[1]}\n`));
  const events = await eventsOf(root, { archiveLimits: { depth: 1 } });
  t.deepEqual(
    of(events, 'failure').map(({ failure }) => failure.code),
    ['archive-too-deep'],
  );
  t.is(of(events, 'finding').length, 1);
  t.is(of(await eventsOf(root), 'finding').length, 2);
});

test('a cut copy of a token that is seen whole is a sighting of it, wherever it stands', async (t) => {
  const root = folder(t);
  const whole = tokens[1] as string;
  writeFileSync(join(root, 'a'), `${whole.slice(0, -100)} [truncated 100 chars]\n`);
  writeFileSync(join(root, 'b'), `${whole}\n`);
  const events = await eventsOf(root);
  t.is(of(events, 'finding').length, 1);
  t.deepEqual(
    of(events, 'sighting')
      .map(({ sighting }) => sighting.complete)
      .sort(),
    [false, true],
  );
});

test('a cut token whose whole is nowhere is a suspect', async (t) => {
  const root = folder(t);
  writeFileSync(join(root, 'a'), `${(tokens[1] as string).slice(0, -100)} [truncated 100 chars]\n`);
  const [event] = of(await eventsOf(root), 'finding');
  t.is(event?.finding.detector, 'kubernetes-suspect');
  t.false(event?.finding.token.complete);
  t.is(event?.finding.severity, 'medium');
});

test('more distinct tokens than allowed are a failure, and the first are told', async (t) => {
  const root = folder(t);
  writeFileSync(join(root, 'a'), tokens.join('\n'));
  const events = await eventsOf(root, { maxFindings: 5 });
  t.is(of(events, 'finding').length, 5);
  t.deepEqual(
    of(events, 'failure').map(({ failure }) => failure.code),
    ['too-many-findings'],
  );
});

test('an unknown detector and no target are misuse', async (t) => {
  const root = folder(t);
  const unknown = await t.throwsAsync(eventsOf(root, { only: ['kubernetes-legacy', 'nothing'] }), {
    instanceOf: UsageError,
  });
  t.is((unknown as UsageError).code, 'unknown-detector');
  await t.throwsAsync(async () => void (await scan([]).next()), { instanceOf: UsageError });
});

test('a clear token stands in an event only when it was asked for', async (t) => {
  const root = folder(t);
  writeFileSync(join(root, 'a'), `${tokens[0]}\n`);
  t.false(JSON.stringify(await eventsOf(root)).includes((tokens[0] as string).slice(0, 40)));
  const [event] = of(await eventsOf(root, { reveal: true }), 'finding');
  t.is(event?.finding.token.raw, tokens[0]);
});

test('a stopped scan tells what it has and says that it is incomplete', async (t) => {
  const root = folder(t);
  for (let index = 0; index < 300; index++) writeFileSync(join(root, `${index}`), `${tokens[0]}\n`);
  const stop = new AbortController();
  const events: ScanEvent[] = [];
  for await (const event of scan([{ kind: 'path', path: root }], { now, signal: stop.signal })) {
    events.push(event);
    if (event.type === 'sighting') stop.abort();
  }
  t.false(of(events, 'summary')[0]?.summary.complete);
  t.true(of(events, 'sighting').length < 300);
});
