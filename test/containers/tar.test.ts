import test from 'ava';
import { tar } from '../../src/containers/tar.js';
import { contract } from './contract.js';
import { brief, codes, contentOf, openAll } from './harness.js';
import { gnuTar, paxTar, sparseTars, v7Tar } from './tar/fixtures.js';

const longName = `d/${'n'.repeat(150)}`;
const short = [
  ['d/a.txt', 'hello\n'],
  ['d/empty', ''],
] as const;
const seven = ['d/seven', 'x'.repeat(700)] as const;
/** Nothing tells a tar that ends after a whole entry, or between the zeros at its end. */
const isSoundAt =
  (bytes: Buffer) =>
  (length: number): boolean =>
    length % 512 === 0 ||
    (bytes.subarray(length).every((byte) => byte === 0) && length > bytes.lastIndexOf('xxx') + 3 + 324);

contract(tar, [
  { title: 'GNU', bytes: gnuTar, entries: [...short, [longName, 'long\n'], seven], isSoundAt: isSoundAt(gnuTar) },
  { title: 'pax', bytes: paxTar, entries: [...short, [longName, 'long\n'], seven], isSoundAt: isSoundAt(paxTar) },
  { title: 'v7', bytes: v7Tar, entries: [...short, seven], isSoundAt: isSoundAt(v7Tar) },
]);

