import { join } from 'node:path';
import test from 'ava';
import { ApartReader } from '../../src/scanner/apart-reader.js';
import { ObjectStore } from '../../src/sources/git/attribution/object-store.js';
import { OtherObjects } from '../../src/sources/git/attribution/other-objects.js';
import { NameTable } from '../../src/sources/git/attribution/name-table.js';
import { PartClaims } from '../../src/sources/git/attribution/part-claims.js';
import { readClosure } from '../../src/sources/git/attribution/read-closure.js';
import { readTrees } from '../../src/sources/git/attribution/read-trees.js';
import type { PackReader } from '../../src/sources/git/attribution/pack-reader.js';
import { PackMemory } from '../../src/sources/git/pack/pack-memory.js';
import { openRepository } from '../../src/sources/git/repository/repository.js';
import { GitRepository } from '../helpers/git/git-repository.js';
import { tempFolder } from '../helpers/temp-folder.js';

const sharesTrees = test.macro(async (t, args: readonly string[]) => {
  const repository = new GitRepository(join(await tempFolder(t), 'r'), args);
  for (let commit = 0; commit < 20; commit += 1) {
    const files = Array.from({ length: 8 }, (_, file) => [`${file}/${commit % 5}/deep/b.txt`, `${commit} ${file}\n`]);
    repository.commit({ ...Object.fromEntries(files), 'a.txt': `${commit % 3}\n` });
    if (commit === 12) repository.git('repack', '-q', '-ad', '--depth=2');
  }
  repository.git('repack', '-q', '-d');
  repository.commit({ 'c.txt': 'loose\n' });
  const store = new ObjectStore(openRepository(repository.path, []), new Map());
  t.teardown(() => store.close());
  const blobs = ['HEAD:a.txt', 'HEAD:7/4/deep/b.txt', 'HEAD~9:3/0/deep/b.txt'].map((name) =>
    repository.git('rev-parse', name).trim(),
  );
  const read = async (reader?: PackReader) => {
    const { order, starts, parents, linkNames, isPartial } = await readClosure(
      new OtherObjects(store).of('tree'),
      blobs,
      reader,
      1,
    );
    return { order, starts, parents, linkNames, isPartial };
  };
  const alone = await read();
  t.true(alone.order.length > 20 && !alone.isPartial);
  const reader = new ApartReader();
  t.teardown(() => reader.close());
  t.deepEqual(await read(reader), alone);
  let parts = 0;
  const other: PackReader = {
    // Takes some parts first, and only then does the thread that asks have its turn.
    trees: async (trees) => {
      const next = new Int32Array(trees.claims);
      const taken = readTrees(trees, new PackMemory());
      parts = Atomics.load(next, 0);
      return taken;
    },
    close: async () => {},
  };
  t.deepEqual(await read(other), alone);
  t.true(parts > 10);
  t.deepEqual(await read({ ...other, trees: async () => undefined }), alone);
});

test('trees that two threads share are the ones that one reads', sharesTrees, []);
test('of SHA-256, they are, too', sharesTrees, ['--object-format=sha256']);

test('a thread that cannot read a pack leaves it to who asked', async (t) => {
  const repository = new GitRepository(join(await tempFolder(t), 'r'));
  repository.commit({ 'a.txt': 'a\n' });
  repository.git('repack', '-q', '-ad');
  const store = new ObjectStore(openRepository(repository.path, []), new Map());
  const packs = store.packs.map(({ layout }) => ({ file: 1_000_000, layout }));
  store.close();
  const reader = new ApartReader();
  t.teardown(() => reader.close());
  const names = new NameTable(20).columns;
  t.is(await reader.trees({ packs, names, partBytes: 1, claims: new PartClaims().shared }), undefined);
});
