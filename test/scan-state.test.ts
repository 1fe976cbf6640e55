import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { scan, type ScanEvent, type ScanOptions, UsageError } from '../src/index.js';
import { gitObjectOf } from '../src/model/origin.js';
import { GitRepository } from './helpers/git/git-repository.js';
import { makePack, writePack, type EntryRecipe } from './helpers/git/pack-writer.js';
import { mintShape } from './helpers/mint.js';
import { tempFolder } from './helpers/temp-folder.js';

const now = (): Date => new Date('2026-11-23T12:00:00Z');
const searchPath = process.env['PATH'] ?? '';

async function run(path: string, statePath: string | undefined, options: ScanOptions = {}): Promise<ScanEvent[]> {
  const target = { kind: 'repository', path, ...(statePath !== undefined && { statePath }) } as const;
  const events: ScanEvent[] = [];
  for await (const event of scan([target], { now, searchPath, jobs: 1, ...options })) events.push(event);
  return events;
}

function of<T extends ScanEvent['type']>(events: readonly ScanEvent[], type: T): Extract<ScanEvent, { type: T }>[] {
  return events.filter((event): event is Extract<ScanEvent, { type: T }> => event.type === type);
}

const token = (word: string): string => mintShape({ kind: 'pod-bound', seed: word, serviceAccount: word });
const text = (word: string): string => `${'a line of no interest\n'.repeat(40)}token: ${token(word)}\nthe end\n`;

/** What is seen in objects: object, fingerprint, place. */
function sightings(events: readonly ScanEvent[]): string[] {
  return of(events, 'sighting')
    .filter(({ sighting }) => gitObjectOf(sighting.origin) !== undefined)
    .map(({ fingerprint, sighting: { origin, segments } }) =>
      JSON.stringify([gitObjectOf(origin)?.object, fingerprint, origin.kind, segments]),
    )
    .sort();
}

function objects(repository: GitRepository): Set<string> {
  const list = repository.git('cat-file', '--batch-all-objects', '--batch-check=%(objectname)');
  return new Set(list.split('\n'));
}

/** Those of `lines` that stand in an object which is not in `before`. */
const newOnes = (lines: readonly string[], before: ReadonlySet<string>): string[] =>
  lines.filter((line) => !before.has((JSON.parse(line) as string[])[0] as string));

const codes = (events: readonly ScanEvent[]): string[] => of(events, 'skipped').map(({ skipped }) => skipped.code);
const searched = (events: readonly ScanEvent[]): number => of(events, 'summary')[0]?.summary.objects ?? -1;

function fill(repository: GitRepository, round: number): void {
  for (let step = 0; step < 4; step += 1) {
    repository.commit({
      'long.yaml': `${text('stays')}${'more\n'.repeat(20 * round + step)}`,
      [`file${round}`]: step === 2 ? text(`round-${round}`) : `nothing ${round} ${step}\n`,
      'packed.gz': gzipSync(text(`zipped-${round % 2}-${step % 2}`)),
    });
  }
  repository.commit({}, { message: `about ${token(`message-${round}`)}` });
}

test('a run with a state finds what a full scan finds in new objects, loose, packed and packed again', async (t) => {
  const folder = await tempFolder(t);
  for (const format of ['sha1', 'sha256']) {
    const repository = new GitRepository(join(folder, format), [`--object-format=${format}`]);
    const state = join(folder, `${format}.state`);
    fill(repository, 0);
    t.deepEqual(sightings(await run(repository.path, state)), sightings(await run(repository.path, undefined)));
    t.true(existsSync(state));
    const repacks = [
      [],
      ['repack', '-q', '-adf', '--depth=250', '--window=50'],
      ['repack', '-q', '-d'],
      ['repack', '-q', '-adF', '--window=3'],
    ];
    for (const [index, repack] of repacks.entries()) {
      const before = objects(repository);
      fill(repository, index + 1);
      if (repack.length > 0) repository.git(...repack);
      const full = sightings(await run(repository.path, undefined));
      const events = await run(repository.path, state);
      t.deepEqual(sightings(events), newOnes(full, before), `${format} ${repack.join(' ')}`);
      t.deepEqual(codes(events), []);
      t.true(searched(events) <= objects(repository).size - before.size);
    }
    const again = await run(repository.path, state);
    t.deepEqual([sightings(again), searched(again)], [[], 0]);
  }
});