/** A ustar header and its content, for what no sound tool writes. */
function entry(name: string, content: string, fields: { readonly type?: string; readonly size?: string } = {}): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0, 'latin1');
  block.write('0000644\0', 100);
  block.write(fields.size ?? `${content.length.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  block.write('00000000000\0', 136);
  block.write(fields.type ?? '0', 156);
  block.write('ustar\x0000', 257);
  block.fill(' ', 148, 156);
  block.write(
    `${block
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  return Buffer.concat([block, Buffer.from(content), Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

const end = Buffer.alloc(1024);

for (const [kind, bytes] of Object.entries(sparseTars)) {
  test(`a file with holes stored as ${kind} is read with its zeros`, async (t) => {
    const expected = Buffer.alloc(300_004);
    expected.write('head', 0);
    expected.write('mid', 100_000);
    expected.write('tail', 300_000);
    for (const cuts of [[], [1], [511, 3]]) {
      const seen = await openAll(tar, bytes, { cuts });
      t.is(seen.length, 1);
      t.is(seen[0]?.path, 'sp');
      t.true(contentOf(seen).equals(expected));
    }
  });

  test(`a file with holes stored as ${kind} does no harm when it is cut short`, async (t) => {
    for (let length = 0; length < bytes.length; length += 37) {
      const seen = await openAll(tar, bytes.subarray(0, length));
      t.true(contentOf(seen).length <= 300_004);
    }
  });
}

test('holes that no disk could hold are read as short ones', async (t) => {
  const records = '22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n';
  const head = `2\n0\n4\n9000000000000\n4\n`.padEnd(512, '\0');
  const seen = await openAll(
    tar,
    Buffer.concat([entry('pax', records, { type: 'x' }), entry('huge', `${head}headtail`), end]),
  );
  t.deepEqual(brief(seen), [['huge', `head${'\0'.repeat(4096)}tail`]]);
});

test('names are only names: absolute, dotted, doubled, with line breaks or bytes that are no UTF-8', async (t) => {
  const names = ['/etc/shadow', '../../up', '../../up', 'new\nline', 'bad\xff'];
  const bytes = Buffer.concat([...names.map((name) => entry(name, name)), end]);
  const seen = await openAll(tar, bytes);
  t.deepEqual(
    seen.map(({ path }) => path),
    [...names.slice(0, 4), 'bad\u{fffd}'],
  );
});

test('white-out files of image layers are entries like any other', async (t) => {
  const bytes = Buffer.concat([entry('etc/.wh.secret', ''), entry('etc/.wh..wh..opq', 'x'), end]);
  t.deepEqual(brief(await openAll(tar, bytes)), [
    ['etc/.wh.secret', ''],
    ['etc/.wh..wh..opq', 'x'],
  ]);
});

test('a size beyond the end gives all there is, and is told', async (t) => {
  for (const size of ['77777777777\0', '\x80\0\0\0\0\x1f\xff\xff\xff\xff\xff\xff']) {
    const seen = await openAll(tar, Buffer.concat([entry('lies', 'a'.repeat(512), { size }), entry('next', 'b'), end]));
    t.deepEqual(codes(seen), ['archive-truncated']);
    t.true(contentOf(seen).toString('latin1').startsWith('a'.repeat(512)));
    t.true(contentOf(seen).includes('next'));
  }
});

test('sizes that are no number, negative or past counting are told, and their bytes handed out', async (t) => {
  for (const size of [
    'zzzzzzzzzzz\0',
    '\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff',
    '\x80\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff',
  ]) {
    const seen = await openAll(tar, Buffer.concat([entry('bad', 'inside', { size }), entry('next', 'b'), end]));
    t.deepEqual(codes(seen), ['archive-corrupt']);
    t.true(contentOf(seen).includes('inside'));
    t.deepEqual(brief(seen).at(-1), ['next', 'b']);
  }
});

test('a broken header is told, its bytes are handed out, and the next entry is found', async (t) => {
  const broken = entry('broken', 'still here');
  broken[0] = 0x21;
  const bytes = Buffer.concat([entry('first', '1'), broken, entry('last', '2'), end]);
  for (const isUnread of [() => false, (index: number) => index === 1]) {
    const seen = await openAll(tar, bytes, { isUnread });
    t.deepEqual(
      seen.map(({ path }) => path),
      ['first', null, null, 'last'],
    );
    t.deepEqual(codes(seen), ['archive-corrupt']);
    t.is(contentOf(seen).includes('still here'), !isUnread(1));
  }
});

test('what follows the end is not hidden by it: further archives are read, other bytes told and handed out', async (t) => {
  const joined = Buffer.concat([entry('a', '1'), end, entry('b', '2'), end]);
  t.deepEqual(brief(await openAll(tar, joined)), [
    ['a', '1'],
    ['b', '2'],
  ]);
  const seen = await openAll(tar, Buffer.concat([entry('a', '1'), end, Buffer.from('tail')]));
  t.deepEqual(brief(seen), [['a', '1'], 'archive-corrupt', [null, 'tail']]);
});

test('links that claim a size are skipped with and without content behind them', async (t) => {
  const size = '00000000005\0';
  const hollow = entry('link', '', { type: '1', size });
  const full = entry('link', 'inner', { type: '1' });
  t.deepEqual(brief(await openAll(tar, Buffer.concat([hollow, entry('next', 'n'), end]))), [['next', 'n']]);
  t.deepEqual(brief(await openAll(tar, Buffer.concat([full, entry('next', 'n'), end]))), [
    ['link', 'inner'],
    ['next', 'n'],
  ]);
});

test('headers that extend the next are not believed beyond a mebibyte', async (t) => {
  const size = '00100000000\0';
  const seen = await openAll(tar, Buffer.concat([entry('L', 'name\0', { type: 'L', size }), entry('kept', 'k'), end]));
  t.deepEqual(codes(seen), ['archive-corrupt']);
  t.deepEqual(brief(seen).at(-1), ['kept', 'k']);
});

test('an archive of too many entries is left, and that is told', async (t) => {
  const bytes = Buffer.concat([...Array.from({ length: 30 }, (_, index) => entry(`f${index}`, '')), end]);
  const seen = await openAll(tar, bytes, { limits: { entries: 20 } });
  t.is(seen.length, 21);
  t.deepEqual(codes(seen), ['archive-too-many-entries']);
});

test('an archive with many broken places tells some of them, and how many more there are', async (t) => {
  const pieces = Array.from({ length: 150 }, (_, index) =>
    Buffer.concat([entry(`f${index}`, ''), Buffer.alloc(512, 'x')]),
  );
  const seen = await openAll(tar, Buffer.concat(pieces));
  t.is(codes(seen).length, 101);
  t.is(contentOf(seen).length, 150 * 512);
  t.deepEqual(seen.at(-1), {
    code: 'archive-corrupt',
    path: null,
    message: '50 more parts of this archive could not be read.',
  });
});
