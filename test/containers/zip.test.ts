import test from 'ava';
import { recogniseContainerTail } from '../../src/containers/recognise-container.js';
import { zip } from '../../src/containers/zip.js';
import { contract } from './contract.js';
import { brief, codes, contentOf, openAll } from './harness.js';
import { sampleText } from './sample-text.js';
import { encrypted, folder, methods, nothing, streamed, wide } from './zip/fixtures.js';
import { makeZip } from './zip/make-zip.js';

const plain = sampleText(400);

contract(zip, [
  {
    title: 'a folder',
    bytes: folder,
    entries: [
      ['d/log', plain],
      ['d/ümlaut', 'u'],
      ['d/empty', ''],
      ['d/a.txt', 'hello\n'],
    ],
  },
  {
    title: 'zip64',
    bytes: wide,
    entries: [
      ['d/a.txt', 'hello\n'],
      ['d/log', plain],
    ],
  },
  { title: 'sizes behind the content', bytes: streamed, entries: [['-', plain]] },
]);

test('an empty archive is one without entries', async (t) => {
  t.true(zip.matches(nothing));
  t.deepEqual(await openAll(zip, nothing), []);
});

test('encrypted entries are skipped and told, the others are read', async (t) => {
  for (const isFile of [false, true]) {
    t.deepEqual(brief(await openAll(zip, encrypted, { isFile })), ['entry-encrypted', ['d/log', plain]]);
  }
});

test('methods that are not built here are named, and the other entries are read', async (t) => {
  const seen = await openAll(zip, methods);
  t.deepEqual(brief(seen), [
    ['one.txt', ''],
    'archive-unsupported',
    ['two.txt', ''],
    'archive-unsupported',
    ['three.txt', 'three'],
  ]);
  t.true(seen.some((item) => 'code' in item && item.message.includes('bzip2') && item.path === 'one.txt'));
});

test('an archive behind a launch script is told by its tail, and opened where it stands', async (t) => {
  const moved = Buffer.concat([Buffer.from('#!/bin/sh\nexec java -jar "$0"\n'), folder]);
  t.is(recogniseContainerTail(moved.subarray(-40))?.id, 'zip');
  t.is(recogniseContainerTail(Buffer.from('PK')), undefined);
  t.is(recogniseContainerTail(nothing), undefined);
  t.deepEqual(brief(await openAll(zip, moved, { isFile: true })), brief(await openAll(zip, folder)));
  const wideMoved = Buffer.concat([Buffer.from('#!/bin/sh\n'), wide]);
  t.deepEqual(brief(await openAll(zip, wideMoved, { isFile: true })), brief(await openAll(zip, wide)));
});

test('names are only names: absolute, dotted, doubled, with NUL or bytes that are no UTF-8', async (t) => {
  const names = ['/etc/shadow', '..\\..\\up', '../../up', '../../up', 'a\0b', 'bad\xff'];
  const seen = await openAll(zip, makeZip(names.map((name) => ({ name, content: name }))));
  t.deepEqual(
    seen.map(({ path }) => path),
    [...names.slice(0, 5), 'bad\u{fffd}'],
  );
});

test('checksums and lengths that lie are told, and the content is still given', async (t) => {
  const seen = await openAll(
    zip,
    makeZip([
      { name: 'sum', content: 'one', checksum: 1 },
      { name: 'short', content: 'two', contentBytes: 1 },
      { name: 'stored', content: 'three', isStored: true, checksum: 1 },
      { name: 'sound', content: 'four' },
    ]),
  );
  t.deepEqual(brief(seen), [
    ['sum', 'one'],
    'archive-corrupt',
    ['short', 'two'],
    'archive-corrupt',
    ['stored', 'three'],
    'archive-corrupt',
    ['sound', 'four'],
  ]);
});

test('entries that are not where the directory says, or go beyond the end, are told, and the rest is read', async (t) => {
  const seen = await openAll(
    zip,
    makeZip([
      { name: 'off', content: 'one', offset: 5 },
      { name: 'far', content: 'two', offset: 4_000_000_000 },
      { name: 'long', content: 'three', isStored: true, packedBytes: 3_000_000_000, contentBytes: 3_000_000_000 },
      { name: 'sound', content: 'four' },
    ]),
  );
  t.deepEqual(codes(seen), ['archive-corrupt', 'archive-truncated', 'archive-truncated']);
  t.deepEqual(brief(seen).at(-1), ['sound', 'four']);
  t.true(contentOf(seen).includes('three'));
});

