/**
 * Huffman decoding tables for DEFLATE (RFC 1951 §3.2), laid out as in libdeflate: one load answers a symbol with all
 * that the loop needs to know of it. An entry is 32 bits:
 *
 *   literal        1 | · · · · · · · | value (8) at 16 | code bits at 8 | bits to drop at 0
 *   length, offset 0 | base (15) at 16 | 0 at 15, 14, 13   | code bits at 8 | code and extra bits to drop at 0
 *   exceptional    0 | · at 16 | 1 at 15 | subtable 1 at 14 · end of block 1 at 13 | …; neither: no symbol has this code
 *   subtable       0 | its first entry at 16 | 1 at 15, 14  | its index bits at 8 | main table bits at 0
 */
import { TABLES } from './memory-map';

/** Widest index into the main table of literals and lengths, of offsets, and of code lengths. */
export const LITERAL_BITS: u32 = 11;
export const OFFSET_BITS: u32 = 8;
export const PRECODE_BITS: u32 = 7;

// The worst cases that zlib's `enough` computes: 288 symbols, 11 index bits, 15 code bits; 32, 8, 15.
const LITERAL_ENTRIES: usize = 2342;
const OFFSET_ENTRIES: usize = 402;

export const LITERALS: usize = TABLES;
export const OFFSETS: usize = LITERALS + LITERAL_ENTRIES * 4;
export const FIXED_LITERALS: usize = OFFSETS + OFFSET_ENTRIES * 4;
export const FIXED_OFFSETS: usize = FIXED_LITERALS + 512 * 4;
export const PRECODE: usize = FIXED_OFFSETS + 32 * 4;
export const LENGTHS: usize = PRECODE + 128 * 4;
const RESULTS_LITERAL: usize = LENGTHS + 512;
const RESULTS_OFFSET: usize = RESULTS_LITERAL + 288 * 4;
const RESULTS_PRECODE: usize = RESULTS_OFFSET + 32 * 4;
const COUNTS: usize = RESULTS_PRECODE + 20 * 4;
const STARTS: usize = COUNTS + 16 * 4;
const SORTED: usize = STARTS + 16 * 4;
/** Sixteen shuffles of sixteen bytes: shuffle n repeats the first n bytes of a vector. */
export const REPEATS: usize = (SORTED + 288 * 2 + 15) & ~15;
/** First byte after all of it. */
export const TABLES_END: usize = REPEATS + 256;

export const LITERAL: u32 = 0x80000000;
export const EXCEPTIONAL: u32 = 0x8000;
export const SUBTABLE: u32 = 0x4000;
export const END_OF_BLOCK: u32 = 0x2000;

/** Kinds of alphabet, which say which incomplete codes are tolerated; the same ones as zlib's `inflate_table`. */
export const ALPHABET_LITERAL: i32 = 0;
export const ALPHABET_OFFSET: i32 = 1;
export const ALPHABET_PRECODE: i32 = 2;

/** Index bits of the tables that were built last. */
export let literalBits: u32 = 0;
export let offsetBits: u32 = 0;

function fillResults(): void {
  for (let symbol: u32 = 0; symbol < 256; symbol++) store<u32>(RESULTS_LITERAL + (symbol << 2), LITERAL | (symbol << 16));
  store<u32>(RESULTS_LITERAL + (256 << 2), EXCEPTIONAL | END_OF_BLOCK);
  let base: u32 = 3;
  for (let index: u32 = 0; index < 28; index++) {
    const extra: u32 = index < 8 ? 0 : (index >> 2) - 1;
    store<u32>(RESULTS_LITERAL + ((257 + index) << 2), (base << 16) | extra);
    base += 1 << extra;
  }
  store<u32>(RESULTS_LITERAL + (285 << 2), 258 << 16);
  store<u32>(RESULTS_LITERAL + (286 << 2), EXCEPTIONAL);
  store<u32>(RESULTS_LITERAL + (287 << 2), EXCEPTIONAL);
  base = 1;
  for (let index: u32 = 0; index < 30; index++) {
    const extra: u32 = index < 4 ? 0 : (index >> 1) - 1;
    store<u32>(RESULTS_OFFSET + (index << 2), (base << 16) | extra);
    base += 1 << extra;
  }
  store<u32>(RESULTS_OFFSET + (30 << 2), EXCEPTIONAL);
  store<u32>(RESULTS_OFFSET + (31 << 2), EXCEPTIONAL);
  for (let symbol: u32 = 0; symbol < 19; symbol++) store<u32>(RESULTS_PRECODE + (symbol << 2), symbol << 16);
}

