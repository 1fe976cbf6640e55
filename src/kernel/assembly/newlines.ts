/** Counting lines. */

/** Steps of 64 bytes until a count of 8 bits could run over: four a step, and 255 fit. */
const STEPS: usize = 63 * 64;

// @ts-ignore: decorator
@inline
function sum(counts: v128): u32 {
  const wide = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(counts));
  return i32x4.extract_lane(wide, 0) + i32x4.extract_lane(wide, 1) + i32x4.extract_lane(wide, 2) + i32x4.extract_lane(wide, 3);
}

/** The bytes `\n` from one address to another. A comparison gives -1 for each, so counting is taking away. */
export function newlines(from: usize, to: usize): u32 {
  const newline = i8x16.splat(10);
  let total: u32 = 0;
  let at = from;
  while (to - at >= 64) {
    const stop = at + min(STEPS, (to - at) & ~63);
    let counts = i8x16.splat(0);
    for (; at < stop; at += 64) {
      counts = i8x16.sub(counts, i8x16.add(
        i8x16.add(i8x16.eq(v128.load(at), newline), i8x16.eq(v128.load(at, 16), newline)),
        i8x16.add(i8x16.eq(v128.load(at, 32), newline), i8x16.eq(v128.load(at, 48), newline)),
      ));
    }
    total += sum(counts);
  }
  for (; at < to; at += 1) total += <u32>(load<u8>(at) == 10);
  return total;
}

/** The address of the last byte `\n` from one address to another, or 0: it is near, as a line is short. */
export function lastNewlineIn(from: usize, to: usize): usize {
  const newline = i8x16.splat(10);
  for (; to - from >= 16; to -= 16) {
    const bits = i8x16.bitmask(i8x16.eq(v128.load(to - 16), newline));
    if (bits != 0) return to - 16 + 31 - clz<u32>(bits);
  }
  for (; to > from; to -= 1) if (load<u8>(to - 1) == 10) return to - 1;
  return 0;
}
