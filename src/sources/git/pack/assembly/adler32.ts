/**
 * The checksum of a zlib stream (RFC 1950 §8.2), 32 bytes a step. Sums of the columns are kept in 16 bits and weighted
 * once a chunk, so a step costs a handful of additions.
 */

const MODULUS: u32 = 65521;
/** As many steps as columns of 16 bits can add bytes of 255, in bytes: 257 × 32. Far below what overflows 32 bits. */
const CHUNK: u32 = 5504;

/** Adler-32 of `[at, at + size)`. */
export function adler32(at: usize, size: u32): u32 {
  let low: u32 = 1;
  let high: u32 = 0;
  while (size >= 32) {
    const chunk: u32 = min(size & ~31, CHUNK);
    size -= chunk;
    const stop: usize = at + chunk;
    high += low * chunk;
    let sum = i32x4.splat(0);
    let sumOfSums = i32x4.splat(0);
    let column0 = i16x8.splat(0);
    let column1 = i16x8.splat(0);
    let column2 = i16x8.splat(0);
    let column3 = i16x8.splat(0);
    do {
      const first = v128.load(at);
      const second = v128.load(at, 16);
      sumOfSums = i32x4.add(sumOfSums, sum);
      column0 = i16x8.add(column0, i16x8.extend_low_i8x16_u(first));
      column1 = i16x8.add(column1, i16x8.extend_high_i8x16_u(first));
      column2 = i16x8.add(column2, i16x8.extend_low_i8x16_u(second));
      column3 = i16x8.add(column3, i16x8.extend_high_i8x16_u(second));
      const pairs = i16x8.add(i16x8.extadd_pairwise_i8x16_u(first), i16x8.extadd_pairwise_i8x16_u(second));
      sum = i32x4.add(sum, i32x4.extadd_pairwise_i16x8_u(pairs));
      at += 32;
    } while (at < stop);
    let weighted = i32x4.shl(sumOfSums, 5);
    weighted = i32x4.add(weighted, weigh(column0, i16x8(32, 31, 30, 29, 28, 27, 26, 25)));
    weighted = i32x4.add(weighted, weigh(column1, i16x8(24, 23, 22, 21, 20, 19, 18, 17)));
    weighted = i32x4.add(weighted, weigh(column2, i16x8(16, 15, 14, 13, 12, 11, 10, 9)));
    weighted = i32x4.add(weighted, weigh(column3, i16x8(8, 7, 6, 5, 4, 3, 2, 1)));
    low = (low + addLanes(sum)) % MODULUS;
    high = (high + addLanes(weighted)) % MODULUS;
  }
  for (const stop: usize = at + size; at < stop; at++) {
    low += load<u8>(at);
    high += low;
  }
  return ((high % MODULUS) << 16) | (low % MODULUS);
}

// @ts-ignore: decorator
@inline
function weigh(column: v128, weights: v128): v128 {
  return i32x4.add(i32x4.extmul_low_i16x8_u(column, weights), i32x4.extmul_high_i16x8_u(column, weights));
}

// @ts-ignore: decorator
@inline
function addLanes(lanes: v128): u32 {
  return i32x4.extract_lane(lanes, 0) + i32x4.extract_lane(lanes, 1) + i32x4.extract_lane(lanes, 2) + i32x4.extract_lane(lanes, 3);
}