/** Prepares what every stream shares. To be called once, before anything else. */
export function prepareTables(): void {
  fillResults();
  for (let length: u32 = 1; length < 16; length++) {
    for (let index: u32 = 0; index < 16; index++) store<u8>(REPEATS + (length << 4) + index, <u8>(index % length));
  }
  memory.fill(LENGTHS, 8, 144);
  memory.fill(LENGTHS + 144, 9, 112);
  memory.fill(LENGTHS + 256, 7, 24);
  memory.fill(LENGTHS + 280, 8, 8);
  buildTable(FIXED_LITERALS, LENGTHS, 288, 9, RESULTS_LITERAL, ALPHABET_LITERAL);
  memory.fill(LENGTHS, 5, 32);
  buildTable(FIXED_OFFSETS, LENGTHS, 32, 5, RESULTS_OFFSET, ALPHABET_OFFSET);
}

/** Builds the code of literals and lengths from `count` code lengths at `lengths`. False: not a code. */
export function buildLiterals(lengths: usize, count: u32, maximumBits: u32): bool {
  literalBits = buildTable(LITERALS, lengths, count, maximumBits, RESULTS_LITERAL, ALPHABET_LITERAL);
  return literalBits != 0;
}

/** Builds the code of offsets. */
export function buildOffsets(lengths: usize, count: u32): bool {
  offsetBits = buildTable(OFFSETS, lengths, count, OFFSET_BITS, RESULTS_OFFSET, ALPHABET_OFFSET);
  return offsetBits != 0;
}

/** Builds the code of code lengths; always indexed by seven bits. */
export function buildPrecode(lengths: usize): bool {
  return buildTable(PRECODE, lengths, 19, PRECODE_BITS, RESULTS_PRECODE, ALPHABET_PRECODE) == PRECODE_BITS;
}

// @ts-ignore: decorator
@inline
function double(table: usize, size: u32): void {
  const bytes: u32 = size << 2;
  const target: usize = table + bytes;
  if (size < 4) {
    for (let at: u32 = 0; at < bytes; at += 4) store<u32>(target + at, load<u32>(table + at));
  } else {
    for (let at: u32 = 0; at < bytes; at += 16) v128.store(target + at, v128.load(table + at));
  }
}

/** Codes in DEFLATE are read from their first bit, so indices run through the codes with their bits reversed. */
// @ts-ignore: decorator
@inline
function nextCode(code: u32, allOnes: u32): u32 {
  const bit: u32 = 1 << (31 - clz(code ^ allOnes));
  return (code & (bit - 1)) | bit;
}

/** One table with nothing but what zlib tolerates: no code at all, or a lone code of one bit. Answers its index bits. */
function buildIncomplete(table: usize, bits: u32, alphabet: i32, entry: u32): u32 {
  if (alphabet == ALPHABET_PRECODE) bits = PRECODE_BITS;
  for (let index: u32 = 0; index < (1 << bits); index += 2) {
    store<u32>(table + (index << 2), entry);
    store<u32>(table + (index << 2) + 4, EXCEPTIONAL);
  }
  return bits;
}

/** Which of sixteen symbols have a code: most of an alphabet has none, and a branch for each is foretold wrongly. */
// @ts-ignore: decorator
@inline
function usedOf(lengths: usize, symbol: u32, count: u32): u32 {
  const used: u32 = <u32>i8x16.bitmask(i8x16.ne(v128.load(lengths + symbol), i8x16.splat(0)));
  return count - symbol < 16 ? used & ((1 << (count - symbol)) - 1) : used;
}

/**
 * Builds a decoding table. Answers the number of index bits of the main table (which shrinks to the longest code,
 * so that small streams pay for small tables), or 0 when the lengths make no code that zlib would take.
 */
