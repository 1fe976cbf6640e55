import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { type Choice, scan, type ScanEvent, type ScanOptions } from '../src/index.js';
import { GitRepository } from './helpers/git/git-repository.js';
import { mintShape } from './helpers/mint.js';
import { runCli } from './helpers/run-cli.js';
import { tempFolder } from './helpers/temp-folder.js';

const now = (): Date => new Date('2026-11-23T12:00:00Z');
const searchPath = process.env['PATH'] ?? '';
const zeros = '0'.repeat(40);

/** A token that a word stands for. */
function token(word: string): string {
  return mintShape({ kind: 'pod-bound', seed: word, serviceAccount: word.replaceAll(/[^a-z0-9]+/g, '-') });
}

function text(word: string, end = 'the end'): string {
  return `a line of no interest\ntoken: ${token(word)}\n${end}\n`;
}

function fingerprint(word: string): string {
  return `sha256:${createHash('sha256').update(token(word)).digest('hex')}`;
}

const words = ['one', 'two', 'three', 'four', 'known', 'cut'];

interface Outcome {
  /** Words of tokens that count. */
  readonly fresh: readonly string[];
  readonly preexisting: readonly string[];
  readonly failures: readonly string[];
  readonly isComplete: boolean;
  readonly events: readonly ScanEvent[];
}

async function choose(path: string, choice: Choice, options: ScanOptions = {}): Promise<Outcome> {
  const events: ScanEvent[] = [];
  for await (const event of scan([{ kind: 'repository', path, choice }], { now, searchPath, ...options }))
    events.push(event);
  const named = new Map(words.map((word) => [fingerprint(word), word]));
  const found = events.flatMap((event) => (event.type === 'finding' ? [event.finding.fingerprint] : []));
  const excused = new Set(
    events.flatMap((event) =>
      event.type === 'suppression' && event.suppression?.kind === 'preexisting' ? [event.fingerprint] : [],
    ),
  );
  const wordsOf = (prints: readonly string[]): string[] => prints.map((print) => named.get(print) ?? print).sort();
  return {
    fresh: wordsOf(found.filter((print) => !excused.has(print))),
    preexisting: wordsOf(found.filter((print) => excused.has(print))),
    failures: events.flatMap((event) => (event.type === 'failure' ? [event.failure.code] : [])),
    isComplete: events.some((event) => event.type === 'summary' && event.summary.complete),
    events,
  };
}

const staged = { kind: 'staged' } as const;
const range = (...ranges: string[]): Choice => ({ kind: 'range', ranges });
const brought = (...ranges: string[]): Choice => ({ kind: 'new', ranges });

/** `fresh`, `preexisting` and `failures` of an outcome, in short. */
function short({ fresh, preexisting, failures }: Outcome): readonly (readonly string[])[] {
  return [fresh, preexisting, failures];
}

test('staged: what HEAD holds at the same path is left out, what it holds of a token is preexisting', async (t) => {
  const repository = new GitRepository(await tempFolder(t));
  repository.write('first.yaml', text('one'));
  repository.git('add', '.');
  t.deepEqual(short(await choose(repository.path, staged)), [['one'], [], []], 'before the first commit');
  repository.commit({ 'known.yaml': text('known'), 'same.yaml': text('two') });
  const clean = await choose(repository.path, staged);
  t.deepEqual(short(clean), [[], [], []]);
  t.true(clean.isComplete);
  t.true(
    clean.events.some((event) => event.type === 'summary' && event.summary.haystacks === 1),
    'the index was read',
  );

  repository.write('unstaged.yaml', text('four'));
  repository.write('known.yaml', text('known', 'edited'));
  repository.git('add', 'known.yaml');
  t.deepEqual(short(await choose(repository.path, staged)), [[], ['known'], []]);
  repository.write('known.yaml', `${text('known')}${text('three')}`);
  repository.git('add', 'known.yaml');
  t.deepEqual(short(await choose(repository.path, staged)), [['three'], ['known'], []]);
  repository.write('copy.yaml', text('known', 'edited'));
  repository.write('binary.gz', gzipSync(text('four')));
  repository.git('add', 'copy.yaml', 'binary.gz');
  const { events, ...outcome } = await choose(repository.path, staged);
  t.deepEqual(outcome.fresh, ['four', 'known', 'three'], 'at a new path it is new');
  const paths = events.flatMap((event) => (event.type === 'attribution' ? event.paths.map((path) => path.text) : []));
  t.deepEqual([...paths].sort(), ['binary.gz', 'copy.yaml', 'known.yaml']);
  repository.git('rm', '-q', '--cached', '-f', 'copy.yaml', 'binary.gz', 'known.yaml');
  t.deepEqual(short(await choose(repository.path, staged)), [[], [], []], 'what is taken out is not new');
});

