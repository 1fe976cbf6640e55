import test from 'ava';
import { bzip2 } from '../../src/containers/bzip2.js';
import { empty, one, runs, text } from './bzip2/fixtures.js';
import { contract, joined } from './contract.js';
import { brief, codes, contentOf, openAll } from './harness.js';
import { sampleText } from './sample-text.js';

const plain = sampleText(400);

contract(bzip2, [
  { title: 'one stream', bytes: text, entries: [[null, plain]] },
  { title: 'nothing', bytes: empty, entries: [[null, '']] },
  { title: 'several streams', ...joined([one, empty, text, one]), entries: [[null, `one ${plain}one `]] },
]);

test('runs of every length come out as they went in', async (t) => {
  const expected = [4, 5, 259, 260, 100_000].map((length) => 'a'.repeat(length)).join('b');
  t.is(contentOf(await openAll(bzip2, runs)).toString(), expected);
});

test('bytes after the last stream are told, and handed out as they stand', async (t) => {
  const seen = await openAll(bzip2, Buffer.concat([one, Buffer.from('appended')]));
  t.deepEqual(brief(seen), [[null, 'one '], 'archive-corrupt', [null, 'appended']]);
});

test('checksums of blocks and of streams that do not match are told, and the content is still given', async (t) => {
  const broken = [10, one.length - 4].map((at) => {
    const bytes = Buffer.from(one);
    (bytes[at] as number) ^= 1;
    return bytes;
  });
  for (const bytes of broken) t.deepEqual(brief(await openAll(bzip2, bytes)), [[null, 'one '], 'archive-corrupt']);
});

test('a block of runs stops at the ratio', async (t) => {
  const seen = await openAll(bzip2, runs, { limits: { ratioFloorBytes: 50_000 } });
  t.deepEqual(codes(seen), ['archive-ratio']);
});