test('a delta of a known object is searched whole: it may complete what its base held', async (t) => {
  const folder = await tempFolder(t);
  const repository = new GitRepository(join(folder, 'target'));
  const packs = join(repository.path, '.git/objects/pack');
  const state = join(folder, 'state');
  const whole = Buffer.from(token('late'));
  const pad = Buffer.from('.'.repeat(300));
  const base: EntryRecipe = { type: 'blob', bytes: Buffer.concat([pad, whole.subarray(0, 40), pad]) };
  writePack(packs, makePack([base]));
  t.deepEqual(sightings(await run(repository.path, state)), []);
  // All that is new in the first is how the token goes on; the second copies it from a base that is new, too.
  const recipes: EntryRecipe[] = [
    base,
    { base: 0, delta: [{ copy: [0, 340] }, ...inserts(whole.subarray(40)), { copy: [340, 300] }] },
    { base: 1, delta: [{ copy: [200, 100 + whole.length] }] },
  ];
  writePack(packs, makePack(recipes));
  const events = await run(repository.path, state);
  t.is(searched(events), 2);
  t.deepEqual(sightings(events), sightings(await run(repository.path, undefined)));
  t.is(sightings(events).length, 2);
});

function inserts(bytes: Uint8Array): { readonly insert: Uint8Array }[] {
  return Array.from({ length: Math.ceil(bytes.length / 100) }, (_, at) => ({
    insert: bytes.subarray(at * 100, (at + 1) * 100),
  }));
}

test('what was searched with other detectors, other limits or another version is searched again, and it says so', async (t) => {
  const folder = await tempFolder(t);
  const repository = new GitRepository(join(folder, 'target'));
  const state = join(folder, 'state');
  fill(repository, 0);
  const first = await run(repository.path, state);
  for (const options of [{ only: ['kubernetes-bound'] }, { archiveLimits: { depth: 3 } }]) {
    const changed = await run(repository.path, state, options);
    t.deepEqual(codes(changed), ['state-refused']);
    t.deepEqual(sightings(changed), sightings(first));
    t.deepEqual(
      [codes(await run(repository.path, state, options)), sightings(await run(repository.path, state, options))],
      [[], []],
    );
  }
  const content = readFileSync(state);
  writeFileSync(state, Buffer.from(content.toString('latin1').replace('objects/1', 'objects/2'), 'latin1'));
  t.deepEqual(codes(await run(repository.path, state)), ['state-refused']);
});

test('a damaged state is refused with a full scan and made anew; a file that is none is left alone', async (t) => {
  const folder = await tempFolder(t);
  const repository = new GitRepository(join(folder, 'target'));
  const state = join(folder, 'state');
  fill(repository, 0);
  const whole = sightings(await run(repository.path, state));
  const content = readFileSync(state);
  for (let step = 0; step < 12; step += 1) {
    const damaged = Buffer.from(content);
    const at = 30 + Math.floor(((content.length - 30) * step) / 12);
    damaged[at] = (damaged[at] as number) ^ 1;
    writeFileSync(state, damaged);
    if (step % 3 === 2) truncateSync(state, at);
    const events = await run(repository.path, state);
    t.deepEqual([codes(events), sightings(events)], [['state-refused'], whole]);
    t.true(of(events, 'summary')[0]?.summary.complete);
    t.deepEqual(sightings(await run(repository.path, state)), []);
  }
  for (const foreign of ['notes of mine\n', '{"schema":"kubeleaks/report/1"}\n']) {
    writeFileSync(state, foreign);
    const events = await run(repository.path, state);
    t.deepEqual([codes(events), sightings(events)], [['state-refused'], whole]);
    t.is(readFileSync(state, 'utf8'), foreign);
  }
});

