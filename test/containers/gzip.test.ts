import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { gzip } from '../../src/containers/gzip.js';
import { contract, joined } from './contract.js';
import { brief, codes, contentOf, openAll } from './harness.js';

const poem = 'a token stood in a log, and nobody looked\n'.repeat(40);
/** Python's `gzip.GzipFile('leak.txt', 'wb')` with `hello\n`: a name in the header, which zlib never writes. */
const named = Buffer.from('H4sICAAAAAAC/2xlYWsudHh0AMtIzcnJ5wIAIDA6NgYAAAA=', 'base64');
const members = ['one ', '', 'two ', 'three'].map((text) => gzipSync(text));

contract(gzip, [
  { title: 'one member', bytes: gzipSync(poem), entries: [[null, poem]] },
  { title: 'four members', ...joined(members), entries: [[null, 'one two three']] },
  { title: 'a header with a name', bytes: named, entries: [[null, 'hello\n']] },
  {
    title: 'padded with zeros',
    bytes: Buffer.concat([gzipSync(poem), Buffer.alloc(600)]),
    entries: [[null, poem]],
    isSoundAt: (length) => length >= gzipSync(poem).length,
  },
]);

test('no system that writes gzip is taken for chance, and a magic that repeats itself is', (t) => {
  const written = gzipSync(poem);
  for (const system of [0, 3, 7, 10, 11, 13, 19, 255]) {
    written[9] = system;
    t.false(gzip.isChance?.(written), `${system}`);
  }
  t.false(gzip.isChance?.(written.subarray(0, 9)));
  t.true(gzip.isChance?.(Buffer.from('1f8b08'.repeat(4), 'hex')));
});

test('all optional fields of the header are passed over', async (t) => {
  const plain = gzipSync('hello');
  const fields = Buffer.concat([Buffer.from([3, 0, 9, 9, 9]), Buffer.from('name\0comment\0'), Buffer.from([1, 2])]);
  const bytes = Buffer.concat([plain.subarray(0, 10), fields, plain.subarray(10)]);
  bytes[3] = 0x04 | 0x08 | 0x10 | 0x02;
  t.deepEqual(brief(await openAll(gzip, bytes, { cuts: [1] })), [[null, 'hello']]);
});

test('bytes after the last member are told, and handed out as they stand', async (t) => {
  const bytes = Buffer.concat([gzipSync('packed'), Buffer.from('appended by mistake')]);
  const seen = await openAll(gzip, bytes, { cuts: [5] });
  t.deepEqual(brief(seen), [[null, 'packed'], 'archive-corrupt', [null, 'appended by mistake']]);
});

test('a checksum or a length that does not match is told, and the content is still given', async (t) => {
  const broken = [-8, -1].map((at) => {
    const bytes = Buffer.from(gzipSync(poem));
    (bytes[bytes.length + at] as number) ^= 1;
    return bytes;
  });
  for (const bytes of broken) t.deepEqual(brief(await openAll(gzip, bytes)), [[null, poem], 'archive-corrupt']);
});

test('an error late in a large member costs at most the slice it stands in', async (t) => {
  const content = Buffer.from(randomBytes(1_500_000).toString('hex'));
  const bytes = Buffer.from(gzipSync(content));
  bytes.fill(0xff, bytes.length - 1000, bytes.length - 900);
  const seen = await openAll(gzip, bytes, { cuts: [100_000] });
  const given = contentOf(seen);
  t.deepEqual(codes(seen), ['archive-corrupt']);
  const sound = content.length - 200_000;
  t.true(given.subarray(0, sound).equals(content.subarray(0, sound)));
});

test('thousands of small members are one content, however they are cut', async (t) => {
  const parts = Array.from({ length: 3000 }, (_, index) => gzipSync(`line ${index}\n`));
  const lines = parts.map((_, index) => `line ${index}\n`).join('');
  for (const cuts of [[], [1000], [65_536]]) {
    t.deepEqual(brief(await openAll(gzip, Buffer.concat(parts), { cuts })), [[null, lines]]);
  }
});

test('a member may end exactly where a slice for zlib ends', async (t) => {
  const large = randomBytes(32 * 1024 * 3 - 10 - 8 - 15);
  const bytes = gzipSync(large, { level: 0 });
  for (let more = 0; more < 40; more += 1) {
    const content = Buffer.concat([large, Buffer.alloc(more, 'x')]);
    t.true(contentOf(await openAll(gzip, gzipSync(content, { level: 0 }), { cuts: [bytes.length] })).equals(content));
  }
});

test('a small bomb stops at the ratio, and a large one at the sum of bytes', async (t) => {
  const bomb = gzipSync(Buffer.alloc(8 * 2 ** 20));
  const ratio = await openAll(gzip, bomb, { limits: { ratioFloorBytes: 2 ** 20 } });
  t.deepEqual(codes(ratio), ['archive-ratio']);
  t.true(contentOf(ratio).length >= 2 ** 20 && contentOf(ratio).length < 3 * 2 ** 20);
  const total = await openAll(gzip, bomb, { limits: { totalBytes: 2 ** 21 } });
  t.deepEqual(codes(total), ['archive-too-big']);
  t.deepEqual(codes(await openAll(gzip, bomb)), []);
});

test('a name that does not end is given up, long before the input ends', async (t) => {
  const head = Buffer.from([0x1f, 0x8b, 8, 0x08, 0, 0, 0, 0, 0, 3]);
  const seen = await openAll(gzip, Buffer.concat([head, Buffer.alloc(4 * 2 ** 20, 'x'), Buffer.from([0])]));
  t.deepEqual(codes(seen), ['archive-corrupt']);
});