test('staged: every version of the index is read, split and of a merge that is not over, in SHA-256 too', async (t) => {
  for (const format of ['sha1', 'sha256']) {
    const repository = new GitRepository(await tempFolder(t), [`--object-format=${format}`]);
    repository.commit({ 'known.yaml': text('known'), 'base.txt': 'base\n' });
    repository.write('known.yaml', text('known', 'edited'));
    repository.write('path with\na break', text('two'));
    repository.git('add', '.');
    for (const version of ['2', '3', '4']) {
      repository.git('update-index', '--index-version', version);
      if (version === '3') repository.git('update-index', '--skip-worktree', 'base.txt');
      t.deepEqual(
        short(await choose(repository.path, staged)),
        [['two'], ['known'], []],
        `${format}, version ${version}`,
      );
    }
    repository.git('update-index', '--split-index');
    t.true(readdirSync(join(repository.path, '.git')).some((name) => name.startsWith('sharedindex.')));
    repository.write('after.yaml', text('three'));
    repository.git('add', 'after.yaml');
    t.deepEqual(short(await choose(repository.path, staged)), [['three', 'two'], ['known'], []], 'split');
  }
  const repository = new GitRepository(await tempFolder(t));
  repository.commit({ a: 'base\n' });
  repository.git('checkout', '-q', '-b', 'side');
  repository.commit({ a: text('one'), other: text('two') });
  repository.git('checkout', '-q', 'main');
  repository.commit({ a: 'main\n' });
  t.throws(() => repository.git('merge', '-q', 'side'));
  t.deepEqual(short(await choose(repository.path, staged)), [[], ['one', 'two'], []], 'the merged side had it');
});

test('staged: comments that allow do not count, a broken index is told, and nothing of the repository runs or changes', async (t) => {
  const folder = await tempFolder(t);
  const repository = new GitRepository(join(folder, 'target'));
  repository.commit({ a: 'a\n' });
  writeFileSync(join(folder, 'evil'), `#!/bin/sh\ntouch '${folder}/ran'\n`, { mode: 0o755 });
  repository.write('new.yaml', `token: ${token('one')} # kubeleaks:allow\n`);
  repository.git('add', '.');
  for (const key of ['core.fsmonitor', 'core.sshCommand', 'core.pager', 'diff.external', 'core.hooksPath'])
    repository.git('config', key, join(folder, 'evil'));
  const state = (): string[] =>
    readdirSync(join(repository.path, '.git'), { recursive: true, encoding: 'utf8' })
      .filter((name) => !name.includes('objects'))
      .sort();
  const before = state();
  t.deepEqual(short(await choose(repository.path, staged)), [['one'], [], []]);
  t.false(existsSync(join(folder, 'ran')));
  t.deepEqual(state(), before);
  writeFileSync(join(repository.path, '.git/index'), 'DIRC and nothing more');
  const broken = await choose(repository.path, staged);
  t.deepEqual(broken.failures, ['git-failed']);
  t.false(broken.isComplete);
});

/** main: base with a known token; side: three commits and a merge of main. */
async function branched(t: Parameters<typeof tempFolder>[0]): Promise<GitRepository> {
  const repository = new GitRepository(await tempFolder(t));
  repository.commit({ 'known.yaml': text('known'), 'old.yaml': text('four') });
  repository.commit({ 'old.yaml': null });
  repository.git('tag', 'base');
  repository.git('checkout', '-q', '-b', 'side');
  repository.commit({ 'new.yaml': text('one'), 'known.yaml': text('known', 'edited') });
  repository.commit({ 'new.yaml': null });
  repository.commit({}, { message: `fix\n\n${text('two')}` });
  return repository;
}

