import test from 'ava';
import { xz } from '../../src/containers/xz.js';
import { contract, joined } from './contract.js';
import { brief, codes, openAll } from './harness.js';
import { sampleText } from './sample-text.js';
import { blocks, empty, filtered, hungry, one, sha256, text } from './xz/fixtures.js';

const plain = sampleText(400);

contract(xz, [
  { title: 'CRC-64', bytes: text, entries: [[null, plain]] },
  { title: 'several blocks, CRC-32', bytes: blocks, entries: [[null, plain]] },
  { title: 'SHA-256, which is not compared', bytes: sha256, entries: [[null, plain]] },
  { title: 'nothing', bytes: empty, entries: [[null, '']] },
  {
    title: 'several streams and padding',
    ...joined([one, Buffer.alloc(8), text, empty]),
    entries: [[null, `one ${plain}`]],
    isSoundAt: (at) =>
      at % 4 === 0 && [one.length, one.length + 4, one.length + 8, one.length + 8 + text.length].includes(at),
  },
]);

test('a check that does not match is told, and the content is still given', async (t) => {
  // The check stands before the index (8 bytes) and the footer (12).
  const bytes = Buffer.from(text);
  (bytes[bytes.length - 28] as number) ^= 1;
  t.deepEqual(brief(await openAll(xz, bytes)), [[null, plain], 'archive-corrupt']);
});

test('filters and windows that are not built here are named, and what to do is said', async (t) => {
  const [filter] = (await openAll(xz, filtered)).slice(1);
  t.like(filter, {
    code: 'archive-unsupported',
    message: 'This xz data cannot be opened: it was made with the filter x86. Unpack it and scan what comes out.',
  });
  const [window] = (await openAll(xz, hungry)).slice(1);
  t.is((window as { code: string }).code, 'archive-unsupported');
  t.deepEqual(brief(await openAll(xz, hungry, { limits: { windowBytes: 2 ** 28 } })), [[null, 'one ']]);
});

test('bytes after the last stream are told, and handed out as they stand', async (t) => {
  const seen = await openAll(xz, Buffer.concat([one, Buffer.from('appended')]));
  t.deepEqual(brief(seen), [[null, 'one '], 'archive-corrupt', [null, 'appended']]);
});

test('a chunk that is cut short gives all that it holds up to there', async (t) => {
  const seen = await openAll(xz, text.subarray(0, text.length >> 1));
  t.deepEqual(codes(seen), ['archive-truncated']);
  t.true(plain.startsWith((brief(seen)[0] as [null, string])[1]));
  t.true((brief(seen)[0] as [null, string])[1].length > plain.length / 4);
});
