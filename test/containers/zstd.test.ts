import test from 'ava';
import { zstd } from '../../src/containers/zstd.js';
import { contract, joined } from './contract.js';
import { brief, codes, contentOf, openAll } from './harness.js';
import { sampleText } from './sample-text.js';
import { empty, runs, strong, text, tiny } from './zstd/fixtures.js';

const plain = sampleText(400);
/** Magic, length, bytes: decoders pass over it. pzstd puts one before each frame, zstd:chunked one at the end. */
const skippable = Buffer.from('502a4d1804000000deadbeef', 'hex');

contract(zstd, [
  { title: 'a checked frame', bytes: text, entries: [[null, plain]] },
  { title: 'the strongest level', bytes: strong, entries: [[null, plain]] },
  { title: 'a frame of nothing', bytes: empty, entries: [[null, '']] },
  {
    title: 'frames and skippable frames',
    ...joined([skippable, text, tiny, skippable, strong, skippable]),
    entries: [[null, `${plain}one ${plain}`]],
  },
]);

test('blocks of one repeated byte come out whole, and stop at the ratio', async (t) => {
  t.true(contentOf(await openAll(zstd, runs)).equals(Buffer.alloc(300_000)));
  const seen = await openAll(zstd, runs, { limits: { ratioFloorBytes: 150_000 } });
  t.deepEqual(codes(seen), ['archive-ratio']);
  t.is(contentOf(seen).length, 131_072);
});

test('a checksum that does not match is told on every Node, and the content is still given', async (t) => {
  const bytes = Buffer.from(text);
  (bytes[bytes.length - 1] as number) ^= 1;
  t.deepEqual(brief(await openAll(zstd, bytes)), [[null, plain], 'archive-corrupt']);
});

test('a flipped bit in stored content is told by the checksum', async (t) => {
  const bytes = Buffer.from(tiny);
  (bytes[bytes.indexOf('one')] as number) ^= 1;
  t.deepEqual(codes(await openAll(zstd, bytes)), ['archive-corrupt']);
});

test('bytes after the last frame are told, and handed out as they stand', async (t) => {
  const seen = await openAll(zstd, Buffer.concat([tiny, Buffer.from('appended')]));
  t.deepEqual(brief(seen), [[null, 'one '], 'archive-corrupt', [null, 'appended']]);
});

test('a window beyond the limit and a dictionary are told as what cannot be opened, and what to do', async (t) => {
  const hungry = Buffer.from('28b52ffd00e8010000', 'hex');
  const [window] = await openAll(zstd, hungry).then((seen) => seen.slice(1));
  t.like(window, { code: 'archive-unsupported', path: null });
  t.regex((window as { message: string }).message, /549755813888 bytes.*134217728.*scan what comes out\.$/);
  const foreign = Buffer.from('28b52ffd0158070100', 'hex');
  t.deepEqual(codes(await openAll(zstd, foreign)), ['archive-unsupported']);
});

test('a header that asks for all the memory it may have gets no more than its content needs', async (t) => {
  const before = process.memoryUsage().arrayBuffers;
  const frame = Buffer.from('28b52ffd00881100006161', 'hex');
  t.deepEqual(brief(await openAll(zstd, frame)), [[null, 'aa']]);
  t.true(process.memoryUsage().arrayBuffers - before < 16 * 2 ** 20);
});

test('a block that copies without end for each of its few bytes is refused at once', async (t) => {
  // 0x7f00 + 0xffff sequences whose tables need no bits, each a copy of 65,539 bytes or more.
  const block = Buffer.from('0861ffffff5400003401', 'hex');
  const header = Buffer.from([(block.length << 3) | 5, block.length >> 5, 0]);
  const seen = await openAll(zstd, Buffer.concat([Buffer.from('28b52ffd0058', 'hex'), header, block]));
  t.deepEqual(codes(seen), ['archive-corrupt']);
});