function buildTable(table: usize, lengths: usize, count: u32, bits: u32, results: usize, alphabet: i32): u32 {
  for (let at: usize = COUNTS; at < STARTS; at += 16) v128.store(at, i32x4.splat(0));
  for (let symbol: u32 = 0; symbol < count; symbol += 16) {
    for (let coded = usedOf(lengths, symbol, count); coded != 0; coded &= coded - 1) {
      const slot: usize = COUNTS + (<u32>load<u8>(lengths + symbol + ctz(coded)) << 2);
      store<u32>(slot, load<u32>(slot) + 1);
    }
  }
  let longest: u32 = 15;
  while (longest > 0 && load<u32>(COUNTS + (longest << 2)) == 0) longest--;
  if (longest == 0) return alphabet == ALPHABET_PRECODE ? 0 : buildIncomplete(table, 1, alphabet, EXCEPTIONAL);
  let used: u32 = 0;
  let start: u32 = 0;
  for (let length: u32 = 1; length <= longest; length++) {
    store<u32>(STARTS + (length << 2), start);
    const some = load<u32>(COUNTS + (length << 2));
    start += some;
    used = (used << 1) + some;
  }
  for (let symbol: u32 = 0; symbol < count; symbol += 16) {
    for (let coded = usedOf(lengths, symbol, count); coded != 0; coded &= coded - 1) {
      const index: u32 = symbol + ctz(coded);
      const slot: usize = STARTS + (<u32>load<u8>(lengths + index) << 2);
      const at = load<u32>(slot);
      store<u32>(slot, at + 1);
      store<u16>(SORTED + (at << 1), <u16>index);
    }
  }
  if (used != <u32>1 << longest) {
    if (used > <u32>1 << longest || alphabet == ALPHABET_PRECODE || longest != 1) return 0;
    return buildIncomplete(table, 1, alphabet, load<u32>(results + (<u32>load<u16>(SORTED) << 2)) + 0x101);
  }
  if (alphabet != ALPHABET_PRECODE && longest < bits) bits = longest;
  fillTable(table, bits, results);
  return bits;
}

/** Fills a table for the complete code whose symbols stand sorted in `SORTED` and counted in `COUNTS`. */
function fillTable(table: usize, bits: u32, results: usize): void {
  let sorted: usize = SORTED;
  let code: u32 = 0;
  let length: u32 = 1;
  let left: u32 = load<u32>(COUNTS + 4);
  while (left == 0) left = load<u32>(COUNTS + (++length << 2));
  let size: u32 = 1 << min(length, bits);
  while (length <= bits) {
    do {
      const entry = load<u32>(results + (<u32>load<u16>(sorted) << 2)) + (length << 8) + length;
      store<u32>(table + (code << 2), entry);
      sorted += 2;
      if (code == size - 1) {
        for (; length < bits; length++) {
          double(table, size);
          size <<= 1;
        }
        return;
      }
      code = nextCode(code, size - 1);
    } while (--left != 0);
    do {
      length++;
      if (length <= bits) {
        double(table, size);
        size <<= 1;
      }
      left = load<u32>(COUNTS + (length << 2));
    } while (left == 0);
  }
  fillSubtables(table, bits, results, sorted, code, length, left);
}

/** The codes that are longer than the main table's index, in subtables after it. */
function fillSubtables(table: usize, bits: u32, results: usize, sorted: usize, code: u32, length: u32, left: u32): void {
  const mask: u32 = (1 << bits) - 1;
  let end: u32 = 1 << bits;
  let prefix: u32 = 0xffffffff;
  let start: u32 = 0;
  while (true) {
    if ((code & mask) != prefix) {
      prefix = code & mask;
      start = end;
      let width: u32 = length - bits;
      let used: u32 = left;
      while (used < <u32>1 << width) {
        width++;
        used = (used << 1) + load<u32>(COUNTS + ((bits + width) << 2));
      }
      end = start + (1 << width);
      store<u32>(table + (prefix << 2), (start << 16) | EXCEPTIONAL | SUBTABLE | (width << 8) | bits);
    }
    const entry = load<u32>(results + (<u32>load<u16>(sorted) << 2)) + ((length - bits) << 8) + (length - bits);
    sorted += 2;
    const stride: u32 = 1 << (length - bits);
    for (let index: u32 = start + (code >> bits); index < end; index += stride) store<u32>(table + (index << 2), entry);
    if (code == (<u32>1 << length) - 1) return;
    code = nextCode(code, (<u32>1 << length) - 1);
    left--;
    while (left == 0) left = load<u32>(COUNTS + (++length << 2));
  }
}
