/** Searches text in memory with the whole shelf of encodings. */
import { encodings } from '../../src/encodings/index.js';
import { createKernel } from '../../src/kernel/create-kernel.js';
import type { Span } from '../../src/model/span.js';
import { type Placed, Searcher } from '../../src/scanner/searcher.js';
import { readableBytes } from './readable-bytes.js';

const searcher = new Searcher(encodings, createKernel);

/**
 * What a search of `text`, or of the part of it that is `owned`, finds; a string is taken as latin1, so that one
 * character is one byte.
 */
export function searchText(text: string | Uint8Array, owned?: Span): readonly Placed[] {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
  const found: Placed[] = [];
  searcher.search(readableBytes(bytes), { found: (placed) => found.push(placed), embedded: () => {} }, owned);
  return found;
}
