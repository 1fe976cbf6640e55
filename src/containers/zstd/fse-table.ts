/** Finite-state entropy tables, RFC 8878 §4.1. */
import { BadFrame } from './bad-frame.js';

/** A decoding table: by state, the symbol, and how to get to the next state. */
export interface FseTable {
  /** States are numbers of so many bits. */
  readonly accuracyLog: number;
  readonly symbols: Uint8Array;
  readonly widths: Uint8Array;
  readonly bases: Uint16Array;
}

/** The table of one symbol, which needs no bits. */
export function makeRunTable(symbol: number): FseTable {
  return { accuracyLog: 0, symbols: Uint8Array.of(symbol), widths: new Uint8Array(1), bases: new Uint16Array(1) };
}

/** Makes the table for normalised counts, where -1 stands for "less than 1". Their sizes must sum up to a power of 2. */
export function makeFseTable(counts: Int16Array, accuracyLog: number): FseTable {
  const size = 1 << accuracyLog;
  const symbols = new Uint8Array(size);
  const next = new Uint16Array(counts.length);
  let high = size;
  for (let symbol = 0; symbol < counts.length; symbol += 1) {
    next[symbol] = Math.abs(counts[symbol] as number);
    if (counts[symbol] === -1) symbols[--high] = symbol;
  }
  let place = 0;
  const step = (size >> 1) + (size >> 3) + 3;
  for (let symbol = 0; symbol < counts.length; symbol += 1) {
    for (let turn = 0; turn < (counts[symbol] as number); turn += 1) {
      symbols[place] = symbol;
      do place = (place + step) & (size - 1);
      while (place >= high);
    }
  }
  const widths = new Uint8Array(size);
  const bases = new Uint16Array(size);
  for (let state = 0; state < size; state += 1) {
    const rank = (next[symbols[state] as number] as number)++;
    const width = accuracyLog - (31 - Math.clz32(rank));
    widths[state] = width;
    bases[state] = (rank << width) - size;
  }
  return { accuracyLog, symbols, widths, bases };
}

/** Reads a table description at `at`; gives the table and where it ends. */
export function readFseTable(
  bytes: Uint8Array,
  at: number,
  longestLog: number,
  mostSymbols: number,
): { table: FseTable; end: number } {
  const accuracyLog = ((bytes[at] as number) & 15) + 5;
  if (accuracyLog > longestLog) throw new BadFrame('a table is too fine');
  const counts = new Int16Array(mostSymbols);
  let position = at * 8 + 4;
  const read = (width: number): number => {
    const byte = position >> 3;
    const value =
      ((bytes[byte] ?? 0) | ((bytes[byte + 1] ?? 0) << 8) | ((bytes[byte + 2] ?? 0) << 16)) >> (position & 7);
    position += width;
    return value & ((1 << width) - 1);
  };
  let left = 1 << accuracyLog;
  let symbol = 0;
  while (left > 0 && symbol < mostSymbols) {
    const width = 32 - Math.clz32(left + 1);
    const lower = (1 << (width - 1)) - 1;
    const threshold = (1 << width) - 2 - left;
    let value = read(width);
    if ((value & lower) < threshold) {
      position -= 1;
      value &= lower;
    } else if (value > lower) value -= threshold;
    counts[symbol++] = value - 1;
    left -= Math.abs(value - 1);
    if (value !== 1) continue;
    for (let zeros = 3; zeros === 3; ) symbol += zeros = read(2);
  }
  const end = (position + 7) >> 3;
  if (left !== 0 || symbol > mostSymbols || end > bytes.length) throw new BadFrame('a table does not add up');
  return { table: makeFseTable(counts.subarray(0, symbol), accuracyLog), end };
}
