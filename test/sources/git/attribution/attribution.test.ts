import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { AttributionEvent, HistoryEvent } from '../../../../src/model/event.js';
import type { Fingerprint } from '../../../../src/model/finding.js';
import type { PathText } from '../../../../src/model/path-text.js';
import {
  attributeObjects,
  type AttributionTold,
  type AttributionTools,
  type TokenHolder,
} from '../../../../src/sources/git/attribution/attribution.js';
import { openRepository } from '../../../../src/sources/git/repository/repository.js';
import { AttributionOracle } from '../../../helpers/git/attribution-oracle.js';
import { GitRepository } from '../../../helpers/git/git-repository.js';
import { drawFrom, type HistorySize, writeRandomHistory } from '../../../helpers/git/random-history.js';
import { tempFolder } from '../../../helpers/temp-folder.js';

const tools: AttributionTools = {
  layouts: new Map(),
  askGit: () => undefined,
  askReferences: async () => undefined,
  askStaged: async () => undefined,
  filter: undefined,
};

/** Attributes blobs that hold these tokens. */
async function attributed(
  path: string,
  tokens: Readonly<Record<string, readonly string[]>>,
  type: TokenHolder['type'] = 'blob',
): Promise<{
  objects: Map<string, AttributionEvent>;
  histories: Map<string, HistoryEvent['history']>;
  all: AttributionTold[];
}> {
  const holders = new Map<string, TokenHolder>();
  for (const [token, blobs] of Object.entries(tokens)) {
    for (const blob of blobs) {
      const holder = holders.get(blob) ?? { type, fingerprints: new Set() };
      holder.fingerprints.add(token as Fingerprint);
      holders.set(blob, holder);
    }
  }
  const all: AttributionTold[] = [];
  for await (const told of attributeObjects(openRepository(path, []), holders, tools)) all.push(told);
  const objects = new Map(all.flatMap((told) => (told.type === 'attribution' ? [[told.object, told] as const] : [])));
  const histories = new Map(
    all.flatMap((told) => (told.type === 'history' ? [[told.fingerprint as string, told.history] as const] : [])),
  );
  return { objects, histories, all };
}

function latin1({ text, bytes }: PathText): string {
  return Buffer.from(bytes ?? text, bytes === undefined ? 'utf8' : 'base64').toString('latin1');
}

/** Compares all that is told of every blob, and of tokens in some of them, with what git says. */
async function agree(t: ExecutionContext, repository: GitRepository, how: string): Promise<void> {
  const oracle = new AttributionOracle(repository);
  const draw = drawFrom(how.length);
  const tokens: Record<string, string[]> = {};
  oracle.blobs.forEach((blob, number) => (tokens[`one ${number}`] = [blob]));
  for (let set = 0; set < 10; set += 1) tokens[`some ${set}`] = oracle.blobs.filter(() => draw(4) === 0);
  const { objects, histories } = await attributed(repository.path, tokens);
  for (const [token, blobs] of Object.entries(tokens)) {
    if (blobs.length === 0) continue;
    const expected = oracle.ask(blobs);
    const { introducedBy, removedBy, commits, refs, state, partial } = histories.get(token) as HistoryEvent['history'];
    t.deepEqual([...removedBy].sort(), expected.removing, `${how}: ${token} removed`);
    t.is(commits, expected.commits, `${how}: ${token} commits`);
    t.deepEqual([...refs].sort(), expected.refs, `${how}: ${token} refs`);
    t.true(expected.introducing.includes(introducedBy as string), `${how}: ${token} introduced`);
    t.is(state, expected.refs.length > 0 ? 'present' : 'removed', how);
    t.false(partial, how);
    if (blobs.length > 1) continue;
    const object = objects.get(blobs[0] as string) as AttributionEvent;
    t.deepEqual([...object.commits].sort(), expected.introducing, `${how}: ${token} brought in`);
    t.deepEqual(object.paths.map(latin1).sort(), oracle.paths(blobs[0] as string), `${how}: ${token} paths`);
    t.true(object.reachable);
  }
}

