import test from 'ava';
import type { Encoding } from '../../src/encodings/encoding.js';
import { encodings } from '../../src/encodings/index.js';
import { createKernel } from '../../src/kernel/create-kernel.js';
import { type Placed, Searcher } from '../../src/scanner/searcher.js';
import { readableBytes } from '../helpers/readable-bytes.js';
import { pathologicalText } from '../bench/corpus/pathological-text.js';
import { mintShape } from '../helpers/mint.js';

const token = mintShape({ kind: 'legacy', seed: 'linear' });

/** What a search did: places that were looked at, and bytes that were peeled there. */
const work = { looks: 0, peeled: 0 };

const counted = encodings.map(
  (encoding): Encoding => ({
    ...encoding,
    unwrap(source, at, anchor) {
      const layer = encoding.unwrap(source, at, anchor);
      work.looks += 1;
      work.peeled += layer?.bytes.length ?? 0;
      return layer;
    },
  }),
);
const searcher = new Searcher(counted, createKernel);

function search(bytes: Uint8Array): readonly Placed[] {
  const found: Placed[] = [];
  work.looks = 0;
  work.peeled = 0;
  searcher.search(readableBytes(bytes), { found: (placed) => found.push(placed), embedded: () => {} });
  return found;
}

/** A token in the middle of `size` bytes of junk. */
function planted(junk: string, size: number): { bytes: Buffer; start: number } {
  const half = Buffer.alloc(size / 2, junk, 'latin1');
  const lead = '\n\ntoken: ';
  return { bytes: Buffer.concat([half, Buffer.from(`${lead}${token}\n\n`), half]), start: half.length + lead.length };
}

const SIZE = 1 << 16;

for (const [title, junk] of Object.entries(pathologicalText)) {
  test(`twice as much takes no more than twice the work, and a token in it is found: ${title}`, (t) => {
    const small = planted(junk, SIZE);
    search(small.bytes);
    const before = { ...work };
    const { bytes, start } = planted(junk, 2 * SIZE);
    const found = search(bytes).filter((placed) => placed.token === token && placed.encodings.length === 0);
    t.deepEqual(
      found.map(({ segments }) => segments),
      [[{ start, end: start + token.length }]],
    );
    t.true(work.looks < 2.5 * before.looks + 500, `${before.looks} looks, then ${work.looks}`);
    t.true(work.looks < SIZE, `${work.looks} looks`);
    t.true(work.peeled < 12 * bytes.length, `${work.peeled} bytes peeled`);
  });
}
