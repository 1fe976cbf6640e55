import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { scan, type ScanEvent, type ScanOptions, type Target } from '../src/index.js';
import { gitObjectOf, type Origin } from '../src/model/origin.js';
import { ReportBuilder } from '../src/reporters/report/report-builder.js';
import { RepositoryScan } from '../src/scan-repository.js';
import type { Work } from '../src/scanner/hand-out.js';
import { pathText } from '../src/sources/path-text.js';
import { makeZip } from './containers/zip/make-zip.js';
import { GitRepository } from './helpers/git/git-repository.js';
import { makePack, writePack, type EntryRecipe } from './helpers/git/pack-writer.js';
import { mintShape } from './helpers/mint.js';
import { root } from './helpers/root.js';
import { tempFolder } from './helpers/temp-folder.js';

const now = (): Date => new Date('2026-11-23T12:00:00Z');
const searchPath = process.env['PATH'] ?? '';

async function eventsOf(target: Target, options: ScanOptions = {}): Promise<readonly ScanEvent[]> {
  const events: ScanEvent[] = [];
  for await (const event of scan([target], { now, searchPath, ...options })) events.push(event);
  return events;
}

function of<T extends ScanEvent['type']>(
  events: readonly ScanEvent[],
  type: T,
): readonly Extract<ScanEvent, { type: T }>[] {
  return events.filter((event): event is Extract<ScanEvent, { type: T }> => event.type === type);
}

const history = (path: string): Target => ({ kind: 'repository', path });

/** A token that a word stands for. */
function token(word: string): string {
  return mintShape({ kind: 'pod-bound', seed: word, serviceAccount: word.replaceAll(/[^a-z0-9]+/g, '-') });
}