const agrees = test.macro(async (t, seed: number, size: HistorySize, args: readonly string[] = []) => {
  const repository = new GitRepository(join(await tempFolder(t), 'r'), args);
  writeRandomHistory(repository, seed, size);
  await agree(t, repository, 'as imported');
  repository.git('repack', '-q', '-adf', '--depth=50', '--window=50');
  await agree(t, repository, 'repacked');
});

test('what is told agrees with git on a short random history', agrees, 1, { commits: 30, contents: 12, filler: 0 });
test('what is told agrees with git on long trees', agrees, 2, { commits: 60, contents: 30, filler: 200 });
test('what is told agrees with git on SHA-256', agrees, 3, { commits: 30, contents: 20, filler: 60 }, [
  '--object-format=sha256',
]);

/** Commits with what `git log` says that each changed against all of its parents: new blobs. */
function broughtIn(repository: GitRepository): Map<string, Set<string>> {
  const log = repository.git(
    'log',
    '--all',
    '-c',
    '--full-history',
    '--raw',
    '--no-renames',
    '--no-abbrev',
    '--root',
    '--format=>%H',
  );
  const commits = new Map<string, Set<string>>();
  let blobs = new Set<string>();
  for (const line of log.split('\n')) {
    if (line.startsWith('>')) commits.set(line.slice(1), (blobs = new Set()));
    // One mode and one object for every parent, then the new ones.
    const fields = line.startsWith(':') ? (line.split('\t')[0] ?? '').split(' ') : [];
    const object = fields.at(-2);
    if (object !== undefined) blobs.add(object);
  }
  return commits;
}

test('every commit that is said to bring a blob in is one whose difference shows the blob in git log', async (t) => {
  const repository = new GitRepository(join(await tempFolder(t), 'r'));
  writeRandomHistory(repository, 11, { commits: 80, contents: 25, filler: 10 });
  const log = broughtIn(repository);
  const { blobs } = new AttributionOracle(repository);
  const { objects } = await attributed(repository.path, { all: blobs });
  let count = 0;
  for (const [blob, { commits }] of objects) {
    for (const commit of commits) t.true(log.get(commit)?.has(blob), `${commit} brings ${blob}`);
    count += commits.length;
  }
  t.true(count > 50, `${count} commits`);
});

/** Blobs by a word that stands in them. */
function blobOf(repository: GitRepository, word: string): string {
  return repository.run(['hash-object', '--stdin'], `${word}\n`).toString().trim();
}

async function storyOf(repository: GitRepository, word: string): Promise<HistoryEvent['history']> {
  const { histories } = await attributed(repository.path, { [word]: [blobOf(repository, word)] });
  return histories.get(word) as HistoryEvent['history'];
}

test('a file that was moved later is laid to the commit that wrote it, and all its paths are told', async (t) => {
  const repository = new GitRepository(join(await tempFolder(t), 'r'));
  const first = repository.commit({ 'old/a.yaml': 'token\n', other: 'x\n' });
  repository.commit({ other: 'y\n' });
  repository.git('mv', 'old/a.yaml', 'zz.yaml');
  repository.commit({});
  const { objects, histories } = await attributed(repository.path, { token: [blobOf(repository, 'token')] });
  const object = objects.get(blobOf(repository, 'token'));
  t.deepEqual(object?.commits, [first]);
  t.deepEqual(
    object?.paths.map(({ text }) => text),
    ['zz.yaml', 'old/a.yaml'],
    'where it is now comes first',
  );
  t.like(histories.get('token'), { introducedBy: first, removedBy: [], commits: 3, state: 'present', partial: false });
  t.is(histories.get('token')?.introducedAt, '2024-01-01T00:01:00Z');
});

