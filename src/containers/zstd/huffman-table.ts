/** Huffman codes for literals, RFC 8878 §4.2: the tree description, and decoding of a stream. */
import { BadFrame } from './bad-frame.js';
import { readFseTable } from './fse-table.js';

/** Codes have at most so many bits. */
const LONGEST_CODE = 11;
const MOST_WEIGHTS = 255;
/** The weights' own FSE table has at most this accuracy, and 12 weights exist. */
const WEIGHT_LOG = 6;

/** By the next `width` bits: symbol × 16 + how many of the bits are its code. */
export interface HuffmanTable {
  readonly width: number;
  readonly entries: Uint16Array;
}

/** Reads a tree description at `at` and gives the table and where the description ends. */
export function readHuffmanTable(bytes: Uint8Array, at: number): { table: HuffmanTable; end: number } {
  const header = bytes[at];
  if (header === undefined) throw new BadFrame('a tree is missing');
  if (header >= 128) {
    const count = header - 127;
    const end = at + 1 + ((count + 1) >> 1);
    if (end > bytes.length) throw new BadFrame('a tree is cut');
    const weights = Uint8Array.from({ length: count }, (_, index) => {
      const byte = bytes[at + 1 + (index >> 1)] as number;
      return index % 2 === 0 ? byte >> 4 : byte & 15;
    });
    return { table: makeHuffmanTable(weights), end };
  }
  const end = at + 1 + header;
  if (header === 0 || end > bytes.length) throw new BadFrame('a tree is cut');
  return { table: makeHuffmanTable(readWeights(bytes.subarray(at + 1, end))), end };
}

/** Weights packed by two FSE states that take turns, read from the end; they stop when the bits run out. */
function readWeights(bytes: Uint8Array): Uint8Array {
  const { table, end } = readFseTable(bytes, 0, WEIGHT_LOG, LONGEST_CODE + 2);
  const last = bytes[bytes.length - 1] as number;
  if (last === 0 || end >= bytes.length) throw new BadFrame('a tree is cut');
  let position = bytes.length * 8 - Math.clz32(last) + 23;
  const first = end * 8;
  const read = (width: number): number => {
    position -= width;
    const byte = position >> 3;
    return (((bytes[byte] ?? 0) | ((bytes[byte + 1] ?? 0) << 8)) >> (position & 7)) & ((1 << width) - 1);
  };
  const weights: number[] = [];
  let state = read(table.accuracyLog);
  let other = read(table.accuracyLog);
  if (position < first) throw new BadFrame('a tree is cut');
  while (weights.length < MOST_WEIGHTS) {
    weights.push(table.symbols[state] as number);
    const next = (table.bases[state] as number) + read(table.widths[state] as number);
    if (position < first) {
      weights.push(table.symbols[other] as number);
      return Uint8Array.from(weights);
    }
    state = other;
    other = next;
  }
  throw new BadFrame('a tree has too many leaves');
}

/** The last weight is not written: it fills the sum up to a power of 2. */
function makeHuffmanTable(given: Uint8Array): HuffmanTable {
  let sum = 0;
  for (const weight of given) {
    if (weight > LONGEST_CODE) throw new BadFrame('a tree is too deep');
    if (weight > 0) sum += 1 << (weight - 1);
  }
  const width = 32 - Math.clz32(sum);
  const rest = (1 << width) - sum;
  if (sum === 0 || width > LONGEST_CODE || (rest & (rest - 1)) !== 0 || given.length > MOST_WEIGHTS) {
    throw new BadFrame('a tree does not add up');
  }
  const weights = [...given, 32 - Math.clz32(rest)];
  const entries = new Uint16Array(1 << width);
  let place = 0;
  for (let weight = 1; weight <= width; weight += 1) {
    for (let symbol = 0; symbol < weights.length; symbol += 1) {
      if (weights[symbol] !== weight) continue;
      const span = 1 << (weight - 1);
      entries.fill(symbol * 16 + width + 1 - weight, place, place + span);
      place += span;
    }
  }
  return { width, entries };
}

/**
 * Decodes the stream `[start, end)` of `view` into `output` `[from, to)`, which it must fill exactly. `view` must go
 * on for four bytes beyond `end`, and hold four before `start`; what is there does not matter.
 */
export function decodeStream(
  table: HuffmanTable,
  view: DataView,
  start: number,
  end: number,
  output: Uint8Array,
  from: number,
  to: number,
): void {
  const { width, entries } = table;
  const last = end > start ? view.getUint8(end - 1) : 0;
  if (last === 0) throw new BadFrame('a stream has no end mark');
  const first = start * 8;
  const mask = (1 << width) - 1;
  // The end of the bits not yet read; each code is the `width` bits below it, from its highest bit on.
  let position = end * 8 - Math.clz32(last) + 23;
  let at = from;
  for (; at + 1 < to && position - first >= 2 * width; at += 2) {
    const low = position - 2 * width;
    const window = view.getInt32(low >> 3, true) >>> (low & 7);
    const one = entries[(window >>> width) & mask] as number;
    const used = one & 15;
    const two = entries[(window >>> (width - used)) & mask] as number;
    output[at] = one >> 4;
    output[at + 1] = two >> 4;
    position -= used + (two & 15);
  }
  for (; at < to && position > first; at += 1) {
    const low = position - width;
    const entry = entries[(view.getInt32(low >> 3, true) >>> (low & 7)) & mask] as number;
    output[at] = entry >> 4;
    position -= entry & 15;
  }
  if (at !== to || position !== first) throw new BadFrame('a stream does not end with its literals');
}