function fingerprint(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** Where the token of each word was seen: `object`, `file`. */
function placesOf(events: readonly ScanEvent[], word: string): string[] {
  const wanted = fingerprint(token(word));
  return of(events, 'sighting')
    .filter((event) => event.fingerprint === wanted)
    .map(({ sighting }) => gitObjectOf(sighting.origin)?.object ?? 'file')
    .sort();
}

const text = (word: string, lines = 3): string =>
  `${'a line of no interest\n'.repeat(lines)}token: ${token(word)}\nthe end\n`;

test('an empty repository and a folder that is none are told apart', async (t) => {
  const folder = await tempFolder(t);
  const empty = new GitRepository(join(folder, 'empty'));
  const seen = await eventsOf(history(empty.path));
  t.is(of(seen, 'failure').length, 0);
  t.is(of(seen, 'summary')[0]?.summary.objects, 0);
  const none = await eventsOf(history(folder));
  t.deepEqual(
    of(none, 'failure').map(({ failure }) => failure.code),
    ['not-a-repository'],
  );
});

test('two repositories that hold the same object have places, paths and histories of their own', async (t) => {
  const folder = await tempFolder(t);
  const first = new GitRepository(join(folder, 'first'));
  first.commit({ 'here.yaml': text('both') });
  const second = new GitRepository(join(folder, 'second'));
  second.commit({ 'there.yaml': text('both') });
  const paths = [first.path, second.path];
  const events: ScanEvent[] = [];
  for await (const event of scan(paths.map(history), { now, searchPath })) events.push(event);
  const blob = first.git('rev-parse', 'HEAD:here.yaml');
  t.is(second.git('rev-parse', 'HEAD:there.yaml'), blob);
  t.deepEqual(placesOf(events, 'both'), [blob, blob]);
  t.deepEqual(
    of(events, 'attribution').map((told) => [told.repository?.text, ...told.paths.map((path) => path.text)]),
    [
      [first.path, 'here.yaml'],
      [second.path, 'there.yaml'],
    ],
  );
  t.deepEqual(
    of(events, 'history').map((told) => [told.history.repository.text, told.history.introducedBy]),
    [
      [first.path, first.head()],
      [second.path, second.head()],
    ],
  );
  const builder = new ReportBuilder(null);
  for (const event of events) builder.accept(event);
  const places = builder
    .build()
    .findings.flatMap(({ sightings }) => sightings.map(({ origin }) => gitObjectOf(origin)));
  t.deepEqual(
    places.map((origin) => [origin?.repository.path.text, origin?.paths[0]?.text]),
    [
      [first.path, 'here.yaml'],
      [second.path, 'there.yaml'],
    ],
  );
});

test("a file of git's own that is gone before it is read is no failure, and any other trouble is one", async (t) => {
  const repository = new GitRepository(join(await tempFolder(t), 'r'));
  for (const name of ['packed-refs.lock', 'config.locked']) writeFileSync(join(repository.path, '.git', name), 'x\n');
  // Between the listing and the search one of them is removed, and the other one closed.
  async function* search(work: Iterator<Work>): AsyncGenerator<ScanEvent> {
    for (let item = work.next(); item.done !== true; item = work.next()) {
      if (item.value.kind !== 'files') continue;
      for (const path of item.value.paths.map(pathText)) {
        const code = path.text.endsWith('.lock') ? 'not-found' : path.text.endsWith('.locked') ? 'no-permission' : null;
        if (code !== null) yield { type: 'failure', failure: { origin: { kind: 'file', path }, code, message: code } };
      }
    }
  }
  const events: ScanEvent[] = [];
  for await (const event of new RepositoryScan(repository.path, { allow: [], searchPath, search }).search())
    events.push(event);
  t.deepEqual(
    of(events, 'failure').map(({ failure }) => failure.code),
    ['no-permission'],
  );
});

/** Where a token lies, and the commit that brought it. */
interface Planted {
  /** An object, or a file beside them. */
  readonly object: string;
  /** Null where no commit did. */
  readonly by: string | null;
}

/** Puts a token into every corner. */
async function plantEverywhere(
  t: ExecutionContext,
): Promise<{ repository: GitRepository; planted: Map<string, Planted> }> {
  const folder = await tempFolder(t);
  const repository = new GitRepository(join(folder, 'target'));
  const planted = new Map<string, Planted>();
  const plant = (word: string, object: string, by: string | null = repository.head()): void =>
    void planted.set(word, { object, by });
  const blob = (path: string, commit = 'HEAD'): string => repository.git('rev-parse', `${commit}:${path}`);

  repository.commit({ 'README.md': 'hello\n', '.gitattributes': '*.hidden -diff\n', 'kept.yaml': text('kept') });
  plant('kept', blob('kept.yaml'));
  repository.commit({
    'removed.yaml': text('removed'),
    'nodiff.hidden': text('nodiff'),
    'data.bin': Buffer.concat([randomBytes(4000), Buffer.from(`\0${token('binary')}\0`)]),
  });
  for (const [word, path] of [
    ['removed', 'removed.yaml'],
    ['nodiff', 'nodiff.hidden'],
    ['binary', 'data.bin'],
  ] as const)
    plant(word, blob(path));
  repository.commit({
    'removed.yaml': null,
    'wide.txt': Buffer.from(text('utf16'), 'utf16le'),
    'packed.gz': gzipSync(text('gzip')),
  });
  plant('utf16', blob('wide.txt'));
  plant('gzip', blob('packed.gz'));
  plant('message', repository.commit({}, { message: `fix\n\n${text('message')}` }));
  plant('author', repository.commit({}, { author: `${token('author')} <a@example.com>` }));

  repository.commit({ link: text('typechange') });
  plant('typechange', blob('link'));
  rmSync(join(repository.path, 'link'));
  symlinkSync('README.md', join(repository.path, 'link'));
  repository.commit({});
  repository.commit({ 'old/name.yaml': text('renamed', 50) });
  plant('renamed', blob('old/name.yaml'));
  repository.git('mv', 'old/name.yaml', 'new.yaml');
  repository.write('new.yaml', `${text('renamed', 50)}edited\n`);
  repository.commit({});

  repository.git('checkout', '-q', '-b', 'side');
  repository.commit({ 'side.txt': 'side\n' });
  repository.git('checkout', '-q', 'main');
  repository.commit({ 'main.txt': 'main\n' });
  repository.git('merge', '-q', '--no-commit', 'side');
  repository.write('evil.txt', text('evil merge'));
  repository.git('add', '-A');
  repository.commitIndex({ message: 'merge' });
  plant('evil merge', blob('evil.txt'));

  repository.git('checkout', '-q', '-b', 'doomed');
  repository.commit({ 'doomed.txt': text('deleted branch') });
  plant('deleted branch', blob('doomed.txt'));
  repository.git('checkout', '-q', 'main');
  repository.git('branch', '-q', '-D', 'doomed');
  repository.write('README.md', text('stash'));
  repository.git('stash', '-q');
  plant('stash', blob('README.md', 'refs/stash'), repository.git('rev-parse', 'refs/stash'));
  repository.git('notes', 'add', '-m', text('note'), 'HEAD');
  plant('note', repository.git('notes', 'list', 'HEAD'), repository.git('rev-parse', 'refs/notes/commits'));
  repository.git('tag', '-a', '-m', text('tag'), 'v1');
  plant('tag', repository.git('rev-parse', 'v1'), null);
  const tagged = repository.hashObject(text('tagged blob'));
  plant('tagged blob', tagged, null);
  repository.git('tag', 'blob-tag', tagged);
  plant('dangling blob', repository.hashObject(text('dangling blob')), null);
  const dangling = repository.git('commit-tree', 'HEAD^{tree}', '-m', text('dangling commit'));
  plant('dangling commit', dangling, dangling);
  repository.commit({ 'reset.txt': text('reset away') });
  plant('reset away', blob('reset.txt'));
  repository.git('reset', '-q', '--hard', 'HEAD~1');
  repository.write('staged.txt', text('staged'));
  repository.git('add', 'staged.txt');
  plant('staged', repository.git('rev-parse', ':staged.txt'), null);

  repository.git('worktree', 'add', '-q', '--detach', join(folder, 'linked'));
  writeFileSync(join(folder, 'linked/in-linked.txt'), text('worktree'));
  repository.run(['-C', join(folder, 'linked'), 'add', 'in-linked.txt']);
  plant(
    'worktree',
    repository
      .run(['-C', join(folder, 'linked'), 'rev-parse', ':in-linked.txt'])
      .toString()
      .trim(),
    null,
  );

  const origin = new GitRepository(join(folder, 'library'));
  origin.commit({ 'lib.txt': text('submodule') });
  plant('submodule', origin.git('rev-parse', 'HEAD:lib.txt'), origin.head());
  repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', origin.path, 'vendor/library');

  const config = join(repository.path, '.git/config');
  appendFileSync(config, `[http "https://example.com"]\n\textraheader = Authorization: Bearer ${token('config')}\n`);
  plant('config', 'file', null);
  appendFileSync(join(repository.path, '.git/logs/HEAD'), `0 0 a <a> 1700000000 +0000\tcommit: ${token('reflog')}\n`);
  plant('reflog', 'file', null);
  mkdirSync(join(repository.path, '.git/lfs/objects/ab/cd'), { recursive: true });
  writeFileSync(join(repository.path, '.git/lfs/objects/ab/cd/abcd'), text('lfs'));
  plant('lfs', 'file', null);
  writeFileSync(join(repository.path, '.git/COMMIT_EDITMSG'), text('edited message'));
  plant('edited message', 'file', null);
  return { repository, planted };
}

test('a token in every corner is found in the object that holds it, with the commit that brought it, loose or packed', async (t) => {
  const { repository, planted } = await plantEverywhere(t);
  const check = async (how: string): Promise<void> => {
    const events = await eventsOf(history(repository.path));
    t.deepEqual(
      of(events, 'failure').map(({ failure }) => failure.message),
      [],
      how,
    );
    for (const [word, { object, by }] of planted) {
      t.true(placesOf(events, word).includes(object), `${how}: ${word} in ${object}`);
      const histories = of(events, 'history').filter((event) => event.fingerprint === fingerprint(token(word)));
      const told = histories.map((event) => event.history.introducedBy);
      t.deepEqual(told, object === 'file' ? [] : [by], `${how}: ${word}`);
      const own = of(events, 'attribution').filter((event) => event.object === object);
      t.deepEqual(
        own.flatMap(({ commits }) => commits),
        object === 'file' || by === null ? [] : [by],
        `${how}: ${word}`,
      );
    }
    t.is(of(events, 'finding').length, planted.size, how);
  };
  await check('loose');
  repository.git('repack', '-q', '-a', '-k', '--depth=250', '--window=100');
  await check('packed and loose');
  repository.git('prune-packed');
  await check('packed');
});

test('SHA-256, packs of version 1 and shallow clones are read; a shallow one is incomplete and says so', async (t) => {
  const folder = await tempFolder(t);
  const modern = new GitRepository(join(folder, 'modern'), ['--object-format=sha256']);
  modern.commit({ a: text('sha256') });
  modern.git('repack', '-q', '-ad');
  modern.commit({ a: 'gone' });
  const seen = await eventsOf(history(modern.path));
  t.is(placesOf(seen, 'sha256')[0]?.length, 64);
  t.true(of(seen, 'summary')[0]?.summary.complete);

  const old = new GitRepository(join(folder, 'old'));
  old.git('config', 'pack.indexVersion', '1');
  for (let round = 0; round < 5; round += 1) old.commit({ a: `${'same\n'.repeat(200)}${round}\n${text('version 1')}` });
  old.git('repack', '-q', '-ad');
  t.is(placesOf(await eventsOf(history(old.path)), 'version 1').length, 5);

  const shallow = join(folder, 'shallow');
  execFileSync('git', ['clone', '-q', '--depth', '1', `file://${old.path}`, shallow], { env: old.environment() });
  const part = await eventsOf(history(shallow));
  t.is(placesOf(part, 'version 1').length, 1);
  t.deepEqual(
    of(part, 'failure').map(({ failure }) => failure.code),
    ['history-shallow'],
  );
  t.false(of(part, 'summary')[0]?.summary.complete);
});

/** Everything that is seen in a repository, and what would be seen if every object were searched whole. */
async function bothWays(
  t: ExecutionContext,
  repository: string,
  options: ScanOptions = {},
): Promise<[families: string[], whole: string[]]> {
  const folder = await tempFolder(t);
  const git = (args: readonly string[]): Buffer =>
    execFileSync('git', ['-C', repository, ...args], { maxBuffer: 1 << 30 });
  const list = git(['cat-file', '--batch-all-objects', '--batch-check', '--unordered']).toString().trim().split('\n');
  const batch = git(['cat-file', '--batch-all-objects', '--batch', '--unordered']);
  let at = 0;
  for (const line of list) {
    const [name, type, size] = line.split(' ') as [string, string, string];
    at = batch.indexOf(10, at) + 1;
    if (type !== 'tree') writeFileSync(join(folder, name), batch.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  const essence = (events: readonly ScanEvent[], isFile: boolean): string[] =>
    of(events, 'sighting')
      .filter(({ sighting }) => isFile || gitObjectOf(sighting.origin) !== undefined)
      .map(({ fingerprint: print, sighting: { origin, segments, line, column, encodings, allowedBy } }) =>
        JSON.stringify([print, shape(origin), segments, line, column, encodings, allowedBy]),
      )
      .sort();
  return [
    essence(await eventsOf(history(repository), options), false),
    essence(await eventsOf({ kind: 'files', path: folder }), true),
  ];
}

/** Fails with what only one of the two has. */
function agree(t: ExecutionContext, families: readonly string[], whole: readonly string[]): void {
  t.deepEqual(
    families.filter((line) => !whole.includes(line)),
    [],
    'seen by families alone',
  );
  t.deepEqual(
    whole.filter((line) => !families.includes(line)),
    [],
    'missed by families',
  );
  t.deepEqual(
    families.filter((line, at) => families.indexOf(line) !== at),
    whole.filter((line, at) => whole.indexOf(line) !== at),
    'seen twice',
  );
}

/** An origin without what differs between an object and a file that holds the same. */
function shape(origin: Origin): unknown {
  switch (origin.kind) {
    case 'git-object':
      return origin.object;
    case 'file':
      return origin.path.text.slice(origin.path.text.lastIndexOf('/') + 1);
    case 'archive-entry':
      return [shape(origin.archive), /^(content|[0-9a-f]{40})$/.test(origin.path.text) ? 'content' : origin.path.text];
    case 'embedded':
      return ['in', shape(origin.in), origin.segments];
    case 'stdin':
      return origin;
    default:
      return origin satisfies never;
  }
}

test('by families the same is seen as in every object whole: a repository with a token in every corner', async (t) => {
  const { repository } = await plantEverywhere(t);
  repository.git('repack', '-q', '-a', '-d', '-k', '--depth=250', '--window=100');
  const [families, whole] = await bothWays(t, repository.path);
  // What only the submodule holds is no object of this repository.
  const own = families.filter((line) => !line.includes(fingerprint(token('submodule'))));
  agree(t, own, whole);
  t.true(whole.length > 15, `${whole.length} sightings`);
});

test('by families the same is seen as in every object whole: packs made to be hard', async (t) => {
  const repository = new GitRepository(await tempFolder(t));
  writePack(join(repository.path, '.git/objects/pack'), makePack(hardRecipes()));
  const [families, whole] = await bothWays(t, repository.path);
  agree(t, families, whole);
  t.true(whole.length > 100, `${whole.length} sightings`);
  t.is(whole.filter((line) => line.includes(fingerprint(token('behind a script')))).length, 1);
});

/** Chains in which tokens are cut by seams, put together from pieces, moved, completed and taken apart again. */
function hardRecipes(): EntryRecipe[] {
  const pad = (length: number, seed: number): Buffer =>
    Buffer.from(Array.from({ length }, (_, at) => 32 + ((at * seed) % 90)));
  const whole = Buffer.from(token('assembled'));
  const base = Buffer.concat([pad(500, 7), whole.subarray(0, 300), pad(300, 11), whole.subarray(300), pad(200, 13)]);
  const recipes: EntryRecipe[] = [{ type: 'blob', bytes: base }];
  const second = 800 + 300;
  for (let depth = 1; depth <= 250; depth += 1) {
    const mark = Buffer.from(`\n<${depth}>`);
    // The base grows by its mark alone, so that positions stay what they are.
    if (depth % 5 === 1) recipes.push({ base: depth - 1, delta: [{ copy: [0, base.length] }, { insert: mark }] });
    else if (depth % 5 === 2) {
      // Two halves that were apart meet, at a seam within the token.
      recipes.push({
        base: 0,
        delta: [
          { copy: [500, 300] },
          { copy: [second, whole.length - 300] },
          { copy: [0, base.length] },
          { insert: mark },
        ],
      });
    } else if (depth % 5 === 3) {
      // The first letters are inserted, the rest is copied, from behind.
      const start = depth % 7;
      recipes.push({
        base: 0,
        delta: [
          { copy: [0, base.length] },
          { insert: Buffer.concat([Buffer.from(' '), whole.subarray(0, start + 1)]) },
          { copy: [500 + start + 1, 300 - start - 1] },
          { copy: [second, whole.length - 300] },
          { insert: mark },
        ],
        isByName: true,
      });
    } else
      recipes.push({
        base: depth - 2,
        delta: [{ copy: [0, base.length] }, { insert: Buffer.from(` ${depth}`) }, { insert: mark }],
      });
  }
  const other = token('gzipped');
  const packed = gzipSync(`${'x'.repeat(40)} ${other} ${'y'.repeat(40)}`);
  const atGzip = recipes.length;
  recipes.push({ type: 'blob', bytes: packed });
  // A gzip file that differs in its tail alone; one that begins where its base does not.
  recipes.push({
    base: atGzip,
    delta: [{ copy: [0, packed.length] }, { insert: gzipSync(` and ${token('tail')}`).subarray(0, 127) }],
  });
  recipes.push({
    base: atGzip + 3,
    delta: [{ copy: [4, packed.length] }, { insert: Buffer.from('\0\0\0') }],
    isByName: true,
  });
  recipes.push({ type: 'blob', bytes: Buffer.concat([Buffer.from('....'), packed]) });
  // A script behind which a delta puts an archive.
  const archive = makeZip([{ name: 'config', content: `token: ${token('behind a script')}` }]);
  const inserts = Array.from({ length: Math.ceil(archive.length / 127) }, (_, at) => ({
    insert: archive.subarray(at * 127, at * 127 + 127),
  }));
  recipes.push({ type: 'blob', bytes: Buffer.from('#!/bin/sh\nexec unzip -p "$0" config\n') });
  recipes.push({ base: recipes.length - 1, delta: [{ copy: [0, 30] }, ...inserts] });
  return recipes;
}

test('by families the same is seen as in every object whole: the history of this project', async (t) => {
  if (!existsSync(join(root, '.git'))) return void t.pass('no repository here');
  const folder = await tempFolder(t);
  const copy = join(folder, 'copy');
  execFileSync('git', ['clone', '-q', '--bare', '--no-hardlinks', root, copy], { stdio: 'ignore' });
  const [families, whole] = await bothWays(t, copy);
  agree(t, families, whole);
});

test('threads see what one alone sees', async (t) => {
  const repository = new GitRepository(await tempFolder(t));
  let noise = randomBytes(2_000_000).toString('latin1');
  for (let round = 0; round < 14; round += 1) {
    noise = `${noise.slice(100_000)}${randomBytes(400_000).toString('latin1')}`;
    repository.commit({
      big: Buffer.from(`${noise}${text(`round ${round % 3}`)}`, 'latin1'),
      small: text(`small ${round % 5}`),
    });
  }
  repository.git('repack', '-q', '-ad');
  const pack = readdirSync(join(repository.path, '.git/objects/pack')).find((name) => name.endsWith('.pack')) as string;
  t.true(readFileSync(join(repository.path, '.git/objects/pack', pack)).length > (16 * 1024 * 1024) / 4);
  const essence = async (jobs: number): Promise<string[]> => {
    const events = await eventsOf(history(repository.path), { jobs });
    t.true(of(events, 'summary')[0]?.summary.complete);
    return [...of(events, 'finding'), ...of(events, 'sighting')].map((event) => JSON.stringify(event)).sort();
  };
  const alone = await essence(1);
  t.deepEqual(await essence(2), alone);
  t.is(alone.filter((line) => line.includes('"type":"finding"')).length, 8);
});

test('objects too large to be held here are streamed by git, their deltas too, and broken ones told', async (t) => {
  const repository = new GitRepository(await tempFolder(t));
  const huge = Buffer.alloc(70_000_000, 'a line that is repeated many times over\n');
  huge.write(token('huge'), 60_000_000);
  repository.commit({ huge: Buffer.from(huge), other: text('bystander') });
  huge.write(token('huger'), 50_000_000);
  repository.commit({ huge });
  const loose = await eventsOf(history(repository.path));
  t.deepEqual([placesOf(loose, 'huge').length, placesOf(loose, 'huger').length], [2, 1]);
  repository.git('-c', 'core.bigFileThreshold=200m', 'repack', '-q', '-adf');
  const packed = await eventsOf(history(repository.path));
  t.deepEqual(of(packed, 'failure'), []);
  t.deepEqual(
    [placesOf(packed, 'huge').length, placesOf(packed, 'huger').length, placesOf(packed, 'bystander').length],
    [2, 1, 1],
  );
});

test('a pack with a broken object is searched but for that object, which is told', async (t) => {
  const repository = new GitRepository(await tempFolder(t));
  const names = ['one', 'two', 'three'].map((word) =>
    repository.hashObject(`${randomBytes(50).toString('hex')}\n${text(word)}`),
  );
  repository.run(['pack-objects', '-q', join(repository.path, '.git/objects/pack/pack')], `${names.join('\n')}\n`);
  repository.git('prune-packed');
  const folder = join(repository.path, '.git/objects/pack');
  const pack = join(folder, readdirSync(folder).find((name) => name.endsWith('.pack')) as string);
  const offset = Number(
    repository
      .git('verify-pack', '-v', pack)
      .split('\n')
      .find((line) => line.startsWith(names[1] as string))
      ?.split(/ +/)[4],
  );
  const bytes = readFileSync(pack);
  bytes.fill(0xff, offset + 60, offset + 90);
  rmSync(pack);
  writeFileSync(pack, bytes);
  const events = await eventsOf(history(repository.path));
  t.deepEqual(
    [placesOf(events, 'one').length, placesOf(events, 'two').length, placesOf(events, 'three').length],
    [1, 0, 1],
  );
  t.deepEqual(
    of(events, 'failure').map(({ failure: { code, origin } }) => [
      code,
      origin === null ? null : gitObjectOf(origin)?.object,
    ]),
    [['object-corrupt', names[1]]],
  );
  t.false(of(events, 'summary')[0]?.summary.complete);
});

test('a pack that cannot be used is told, and the others are searched', async (t) => {
  const repository = new GitRepository(await tempFolder(t));
  repository.hashObject(text('loose'));
  const folder = join(repository.path, '.git/objects/pack');
  writePack(folder, makePack([{ type: 'blob', bytes: Buffer.from(text('sound')) }]));
  writeFileSync(join(folder, 'pack-a.pack'), 'PACK');
  writeFileSync(join(folder, 'pack-a.idx'), 'nothing');
  writeFileSync(join(folder, 'pack-b.pack'), 'PACK');
  writeFileSync(join(folder, 'tmp_pack_x'), 'PACK');
  const events = await eventsOf(history(repository.path));
  t.deepEqual(
    of(events, 'failure')
      .map(({ failure }) => failure.code)
      .sort(),
    ['pack-corrupt', 'pack-without-index'],
  );
  t.deepEqual([placesOf(events, 'loose').length, placesOf(events, 'sound').length], [1, 1]);
});

test('one object in several packs, and loose, is one sighting', async (t) => {
  const repository = new GitRepository(await tempFolder(t));
  const bytes = Buffer.from(text('many places'));
  repository.hashObject(bytes);
  const folder = join(repository.path, '.git/objects/pack');
  writePack(folder, makePack([{ type: 'blob', bytes }]));
  writePack(
    folder,
    makePack([
      { type: 'blob', bytes: Buffer.from('other') },
      { type: 'blob', bytes },
    ]),
  );
  t.is(placesOf(await eventsOf(history(repository.path)), 'many places').length, 1);
});

test('a scan of a work tree sees its files and its history, and each file of .git once', async (t) => {
  const repository = new GitRepository(await tempFolder(t));
  repository.commit({ gone: text('gone') });
  repository.commit({ gone: null });
  repository.write('uncommitted', text('uncommitted'));
  appendFileSync(join(repository.path, '.git/config'), `# ${token('config')}\n`);
  const events = await eventsOf({ kind: 'path', path: repository.path });
  t.deepEqual(
    ['gone', 'uncommitted', 'config'].map((word) => placesOf(events, word).map((place) => place.length)),
    [[40], [4], [4]],
  );
});