test('a range: whatever its commits wrote, removed since or not, messages too; what was there before is preexisting', async (t) => {
  const repository = await branched(t);
  const side = await choose(repository.path, range('base..side'));
  t.deepEqual(short(side), [['one', 'two'], ['known'], []]);
  const blob = repository.git('rev-parse', 'side~2:new.yaml');
  const attribution = side.events.find((event) => event.type === 'attribution' && event.object === blob);
  t.deepEqual(attribution?.type === 'attribution' ? [attribution.paths, attribution.commits] : null, [
    [{ text: 'new.yaml' }],
    [repository.git('rev-parse', 'side~2')],
  ]);
  const told = new Map(side.events.flatMap((event) => (event.type === 'commit' ? [[event.id, event]] : [])));
  const message = repository.git('rev-parse', 'side');
  const by = repository.git('rev-parse', 'side~2');
  t.deepEqual([...told.keys()].sort(), [by, message].sort(), 'the commits that are named, each once');
  t.is(told.get(by)?.authorEmail, 'ann@example.com');
  t.is(told.get(message)?.subject, 'fix');
  const inMessage = side.events.find((event) => event.type === 'attribution' && event.object === message);
  t.deepEqual(inMessage?.type === 'attribution' ? inMessage.commits : null, [message]);
  t.deepEqual(short(await choose(repository.path, range('side~1..side'))), [['two'], [], []]);
  t.deepEqual(short(await choose(repository.path, range('side~3..side~2', 'side~1..side'))), [
    ['one', 'two'],
    ['known'],
    [],
  ]);
  t.deepEqual(short(await choose(repository.path, range('side..side'))), [[], [], []]);

  // What is in an evil merge is in none of its parents.
  repository.git('checkout', '-q', 'main');
  repository.commit({ 'main.yaml': text('four') });
  repository.git('checkout', '-q', 'side');
  repository.git('merge', '-q', '--no-commit', 'main');
  repository.write('evil.yaml', text('three'));
  repository.git('add', '.');
  repository.commitIndex();
  t.deepEqual(short(await choose(repository.path, range('side~1..side'))), [['four', 'three'], [], []]);
  t.deepEqual(short(await choose(repository.path, range('main..side'))), [['one', 'three', 'two'], ['known'], []]);
});

test('new: only objects that were not there; a range takes what comes back or is copied for written', async (t) => {
  const repository = await branched(t);
  repository.git('checkout', '-q', '-b', 'moved', 'base');
  repository.git('mv', 'known.yaml', 'moved.yaml');
  repository.commit({});
  t.deepEqual(short(await choose(repository.path, brought('base..moved'))), [[], [], []]);
  t.deepEqual(short(await choose(repository.path, range('base..moved'))), [['known'], [], []]);
  t.deepEqual(short(await choose(repository.path, brought('base..side'))), [['one', 'two'], ['known'], []]);
  // A new branch: whatever no other ref has. A deleted one brings nothing.
  const tip = repository.git('rev-parse', 'side');
  t.deepEqual(short(await choose(repository.path, brought(`${zeros}..${tip}`))), [['one', 'two'], ['known'], []]);
  const gone = await choose(repository.path, brought(`${tip}..${zeros}`));
  t.deepEqual([short(gone), gone.isComplete], [[[], [], []], true]);
  // The first branch of all has nothing before it.
  const first = new GitRepository(await tempFolder(t));
  first.commit({ a: text('one') });
  first.commit({ a: text('two') });
  t.deepEqual(short(await choose(first.path, brought(`${zeros}..main`))), [['one', 'two'], [], []]);
  // Tags: their messages, and what they name, be it a blob or a tree.
  first.git('tag', '-a', '-m', text('three'), 'v1');
  t.deepEqual(short(await choose(first.path, brought('main..v1'))), [['three'], [], []]);
  first.git('tag', 'blob', first.hashObject(text('four')));
  t.deepEqual(short(await choose(first.path, brought('main..blob'))), [['four'], [], []]);
  first.write('b', text('known'));
  first.git('add', '.');
  first.git('tag', 'tree', first.git('write-tree'));
  t.deepEqual(short(await choose(first.path, range('main..tree'))), [['known'], ['two'], []]);
});