test('a state is small, holds no token, and is for its owner alone', async (t) => {
  const folder = await tempFolder(t);
  const repository = new GitRepository(join(folder, 'target'));
  const state = join(folder, 'state');
  fill(repository, 0);
  await run(repository.path, state);
  const content = readFileSync(state);
  t.false(content.includes('eyJ'));
  t.false(content.includes(repository.path));
  if (process.platform !== 'win32') t.is(statSync(state).mode & 0o777, 0o600);
  const holders = content.indexOf(10);
  t.true(content.length - holders <= 20 * objects(repository).size + 33);
  t.deepEqual(readdirSync(folder).sort(), ['state', 'target']);
});

test('an object that could not be read is looked at again by the next run', async (t) => {
  const folder = await tempFolder(t);
  const repository = new GitRepository(join(folder, 'target'));
  const state = join(folder, 'state');
  const name = repository.hashObject(text('broken'));
  const path = join(repository.path, '.git/objects', name.slice(0, 2), name.slice(2));
  const content = readFileSync(path);
  chmodSync(path, 0o644);
  writeFileSync(path, content.subarray(0, 60));
  const first = await run(repository.path, state);
  t.deepEqual(
    of(first, 'failure').map(({ failure }) => failure.code),
    ['object-corrupt'],
  );
  writeFileSync(path, content);
  t.is(sightings(await run(repository.path, state)).length, 1);
  t.is(sightings(await run(repository.path, state)).length, 0);
});

test('what lies beside the objects is looked at every time', async (t) => {
  const folder = await tempFolder(t);
  const repository = new GitRepository(join(folder, 'target'));
  appendFileSync(join(repository.path, '.git/config'), `# ${token('config')}\n`);
  const state = join(folder, 'state');
  for (let round = 0; round < 2; round += 1) t.is(of(await run(repository.path, state), 'sighting').length, 1);
});

test('the history of a token that came back reaches to where an earlier run saw it first', async (t) => {
  const folder = await tempFolder(t);
  const repository = new GitRepository(join(folder, 'target'));
  const state = join(folder, 'state');
  const first = repository.commit({ a: text('back') });
  repository.commit({ a: 'gone\n' });
  await run(repository.path, state);
  repository.commit({ b: `again ${text('back')}` });
  for (let round = 0; round < 2; round += 1) {
    const events = await run(repository.path, state);
    t.deepEqual(
      of(events, 'history').map(({ history }) => history.introducedBy),
      round === 0 ? [first] : [],
    );
  }
});

test('nothing is remembered before the summary was taken, nor when it cannot be written', async (t) => {
  const folder = await tempFolder(t);
  const repository = new GitRepository(join(folder, 'target'));
  fill(repository, 0);
  const statePath = join(folder, 'state');
  const target = { kind: 'repository', path: repository.path, statePath } as const;
  for await (const event of scan([target], { now, searchPath })) if (event.type === 'summary') break;
  t.false(existsSync(statePath));
  const controller = new AbortController();
  for await (const event of scan([target], { now, searchPath, signal: controller.signal }))
    if (event.type === 'sighting') controller.abort();
  t.false(existsSync(statePath));
  await t.throwsAsync(run(repository.path, join(folder, 'no', 'state')), {
    instanceOf: UsageError,
    code: 'state-unwritable',
  });
});

test('two runs at once leave a whole state, with all that either searched', async (t) => {
  const folder = await tempFolder(t);
  const repository = new GitRepository(join(folder, 'target'));
  const copy = join(folder, 'copy');
  const state = join(folder, 'state');
  fill(repository, 0);
  execFileSync('git', ['clone', '-q', '--mirror', repository.path, copy], { env: repository.environment() });
  fill(repository, 1);
  await Promise.all([run(repository.path, state), run(copy, state), run(repository.path, state)]);
  const after = await run(repository.path, state);
  t.deepEqual([codes(after), sightings(after)], [[], []]);
});
