import { join } from 'node:path';
import test from 'ava';
import { readCommitsApart } from '../../src/scanner/read-commits-apart.js';
import { ObjectStore } from '../../src/sources/git/attribution/object-store.js';
import { OtherObjects } from '../../src/sources/git/attribution/other-objects.js';
import { readCommits } from '../../src/sources/git/attribution/read-commits.js';
import { readPackCommits } from '../../src/sources/git/attribution/read-pack-commits.js';
import { openRepository } from '../../src/sources/git/repository/repository.js';
import { GitRepository } from '../helpers/git/git-repository.js';
import { tempFolder } from '../helpers/temp-folder.js';

const reads = test.macro(async (t, args: readonly string[]) => {
  const repository = new GitRepository(join(await tempFolder(t), 'r'), args);
  for (let commit = 0; commit < 20; commit += 1) repository.commit({ 'a.txt': `${commit}\n` });
  repository.git('repack', '-q', '-ad');
  repository.git('checkout', '-q', '-b', 'side', 'HEAD~5');
  repository.commit({ 'b.txt': 'b\n' });
  repository.git('merge', '-q', '--no-edit', 'main');
  repository.git('repack', '-q', '-d');
  repository.commit({ 'c.txt': 'loose\n' });
  const store = new ObjectStore(openRepository(repository.path, []), new Map());
  t.teardown(() => store.close());
  const apart = await readCommitsApart(store.packs.map(({ file, layout }) => ({ file, layout })));
  t.deepEqual(
    apart,
    store.packs.map((pack) => readPackCommits(pack, store.memory)),
  );
  t.deepEqual(
    apart?.map(({ entries }) => entries.length).sort((a, b) => a - b),
    [2, 20],
  );
  const [graph, same] = [apart, undefined].map((columns) => readCommits(new OtherObjects(store).of('commit'), columns));
  t.is(graph?.count, 23);
  t.deepEqual([graph?.order, graph?.parents, graph?.dates], [same?.order, same?.parents, same?.dates]);
});

test('commits that another thread reads are the ones that are read here', reads, []);
test('of SHA-256, too', reads, ['--object-format=sha256']);

test('a thread that cannot read a pack leaves it to who asked', async (t) => {
  const repository = new GitRepository(join(await tempFolder(t), 'r'));
  repository.commit({ 'a.txt': 'a\n' });
  repository.git('repack', '-q', '-ad');
  const store = new ObjectStore(openRepository(repository.path, []), new Map());
  const packs = store.packs.map(({ layout }) => ({ file: 1_000_000, layout }));
  store.close();
  t.is(await readCommitsApart(packs), undefined);
});
