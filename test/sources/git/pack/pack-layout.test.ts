import { execFileSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { GitError } from '../../../../src/sources/git/git-error.js';
import { PackIndex } from '../../../../src/sources/git/pack/pack-index.js';
import { makeIndex, makePack, writePack, type EntryRecipe } from '../../../helpers/git/pack-writer.js';
import { tempFolder } from '../../../helpers/temp-folder.js';
import { openPack } from './open-pack.js';

const text = (length: number, seed: string): Buffer => Buffer.alloc(length, seed);
const family: EntryRecipe[] = [
  { type: 'blob', bytes: text(500, 'one ') },
  { base: 0, delta: [{ copy: [0, 400] }, { insert: Buffer.from('two') }] },
  { base: 3, delta: [{ copy: [5, 100] }], isByName: true },
  { base: 1, delta: [{ copy: [0, 403] }, { insert: Buffer.from('three') }], isByName: true },
  { type: 'tree', bytes: Buffer.alloc(0) },
  { type: 'commit', bytes: Buffer.from('tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\nhello\n') },
];

test('names, types and bases are those that were written, with either version of the index', async (t) => {
  for (const version of [1, 2] as const) {
    const pack = makePack(family);
    const opened = openPack(writePack(await tempFolder(t), pack, makeIndex(pack, version)));
    t.deepEqual(
      pack.objects.map((_, entry) => opened.name(entry)),
      pack.objects.map(({ name }) => name),
    );
    t.deepEqual([...opened.layout.types], [3, 3, 3, 3, 2, 1]);
    t.deepEqual([...opened.layout.bases], [-1, 0, 3, 1, -1, -1]);
    t.deepEqual([...opened.layout.firstDelta], [1, 3, -1, 2, -1, -1]);
    opened.close();
  }
});

test('ids of SHA-256 are read', async (t) => {
  const pack = makePack(family, 'sha256');
  const opened = openPack(writePack(await tempFolder(t), pack), 32);
  t.deepEqual(
    pack.objects.map((_, entry) => opened.name(entry)),
    pack.objects.map(({ name }) => name),
  );
  t.deepEqual([...opened.layout.bases], [-1, 0, 3, 1, -1, -1]);
  opened.close();
});

test('offsets that stand in the table of 64 bits are found', async (t) => {
  const pack = makePack(family);
  const opened = openPack(writePack(await tempFolder(t), pack, makeIndex(pack, 2, 100)));
  t.deepEqual(
    [...opened.layout.offsets].slice(0, -1),
    pack.objects.map(({ offset }) => offset),
  );
  opened.close();
});

test('an offset beyond 4 GiB is read exactly', (t) => {
  const pack = makePack(family);
  const far = { ...pack, objects: pack.objects.map((object, at) => ({ ...object, offset: 2 ** 33 + at * 1000 + 1 })) };
  const index = new PackIndex(makeIndex(far), 20);
  const offsets = pack.objects.map((_, position) => index.offset(position)).sort((a, b) => a - b);
  t.deepEqual(
    offsets,
    far.objects.map(({ offset }) => offset),
  );
});

test('every name of an index is found in it, and no other', (t) => {
  const pack = makePack(
    Array.from({ length: 700 }, (_, at): EntryRecipe => ({ type: 'blob', bytes: Buffer.from(`${at}`) })),
  );
  for (const version of [1, 2] as const) {
    const index = new PackIndex(makeIndex(pack, version), 20);
    for (const { name } of pack.objects) t.is(index.name(index.find(Buffer.from(name, 'hex'), 0)), name);
    for (const name of ['00'.repeat(20), 'ff'.repeat(20), '7f'.repeat(20)])
      t.is(index.find(Buffer.from(name, 'hex'), 0), -1);
  }
});

test('an index that says more than it holds is refused', (t) => {
  const index = makeIndex(makePack(family));
  const version1 = makeIndex(makePack(family), 1);
  for (let length = 0; length < index.length; length += 7) {
    // Of version 2 the offsets stand before 40 bytes of checksums.
    if (length < index.length - 8)
      t.throws(() => new PackIndex(index.subarray(0, length), 20), { instanceOf: GitError });
    if (length < version1.length)
      t.throws(() => new PackIndex(version1.subarray(0, length), 20), { instanceOf: GitError });
  }
  const unsorted = Buffer.from(index);
  unsorted.writeUInt32BE(9, 8);
  t.throws(() => new PackIndex(unsorted, 20), { instanceOf: GitError });
  const many = Buffer.from(index);
  many.writeUInt32BE(0xffffffff, 8 + 255 * 4);
  t.throws(() => new PackIndex(many, 20), { instanceOf: GitError });
  const future = Buffer.from(index);
  future.writeUInt32BE(3, 4);
  t.throws(() => new PackIndex(future, 20), { instanceOf: GitError, message: /version/ });
});

test('entries that the index puts outside the pack, or twice at one place, have no type; the others have theirs', async (t) => {
  const pack = makePack(family);
  const lie = (offsets: Record<number, number>): typeof pack => ({
    ...pack,
    objects: pack.objects.map((object, at) => ({ ...object, offset: offsets[at] ?? object.offset })),
  });
  const folder = await tempFolder(t);
  const typesByName = (lying: typeof pack): Array<number | undefined> => {
    const opened = openPack(writePack(folder, pack, makeIndex(lying)));
    const byName = new Map(pack.objects.map((_, entry) => [opened.name(entry), opened.layout.types[entry]]));
    opened.close();
    return pack.objects.map(({ name }) => byName.get(name));
  };
  t.deepEqual(typesByName(lie({ 4: 2 ** 40 })), [3, 3, 3, 3, 0, 1]);
  t.deepEqual(typesByName(lie({ 4: 3 })), [3, 3, 3, 3, 0, 1]);
  t.deepEqual(typesByName(lie({ 0: pack.bytes.length + 5 })), [0, 0, 0, 0, 2, 1]);
  const twins = typesByName(lie({ 4: pack.objects[5]?.offset as number }));
  t.deepEqual([...twins.slice(0, 4), ...twins.slice(4).sort((a, b) => (a ?? 0) - (b ?? 0))], [3, 3, 3, 3, 0, 1]);
});

test('deltas that go in circles, or whose base is missing, have no type', async (t) => {
  const pack = makePack(family);
  const names = pack.objects.map(({ name }) => Buffer.from(name, 'hex'));
  const folder = await tempFolder(t);
  const withBase = (entry: number, name: Buffer): Buffer => {
    const bytes = Buffer.from(pack.bytes);
    name.copy(bytes, (pack.objects[entry]?.offset as number) + 1);
    return bytes;
  };
  const types = (bytes: Buffer): number[] => {
    const path = writePack(folder, pack);
    writeFileSync(path, bytes);
    const opened = openPack(path);
    opened.close();
    return [...opened.layout.types];
  };
  t.deepEqual(types(withBase(3, names[2] as Buffer)), [3, 3, 0, 0, 2, 1]);
  t.deepEqual(types(withBase(3, names[3] as Buffer)), [3, 3, 0, 0, 2, 1]);
  t.deepEqual(types(withBase(3, Buffer.alloc(20))), [3, 3, 0, 0, 2, 1]);
  t.deepEqual(types(withBase(2, names[4] as Buffer)), [3, 3, 2, 3, 2, 1]);
});

test('a pack that is no pack, or is cut, is refused or read as far as it goes', async (t) => {
  const pack = makePack(family);
  const path = writePack(await tempFolder(t), pack);
  for (const length of [pack.bytes.length - 1, pack.objects[3]?.offset as number, 60, 32]) {
    truncateSync(path, length);
    const opened = openPack(path);
    t.is(opened.layout.count, 6);
    t.is(opened.layout.types[0], length === 32 ? 0 : 3);
    opened.close();
  }
  for (const bytes of [Buffer.alloc(0), Buffer.from('PACK'), Buffer.alloc(1000), Buffer.alloc(1000, 'PACK')]) {
    writeFileSync(path, bytes);
    t.throws(() => openPack(path), { instanceOf: GitError });
  }
});

test('git reads the packs that these tests write', async (t) => {
  for (const hash of ['sha1', 'sha256'] as const) {
    const folder = await tempFolder(t);
    const git = (...args: string[]): string => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' });
    git('init', '-q', `--object-format=${hash}`);
    const pack = makePack(family, hash);
    writePack(join(folder, '.git/objects/pack'), pack);
    const sizes = pack.objects.map(({ name }) => Number(git('cat-file', '-s', name)));
    t.deepEqual(
      sizes,
      pack.objects.map(({ bytes }) => bytes.length),
    );
  }
});