test('a cut copy of what stood there whole is known, the whole of what stood there cut is new', async (t) => {
  const repository = new GitRepository(await tempFolder(t));
  const cut = token('cut').slice(0, -200);
  repository.commit({ whole: `${token('cut')}\n`, part: `${token('one').slice(0, -200)}\n` });
  repository.commit({ whole: `${cut}\n` });
  const { fresh, preexisting } = await choose(repository.path, range('HEAD~1..HEAD'));
  t.deepEqual([fresh.length, preexisting.length], [0, 1]);
  repository.commit({ part: `${token('one')}\n` });
  t.deepEqual(short(await choose(repository.path, range('HEAD~1..HEAD'))), [['one'], [], []]);
});

test('a range whose objects are there is complete in a shallow clone, one that goes beyond its end is not', async (t) => {
  const folder = await tempFolder(t);
  const origin = new GitRepository(join(folder, 'origin'));
  for (const word of ['one', 'two', 'three', 'four']) origin.commit({ [word]: text(word), same: word });
  const shallow = join(folder, 'shallow');
  execFileSync('git', ['clone', '-q', '--depth', '2', `file://${origin.path}`, shallow], { env: origin.environment() });
  const whole = await choose(shallow, range('HEAD~1..HEAD'));
  t.deepEqual([short(whole), whole.isComplete], [[['four'], [], []], true]);
  const beyond = await choose(shallow, brought(`${zeros}..HEAD`));
  t.deepEqual(beyond.failures, ['history-shallow']);
  t.true(beyond.fresh.includes('three'));
  await t.throwsAsync(choose(shallow, range('HEAD~2..HEAD')), { message: /HEAD~2.*shallow.*--unshallow/ });
});

test('what is no range and no revision is refused with a word for it', async (t) => {
  const repository = await branched(t);
  const cases: readonly (readonly [string, RegExp])[] = [
    ['side', /OLD\.\.NEW is needed/],
    ['..side', /both sides/],
    ['base..', /both sides/],
    ['base...side', /two dots/],
    ['--all..side', /no revision/],
    ['^base..side', /no revision/],
    ['base..side\n--all', /no revision/],
    ['base..nowhere', /"nowhere" names no object/],
    [`base..${'1'.repeat(40)}`, /names no object/],
    [`${zeros}..side`, /names no object/],
  ];
  for (const [given, message] of cases)
    await t.throwsAsync(choose(repository.path, range(given)), { name: 'UsageError', message }, given);
  await t.throwsAsync(choose(repository.path, range()), { name: 'UsageError' });
  t.deepEqual((await choose(await tempFolder(t), staged)).failures, ['not-a-repository']);
});

/** Runs the command in a folder, as a hook does. */
async function run(cwd: string, args: readonly string[], env: Record<string, string> = {}) {
  return await runCli(['git', ...args, '-f', 'json'], { cwd, env });
}

