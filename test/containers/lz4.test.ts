import test from 'ava';
import { lz4 } from '../../src/containers/lz4.js';
import { contract, joined } from './contract.js';
import { brief, codes, contentOf, openAll } from './harness.js';
import { checked, linked, one, text } from './lz4/fixtures.js';
import { sampleText } from './sample-text.js';

const plain = sampleText(400);
const skippable = Buffer.from('5f2a4d1804000000deadbeef', 'hex');

contract(lz4, [
  { title: 'one frame', bytes: text, entries: [[null, plain]] },
  { title: 'checked blocks', bytes: checked, entries: [[null, plain]] },
  {
    title: 'frames and skippable frames',
    ...joined([one, skippable, text, one]),
    entries: [[null, `one ${plain}one `]],
  },
]);

test('blocks that look back into the last block come out whole', async (t) => {
  t.is(contentOf(await openAll(lz4, linked, { cuts: [777] })).toString('latin1'), plain.repeat(20));
});

test('a block that is cut short gives all that it holds up to there', async (t) => {
  const seen = await openAll(lz4, text.subarray(0, text.length >> 1));
  t.deepEqual(codes(seen), ['archive-truncated']);
  t.true(contentOf(seen).length > plain.length / 4);
});

test('checksums of content and of blocks that do not match are told, and the content is still given', async (t) => {
  const content = Buffer.from(one);
  (content[content.length - 1] as number) ^= 1;
  t.deepEqual(brief(await openAll(lz4, content)), [[null, 'one '], 'archive-corrupt']);
  const block = Buffer.from(checked);
  (block[block.length - 12] as number) ^= 1;
  t.deepEqual(brief(await openAll(lz4, block)), [[null, plain], 'archive-corrupt']);
});

test('bytes after the last frame are told, and handed out as they stand', async (t) => {
  const seen = await openAll(lz4, Buffer.concat([one, Buffer.from('appended')]));
  t.deepEqual(brief(seen), [[null, 'one '], 'archive-corrupt', [null, 'appended']]);
});