test('evil merges, octopus merges, sides that add and remove, and files that come back agree with git', async (t) => {
  const repository = new GitRepository(join(await tempFolder(t), 'r'));
  const branch = (name: string): void => void repository.git('checkout', '-q', '-b', name, 'main');
  const main = (): void => void repository.git('checkout', '-q', 'main');
  repository.commit({ base: 'base\n', one: 'copied\n' });
  branch('adds');
  repository.commit({ two: 'copied\n', side: 'side\n' });
  branch('removes');
  repository.commit({ one: null });
  branch('third');
  repository.commit({ third: 'third\n' });
  main();
  const [adds, removes, third] = ['adds', 'removes', 'third'].map((name) => repository.git('rev-parse', name));
  repository.git('merge', '-q', '-m', 'octopus', 'adds', 'removes', 'third');
  const octopus = repository.head();
  repository.git('rm', '-q', 'side', 'two');
  repository.commit({});
  branch('late');
  repository.commit({ late: 'late\n' });
  main();
  repository.commit({ main: 'main\n' });
  repository.git('merge', '-q', '--no-commit', 'late');
  repository.write('evil', 'evil\n');
  repository.git('rm', '-q', '-f', 'late');
  const evil = repository.commit({});
  const back = repository.commit({ again: 'side\n' });
  repository.git('checkout', '-q', '--orphan', 'root');
  repository.git('rm', '-q', '-r', '-f', '.');
  repository.commit({ root: 'evil\n' });
  await agree(t, repository, 'merges');
  t.like(await storyOf(repository, 'evil'), { introducedBy: evil });
  t.like(await storyOf(repository, 'late'), { removedBy: [evil] });
  t.like(await storyOf(repository, 'third'), { introducedBy: third });
  const { objects } = await attributed(repository.path, { side: [blobOf(repository, 'side')] });
  t.deepEqual(objects.get(blobOf(repository, 'side'))?.commits, [adds as string, back]);
  t.deepEqual((await storyOf(repository, 'copied')).removedBy.includes(removes as string), true);
  t.is(repository.git('rev-list', '--parents', '-1', octopus).split(' ').length, 4);
});

test('a commit that no ref reaches is named for what only it holds; a stray blob has none', async (t) => {
  const repository = new GitRepository(join(await tempFolder(t), 'r'));
  repository.commit({ a: 'kept\n' });
  const dropped = repository.commit({ b: 'dropped\n' });
  repository.git('reset', '-q', '--hard', 'HEAD~1');
  repository.hashObject('stray\n');
  t.like(await storyOf(repository, 'dropped'), { state: 'unreachable', introducedBy: dropped, refs: [], commits: 1 });
  t.like(await storyOf(repository, 'stray'), { state: 'unreachable', introducedBy: null, refs: [], commits: 0 });
  t.like(await storyOf(repository, 'kept'), { state: 'present', refs: ['refs/heads/main'] });
  const { objects } = await attributed(repository.path, { dropped: [blobOf(repository, 'dropped')] });
  t.like(objects.get(blobOf(repository, 'dropped')), { reachable: false, commits: [dropped], paths: [{ text: 'b' }] });
});

test('what is staged, stashed, tagged or noted is told with what holds it', async (t) => {
  const folder = await tempFolder(t);
  const repository = new GitRepository(join(folder, 'r'));
  const first = repository.commit({ a: 'a\n' });
  repository.write('a', 'stashed\n');
  repository.git('stash', '-q');
  repository.write('deep/staged', 'staged\n');
  repository.git('add', '-A');
  repository.git('tag', 'blob-tag', repository.hashObject('tagged\n'));
  repository.git('notes', 'add', '-m', 'noted', first);
  repository.git('worktree', 'add', '-q', '--detach', join(folder, 'linked'));
  repository.git('-C', join(folder, 'linked'), 'commit', '-q', '--allow-empty', '-m', 'detached');
  repository.git('pack-refs', '--all');
  t.like(await storyOf(repository, 'stashed'), { state: 'present', refs: ['refs/stash'] });
  t.like(await storyOf(repository, 'staged'), { state: 'present', refs: ['index'], commits: 0, introducedBy: null });
  t.like(await storyOf(repository, 'tagged'), { state: 'present', refs: ['refs/tags/blob-tag'], commits: 0 });
  t.like(await storyOf(repository, 'noted'), { state: 'present', refs: ['refs/notes/commits'], commits: 1 });
  t.deepEqual((await storyOf(repository, 'a')).refs.slice(0, 2), ['worktrees/linked/HEAD', 'refs/heads/main']);
  const { objects } = await attributed(repository.path, { staged: [blobOf(repository, 'staged')] });
  t.like(objects.get(blobOf(repository, 'staged')), { reachable: true, paths: [{ text: 'deep/staged' }], commits: [] });
});

