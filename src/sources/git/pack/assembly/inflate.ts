/**
 * Inflates one zlib stream (RFC 1950, RFC 1951) from memory to memory in one call. No state outlives a call, so there
 * is nothing to reset. The loop follows libdeflate: a 64-bit bit buffer that is refilled without a branch, and tables
 * whose entries say everything about a symbol.
 */
import {
  END_OF_BLOCK, EXCEPTIONAL, FIXED_LITERALS, FIXED_OFFSETS, LENGTHS, LITERAL, LITERALS, LITERAL_BITS, OFFSETS, PRECODE,
  REPEATS, SUBTABLE, buildLiterals, buildOffsets, buildPrecode, literalBits, offsetBits,
} from './deflate-tables';
import { adler32 } from './adler32';
import { TOLD } from './memory-map';

/** Bytes that may be read after the end of the input, and written after the end of the output. */
export const INPUT_SLACK: usize = 32;
export const OUTPUT_SLACK: usize = 320;

export const OK: i32 = 0;
/** The stream goes on after its input ends. */
export const TRUNCATED: i32 = 1;
/** Not a zlib stream, or a broken one. */
export const CORRUPT: i32 = 2;
/** It holds more or fewer bytes than were announced. */
export const WRONG_SIZE: i32 = 3;
/** The bytes are not those that were compressed. */
export const WRONG_CHECKSUM: i32 = 4;

let cursor: usize = 0;
let output: usize = 0;
let bitBuffer: u64 = 0;
let bitCount: u64 = 0;

/** Code lengths come in this order (RFC 1951 §3.2.7). */
const PRECODE_ORDER = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

/**
 * Inflates the stream at `[input, inputEnd)` to exactly `size` bytes at `target`. Answers `OK` or why not. Memory is
 * touched up to the slacks beyond both ends, whatever the input holds.
 */
export function inflate(input: usize, inputEnd: usize, target: usize, size: u32, isChecked: bool): i32 {
  store<u32>(TOLD, 0);
  if (inputEnd < input + 2) return TRUNCATED;
  const method: u32 = load<u8>(input);
  const flags: u32 = load<u8>(input + 1);
  if ((method & 15) != 8 || method >> 4 > 7 || (flags & 32) != 0 || ((method << 8) | flags) % 31 != 0) return CORRUPT;
  cursor = input + 2;
  output = target;
  bitBuffer = 0;
  bitCount = 0;
  const end: usize = target + size;
  let isLast: bool = false;
  while (!isLast) {
    refill();
    isLast = (bitBuffer & 1) != 0;
    const kind: u32 = (<u32>bitBuffer >> 1) & 3;
    drop(3);
    let status: i32;
    if (kind == 0) {
      status = copyStored(inputEnd, end);
    } else if (kind == 1) {
      status = decodeBlock(FIXED_LITERALS, 9, FIXED_OFFSETS, 5, inputEnd, target, end);
    } else if (kind == 2) {
      status = readTables(inputEnd);
      if (status == OK) status = decodeBlock(LITERALS, literalBits, OFFSETS, offsetBits, inputEnd, target, end);
    } else {
      status = CORRUPT;
    }
    if (status != OK) return status;
  }
  const next: usize = cursor - <usize>(bitCount >> 3);
  if (next + 4 > inputEnd) return TRUNCATED;
  store<u32>(TOLD, <u32>(next + 4 - input));
  if (output != end) return WRONG_SIZE;
  if (isChecked && adler32(target, size) != bswap(load<u32>(next))) return WRONG_CHECKSUM;
  return OK;
}

/** Fills the bit buffer to at least 56 bits. What lies after the input is read as bits too, and noticed later. */
// @ts-ignore: decorator
@inline
function refill(): void {
  bitBuffer |= load<u64>(cursor) << bitCount;
  cursor += <usize>((63 - bitCount) >> 3);
  bitCount |= 56;
}

// @ts-ignore: decorator
@inline
function drop(bits: u64): void {
  bitBuffer >>= bits;
  bitCount -= bits;
}

