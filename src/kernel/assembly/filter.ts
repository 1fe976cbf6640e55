/** Where may a window stand? The only loop that sees every byte. */
import { MARKED, MASKS, NIBBLES, PLACES } from './layout';

/** For each index, all of which are below 16, a byte of the table. */
// @ts-ignore: decorator
@inline
function lookUp(table: v128, indexes: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? i8x16.relaxed_swizzle(table, indexes) : i8x16.swizzle(table, indexes);
}

/** The buckets in which each byte may stand at one place of a window. */
// @ts-ignore: decorator
@inline
function buckets(tableLow: v128, tableHigh: v128, low: v128, high: v128): v128 {
  return v128.and(lookUp(tableLow, low), lookUp(tableHigh, high));
}

/** The buckets of which a window ends at each byte: its first byte two places back, its second one place back. */
// @ts-ignore: decorator
@inline
function windows(first0: v128, first1: v128, second0: v128, second1: v128, third: v128): v128 {
  return v128.and(third, v128.and(
    v128.shuffle<i8>(first0, first1, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29),
    v128.shuffle<i8>(second0, second1, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30),
  ));
}

/**
 * Clears bit n of `MASKS` when a window may end n bytes after `from`, for `bytes` (a multiple of 64) of them. Each step
 * ends in a store, so that the compiler keeps the steps apart: mixed, they need more registers than there are.
 */
export function mark(from: usize, bytes: usize): void {
  const nibble = i8x16.splat(15);
  const none = i8x16.splat(0);
  const low0 = v128.load(NIBBLES), high0 = v128.load(NIBBLES, 16);
  const low1 = v128.load(NIBBLES, 32), high1 = v128.load(NIBBLES, 48);
  const low2 = v128.load(NIBBLES, 64), high2 = v128.load(NIBBLES, 80);

  let v = v128.load(from - 16);
  let low = v128.and(v, nibble), high = v128.and(i16x8.shr_u(v, 4), nibble);
  let first0 = buckets(low0, high0, low, high), second0 = buckets(low1, high1, low, high);
  let first1: v128, second1: v128, found: v128;
  let masks: usize = MASKS;
  const to = from + bytes;
  for (let at = from; at < to; at += 64, masks += 8) {
    v = v128.load(at);
    low = v128.and(v, nibble); high = v128.and(i16x8.shr_u(v, 4), nibble);
    first1 = buckets(low0, high0, low, high); second1 = buckets(low1, high1, low, high);
    found = windows(first0, first1, second0, second1, buckets(low2, high2, low, high));
    store<u16>(masks, i8x16.bitmask(i8x16.eq(found, none)));

    v = v128.load(at, 16);
    low = v128.and(v, nibble); high = v128.and(i16x8.shr_u(v, 4), nibble);
    first0 = buckets(low0, high0, low, high); second0 = buckets(low1, high1, low, high);
    found = windows(first1, first0, second1, second0, buckets(low2, high2, low, high));
    store<u16>(masks, i8x16.bitmask(i8x16.eq(found, none)), 2);

    v = v128.load(at, 32);
    low = v128.and(v, nibble); high = v128.and(i16x8.shr_u(v, 4), nibble);
    first1 = buckets(low0, high0, low, high); second1 = buckets(low1, high1, low, high);
    found = windows(first0, first1, second0, second1, buckets(low2, high2, low, high));
    store<u16>(masks, i8x16.bitmask(i8x16.eq(found, none)), 4);

    v = v128.load(at, 48);
    low = v128.and(v, nibble); high = v128.and(i16x8.shr_u(v, 4), nibble);
    first0 = buckets(low0, high0, low, high); second0 = buckets(low1, high1, low, high);
    found = windows(first1, first0, second1, second0, buckets(low2, high2, low, high));
    store<u16>(masks, i8x16.bitmask(i8x16.eq(found, none)), 6);
  }
}

/**
 * Lists in `PLACES` where windows start, of `bytes` that were marked from `from` on, and gives the end of the list.
 * Most words of bits name none and most others one or two, by chance: so words are told apart without a branch,
 * and four bits are taken whether they are there or not.
 */
export function collect(from: usize, bytes: usize): usize {
  let marked: usize = MARKED;
  const to = MASKS + (bytes >> 3);
  for (let masks: usize = MASKS; masks < to; masks += 8) {
    store<u32>(marked, <u32>masks);
    marked += <usize>(load<u64>(masks) != u64.MAX_VALUE) << 2;
  }
  let list: usize = PLACES;
  for (let each: usize = MARKED; each < marked; each += 4) {
    const masks = <usize>load<u32>(each);
    const window = <u32>(from + ((masks - MASKS) << 3) - 2);
    let bits = ~load<u64>(masks);
    const end = list + (<usize>popcnt(bits) << 2);
    do {
      store<u32>(list, window + <u32>ctz(bits));
      bits &= bits - 1;
      store<u32>(list, window + <u32>ctz(bits), 4);
      bits &= bits - 1;
      store<u32>(list, window + <u32>ctz(bits), 8);
      bits &= bits - 1;
      store<u32>(list, window + <u32>ctz(bits), 12);
      bits &= bits - 1;
      list += 16;
    } while (list < end);
    list = end;
  }
  return list;
}