test('a message is the place itself: of commits with all that come after, of tags with the refs that lead there', async (t) => {
  const repository = new GitRepository(join(await tempFolder(t), 'r'));
  repository.commit({ a: 'a\n' });
  const said = repository.commit({}, { message: 'say it' });
  repository.commit({ a: 'b\n' });
  repository.git('tag', '-a', '-m', 'tagged', 'v1', 'HEAD~2');
  const { objects, histories } = await attributed(repository.path, { said: [said] }, 'commit');
  t.like(objects.get(said), { commits: [said], paths: [], reachable: true });
  t.like(histories.get('said'), {
    state: 'present',
    introducedBy: said,
    refs: ['refs/heads/main'],
    removedBy: [],
    commits: 1,
  });
  const tag = repository.git('rev-parse', 'v1');
  const tagged = await attributed(repository.path, { tag: [tag] }, 'tag');
  t.like(tagged.histories.get('tag'), { state: 'present', introducedBy: null, refs: ['refs/tags/v1'], commits: 0 });
});

test('a shallow clone tells what it can, and that this is not all', async (t) => {
  const folder = await tempFolder(t);
  const repository = new GitRepository(join(folder, 'r'));
  repository.commit({ a: 'token\n' });
  const head = repository.commit({ b: 'b\n' });
  const path = join(folder, 'shallow');
  repository.git('clone', '-q', '--depth', '1', `file://${repository.path}`, path);
  const { histories } = await attributed(path, { token: [blobOf(repository, 'token')] });
  t.like(histories.get('token'), { partial: true, introducedBy: head, state: 'present' });
});

test('trees that multiply end at a number of paths, and that is told', async (t) => {
  const repository = new GitRepository(join(await tempFolder(t), 'r'));
  const blob = repository.hashObject('token\n');
  const tree = (line: (number: number) => string): string =>
    repository
      .run(['mktree'], Array.from({ length: 10 }, (_, number) => `${line(number)}\n`).join(''))
      .toString()
      .trim();
  let name = tree((number) => `100644 blob ${blob}\tf${number}`);
  for (let level = 0; level < 8; level += 1) {
    const below = name;
    name = tree((number) => `040000 tree ${below}\td${number}`);
  }
  repository.git('update-ref', 'refs/heads/main', repository.git('commit-tree', '-m', 'x', name));
  const { objects, histories } = await attributed(repository.path, { token: [blob] });
  t.is(objects.get(blob)?.paths.length, 100);
  t.true(histories.get('token')?.partial);
});

test('strangers may write what they like: encodings, no author, times beyond all calendars', async (t) => {
  const repository = new GitRepository(join(await tempFolder(t), 'r'));
  repository.commit({ a: 'a\n' });
  const tree = repository.git('rev-parse', 'HEAD^{tree}');
  const write = (text: string): string => {
    const commit = repository
      .run(['hash-object', '-w', '-t', 'commit', '--stdin', '--literally'], Buffer.from(text, 'latin1'))
      .toString()
      .trim();
    repository.git('update-ref', `refs/heads/${commit.slice(0, 8)}`, commit);
    return commit;
  };
  const latin = write(
    `tree ${tree}\nauthor J\xf6rg <j@x> 1 +0000\ncommitter C <c> 1700000000 +0100\nencoding ISO-8859-1\n\ngr\xfc\xdfe\nzwei\n\nmehr\n`,
  );
  const odd = write(`tree ${tree}\ncommitter nobody 99999999999999999 +0000\n\n\x1b[31m`);
  const { all } = await attributed(repository.path, { said: [latin, odd] }, 'commit');
  const told = new Map(all.flatMap((event) => (event.type === 'commit' ? [[event.id, event] as const] : [])));
  t.like(told.get(latin), { authorName: 'J\u00f6rg', date: '2023-11-14T22:13:20Z', subject: 'gr\u00fc\u00dfe zwei' });
  t.like(told.get(odd), { authorName: null, authorEmail: null, subject: '\u001b[31m' });
});