function copyStored(inputEnd: usize, end: usize): i32 {
  drop(bitCount & 7);
  const at: usize = cursor - <usize>(bitCount >> 3);
  bitBuffer = 0;
  bitCount = 0;
  if (at + 4 > inputEnd) return TRUNCATED;
  const length: u32 = load<u16>(at);
  if (length != (<u32>load<u16>(at + 2) ^ 0xffff)) return CORRUPT;
  cursor = at + 4;
  if (inputEnd - cursor < length) return TRUNCATED;
  if (end - output < length) return WRONG_SIZE;
  memory.copy(output, cursor, length);
  cursor += length;
  output += length;
  return OK;
}

function readTables(inputEnd: usize): i32 {
  const literals: u32 = (<u32>bitBuffer & 31) + 257;
  const offsets: u32 = (<u32>(bitBuffer >> 5) & 31) + 1;
  const precodes: u32 = (<u32>(bitBuffer >> 10) & 15) + 4;
  drop(14);
  if (literals > 286 || offsets > 30) return CORRUPT;
  v128.store(LENGTHS, i8x16.splat(0));
  v128.store(LENGTHS, i8x16.splat(0), 16);
  refill();
  for (let index: u32 = 0; index < precodes; index++) {
    if (index == 16) refill();
    store<u8>(LENGTHS + load<u8>(PRECODE_ORDER + index), <u8>(bitBuffer & 7));
    drop(3);
  }
  if (!buildPrecode(LENGTHS)) return CORRUPT;
  const total: u32 = literals + offsets;
  let index: u32 = 0;
  while (index < total) {
    if (cursor > inputEnd + 8) return TRUNCATED;
    refill();
    const entry = load<u32>(PRECODE + (<usize>(bitBuffer & 127) << 2));
    drop(entry & 0xff);
    const symbol: u32 = entry >> 16;
    if (symbol < 16) {
      store<u8>(LENGTHS + index, <u8>symbol);
      index++;
      continue;
    }
    let length: u8 = 0;
    let repeat: u32;
    if (symbol == 16) {
      if (index == 0) return CORRUPT;
      length = load<u8>(LENGTHS + index - 1);
      repeat = 3 + (<u32>bitBuffer & 3);
      drop(2);
    } else if (symbol == 17) {
      repeat = 3 + (<u32>bitBuffer & 7);
      drop(3);
    } else {
      repeat = 11 + (<u32>bitBuffer & 127);
      drop(7);
    }
    if (index + repeat > total) return CORRUPT;
    // What is written beyond is written over.
    const run = i8x16.splat(length);
    for (let at: u32 = index; at < index + repeat; at += 16) v128.store(LENGTHS + at, run);
    index += repeat;
  }
  if (load<u8>(LENGTHS + 256) == 0) return CORRUPT;
  // A table's cost grows with its size: what is left of a small stream does not earn 2,048 entries.
  const left: usize = inputEnd > cursor ? inputEnd - cursor : 0;
  const widest: u32 = left < 512 ? 9 : left < 2048 ? 10 : LITERAL_BITS;
  if (!buildLiterals(LENGTHS, literals, widest)) return CORRUPT;
  return buildOffsets(LENGTHS + literals, offsets) ? OK : CORRUPT;
}

/** Copies `[at - offset, …)` to `at` until `stop`; both may overlap, and up to 31 bytes after `stop` are written. */
// @ts-ignore: decorator
@inline
function copyMatch(at: usize, offset: u32, stop: usize): void {
  let from: usize = at - offset;
  if (offset >= 16) {
    v128.store(at, v128.load(from));
    v128.store(at, v128.load(from, 16), 16);
    at += 32;
    while (at < stop) {
      from += 32;
      v128.store(at, v128.load(from));
      v128.store(at, v128.load(from, 16), 16);
      at += 32;
    }
  } else {
    const pattern = i8x16.swizzle(v128.load(from), v128.load(REPEATS + (offset << 4)));
    const step: u32 = 16 - (16 % offset);
    do {
      v128.store(at, pattern);
      at += step;
    } while (at < stop);
  }
}