test("git's own variables count in the folder where it runs: the index, the work tree, the quarantine", async (t) => {
  const folder = await tempFolder(t);
  const repository = new GitRepository(join(folder, 'target'));
  repository.commit({ a: 'a\n' });
  repository.write('one.yaml', text('one'));
  const other = join(folder, 'other index');
  repository.run(['add', 'one.yaml'], undefined, { GIT_INDEX_FILE: other });
  t.is((await run(repository.path, ['--staged'])).code, 0);
  t.is((await run(repository.path, ['--staged'], { GIT_INDEX_FILE: other })).code, 1);
  t.is(
    (await run(folder, ['--staged', 'target'], { GIT_INDEX_FILE: other })).code,
    0,
    'another repository has its own',
  );

  // A linked work tree: git says where its parts are, and so do these themselves. Others are not opened.
  const linked = join(folder, 'linked');
  repository.git('worktree', 'add', '-q', '--detach', linked);
  writeFileSync(join(linked, 'two.yaml'), text('two'));
  repository.run(['-C', linked, 'add', 'two.yaml']);
  const gitFolder = join(repository.path, '.git/worktrees/linked');
  t.is((await run(linked, ['--staged'])).code, 1);
  t.is((await run(folder, ['--staged', 'linked'])).code, 1);
  const stranger = join(folder, 'stranger');
  mkdirSync(stranger);
  for (const target of [gitFolder, join(repository.path, '.git')]) {
    writeFileSync(join(stranger, '.git'), `gitdir: ${target}\n`);
    const refused = await run(stranger, ['--staged']);
    t.is(refused.code, 3, 'nobody named what lies elsewhere');
    t.regex(refused.stdout, /outside-target/);
  }
  t.is((await run(linked, ['--staged'], { GIT_DIR: gitFolder, GIT_INDEX_FILE: join(gitFolder, 'index') })).code, 1);

  // A submodule keeps its parts in the repository above it.
  const above = new GitRepository(join(folder, 'above'));
  above.run(['-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', repository.path, 'below']);
  const below = join(above.path, 'below');
  writeFileSync(join(below, 'four.yaml'), text('four'));
  above.run(['-C', below, 'add', 'four.yaml']);
  t.is((await run(below, ['--staged'])).code, 1);

  // Objects of a push lie apart until it is let in.
  const quarantine = join(folder, 'incoming');
  const objects = join(repository.path, '.git/objects');
  mkdirSync(quarantine);
  const apart = { GIT_OBJECT_DIRECTORY: quarantine, GIT_ALTERNATE_OBJECT_DIRECTORIES: objects };
  const blob = repository.run(['hash-object', '-w', '--stdin'], text('three'), apart).toString().trim();
  const tree = repository.run(['mktree'], `100644 blob ${blob}\tthree\n`, apart).toString().trim();
  const commit = repository.run(['commit-tree', tree, '-p', 'HEAD', '-m', 'x'], undefined, apart).toString().trim();
  const push = ['--new', `${zeros}..${commit}`];
  t.is((await run(repository.path, push)).code, 2, 'without the variables it is not there');
  const letIn = await run(repository.path, push, { ...apart, GIT_DIR: '.git', GIT_QUARANTINE_PATH: quarantine });
  t.is(letIn.code, 1);
  t.deepEqual(
    (JSON.parse(letIn.stdout) as { findings: { fingerprint: string }[] }).findings.map(
      (finding) => finding.fingerprint,
    ),
    [fingerprint('three')],
  );
});

test('all reports tell what was there before, and only what is new counts', async (t) => {
  const repository = new GitRepository(await tempFolder(t));
  repository.commit({ a: text('known') });
  repository.commit({ a: text('known', 'edited') });
  const seen = async (format: string): Promise<string> => {
    const { stdout, code } = await runCli(['git', repository.path, '--range', 'HEAD~1..HEAD', '-f', format]);
    t.is(code, 0, format);
    return stdout;
  };
  t.regex(await seen('human'), /preexisting.*[\s\S]*sha256:/);
  const report = JSON.parse(await seen('json')) as {
    readonly run: { readonly options: { readonly range: string } };
    readonly findings: readonly {
      readonly suppression: { readonly kind: string };
      readonly sightings: readonly { readonly origin: { readonly paths: readonly { readonly text: string }[] } }[];
    }[];
  };
  t.is(report.findings[0]?.suppression.kind, 'preexisting');
  t.is(report.run.options.range, 'HEAD~1..HEAD');
  t.is(report.findings[0]?.sightings[0]?.origin.paths[0]?.text, 'a');
  t.regex(await seen('sarif'), /"justification": ?"preexisting, /);
  for (const format of ['csv', 'junit']) t.true((await seen(format)).includes('preexisting'), format);
  for (const args of [
    ['--staged', '--range', 'a..b'],
    ['--staged', '.', '.'],
    ['--range', 'x..y', '.'],
  ])
    t.is((await runCli(['git', ...args], { cwd: repository.path })).code, 2, args.join(' '));
});