test('an archive that was cut gives its entries one by one', async (t) => {
  for (const isFile of [false, true]) {
    const seen = await openAll(zip, folder.subarray(0, folder.length - 30), { isFile });
    t.deepEqual(codes(seen), ['archive-truncated']);
    t.is(contentOf(seen).toString('latin1'), `${plain}uhello\n`);
  }
});

test('a directory that breaks off is told, and the entries behind are looked for', async (t) => {
  const bytes = Buffer.from(makeZip(['a', 'b', 'c'].map((name) => ({ name, content: `content of ${name}` }))));
  bytes[bytes.indexOf('PK\x01\x02', bytes.indexOf('PK\x01\x02') + 4)] = 0;
  t.deepEqual(brief(await openAll(zip, bytes)), [
    ['a', 'content of a'],
    'archive-corrupt',
    ['b', 'content of b'],
    ['c', 'content of c'],
  ]);
});

test('stored content of unknown length is read up to the next signature', async (t) => {
  const part = Buffer.from(makeZip([{ name: 'unknown', content: 'content', isStored: true, flags: 8 }]));
  part.writeUInt32LE(0, 18);
  const local = part.subarray(0, part.indexOf('PK\x01\x02'));
  const seen = await openAll(zip, Buffer.concat([local, Buffer.from('PK\x07\x08behind')]));
  t.deepEqual(brief(seen), ['archive-truncated', ['unknown', 'content']]);
});

test('a stream longer than may be put aside gives what was, and says so', async (t) => {
  const bytes = makeZip([
    { name: 'first', content: 'one' },
    { name: 'second', content: 'x'.repeat(4000), isStored: true },
  ]);
  const seen = await openAll(zip, bytes, { limits: { spoolBytes: 500 } });
  t.deepEqual(codes(seen), ['archive-too-big', 'archive-truncated']);
  t.true(contentOf(seen).toString().startsWith('onexxx'));
  t.deepEqual(codes(await openAll(zip, bytes, { limits: { spoolBytes: 500 }, isFile: true })), []);
});

test('a bomb ends alone, and the entries behind it are read', async (t) => {
  const bytes = makeZip([
    { name: 'bomb', content: Buffer.alloc(4 * 2 ** 20) },
    { name: 'token', content: 'still here' },
  ]);
  const seen = await openAll(zip, bytes, { limits: { ratioFloorBytes: 2 ** 20 } });
  t.deepEqual(codes(seen), ['archive-ratio']);
  t.deepEqual(brief(seen).at(-1), ['token', 'still here']);
});

test('an archive of nothing but bombs is given up', async (t) => {
  const content = Buffer.alloc(2 ** 21);
  const bytes = makeZip(Array.from({ length: 70 }, (_, index) => ({ name: `bomb ${index}`, content })));
  const seen = await openAll(zip, bytes, { limits: { ratioFloorBytes: 2 ** 20 } });
  t.deepEqual(
    codes(seen),
    Array.from({ length: 65 }, () => 'archive-ratio'),
  );
  t.is(seen.length, 130);
});

test('entries that lie over each other stop at the ratio of the whole', async (t) => {
  const content = 'x'.repeat(100_000);
  const parts = Array.from({ length: 300 }, (_, index) => ({
    name: `${index}`,
    content: index === 0 ? content : '',
    isStored: true,
  }));
  const lying = parts.map((part, index) => (index === 0 ? part : { ...part, offset: 0, packedBytes: 100_000 }));
  const seen = await openAll(zip, makeZip(lying), { limits: { ratioFloorBytes: 2 ** 20, ratio: 20 } });
  t.is(codes(seen).at(-1), 'archive-ratio');
  t.true(contentOf(seen).length < 5_000_000);
});

test('too many entries are told', async (t) => {
  const bytes = makeZip(Array.from({ length: 30 }, (_, index) => ({ name: `${index}`, content: '' })));
  t.deepEqual(codes(await openAll(zip, bytes, { limits: { entries: 20 } })), ['archive-too-many-entries']);
});

test('a count of entries that lies is told', async (t) => {
  const bytes = makeZip([{ name: 'a', content: 'one' }], 2);
  t.deepEqual(brief(await openAll(zip, bytes)), [['a', 'one'], 'archive-corrupt']);
});

test('an archive with many encrypted entries tells some of them, and how many more there are', async (t) => {
  const bytes = makeZip(Array.from({ length: 130 }, (_, index) => ({ name: `${index}`, content: 'x', flags: 1 })));
  const seen = await openAll(zip, bytes);
  t.is(seen.length, 101);
  t.deepEqual(seen.at(-1), {
    code: 'entry-encrypted',
    path: null,
    message: '30 more entries of this archive are encrypted.',
  });
});