/** Decodes symbols until the block ends. */
function decodeBlock(
  literals: usize, literalIndexBits: u32, offsets: usize, offsetIndexBits: u32, inputEnd: usize, target: usize, end: usize,
): i32 {
  const literalMask: u32 = (1 << literalIndexBits) - 1;
  const offsetMask: u32 = (1 << offsetIndexBits) - 1;
  const inputStop: usize = inputEnd + 8;
  let from: usize = cursor;
  let at: usize = output;
  let bits: u64 = bitBuffer;
  // Only its low eight bits count; `entry` is subtracted whole.
  let count: u64 = bitCount;
  bits |= load<u64>(from) << count;
  from += 7 - (<usize>(count >> 3) & 7);
  count |= 56;
  let entry: u32 = load<u32>(literals + ((<u32>bits & literalMask) << 2));
  while (true) {
    if (from > inputStop) return TRUNCATED;
    let word: u64 = bits;
    bits >>= <u64>entry;
    count -= <u64>entry;
    if (entry & LITERAL) {
      // Each literal of the main table takes at most 11 bits: three of them and a length fit into 56.
      if (at >= end) return WRONG_SIZE;
      store<u8>(at, <u8>(entry >> 16));
      at++;
      entry = load<u32>(literals + ((<u32>bits & literalMask) << 2));
      word = bits;
      bits >>= <u64>entry;
      count -= <u64>entry;
      if (entry & LITERAL) {
        store<u8>(at, <u8>(entry >> 16));
        at++;
        entry = load<u32>(literals + ((<u32>bits & literalMask) << 2));
        word = bits;
        bits >>= <u64>entry;
        count -= <u64>entry;
        if (entry & LITERAL) {
          store<u8>(at, <u8>(entry >> 16));
          at++;
          bits |= load<u64>(from) << count;
          from += 7 - (<usize>(count >> 3) & 7);
          count |= 56;
          entry = load<u32>(literals + ((<u32>bits & literalMask) << 2));
          continue;
        }
      }
    }
    if (entry & EXCEPTIONAL) {
      if (entry & SUBTABLE) {
        entry = load<u32>(literals + (((entry >> 16) + (<u32>bits & ((1 << ((entry >> 8) & 63)) - 1))) << 2));
        word = bits;
        bits >>= <u64>entry;
        count -= <u64>entry;
        if (entry & LITERAL) {
          if (at >= end) return WRONG_SIZE;
          store<u8>(at, <u8>(entry >> 16));
          at++;
          bits |= load<u64>(from) << count;
          from += 7 - (<usize>(count >> 3) & 7);
          count |= 56;
          entry = load<u32>(literals + ((<u32>bits & literalMask) << 2));
          continue;
        }
      }
      if (entry & EXCEPTIONAL) {
        if ((entry & END_OF_BLOCK) == 0) return CORRUPT;
        break;
      }
    }
    const length: u32 = (entry >> 16) + <u32>((word & ((<u64>1 << <u64>entry) - 1)) >> <u64>(entry >> 8));
    bits |= load<u64>(from) << count;
    from += 7 - (<usize>(count >> 3) & 7);
    count |= 56;
    entry = load<u32>(offsets + ((<u32>bits & offsetMask) << 2));
    if (entry & EXCEPTIONAL) {
      if ((entry & SUBTABLE) == 0) return CORRUPT;
      bits >>= <u64>entry;
      count -= <u64>entry;
      entry = load<u32>(offsets + (((entry >> 16) + (<u32>bits & ((1 << ((entry >> 8) & 63)) - 1))) << 2));
      if (entry & EXCEPTIONAL) return CORRUPT;
    }
    word = bits;
    bits >>= <u64>entry;
    count -= <u64>entry;
    const offset: u32 = (entry >> 16) + <u32>((word & ((<u64>1 << <u64>entry) - 1)) >> <u64>(entry >> 8));
    if (offset > <u32>(at - target)) return CORRUPT;
    const stop: usize = at + length;
    if (stop > end) return WRONG_SIZE;
    bits |= load<u64>(from) << count;
    from += 7 - (<usize>(count >> 3) & 7);
    count |= 56;
    entry = load<u32>(literals + ((<u32>bits & literalMask) << 2));
    copyMatch(at, offset, stop);
    at = stop;
  }
  count &= 63;
  cursor = from;
  output = at;
  bitBuffer = bits & ((<u64>1 << count) - 1);
  bitCount = count;
  // Bits that came from beyond the input were no bits.
  return from - <usize>(count >> 3) > inputEnd ? TRUNCATED : OK;
}
