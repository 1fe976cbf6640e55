/** Finds the zeros of a text: in a tree one stands before the name of every object. */
import { TOLD } from './memory-map';

/** Lists the addresses of zeros in `[from, end)` at `list`, below `listEnd`, and answers where the list ends. */
export function listZeros(from: usize, end: usize, list: usize, listEnd: usize): usize {
  let at: usize = from;
  const zeros = i8x16.splat(0);
  // Sixteen addresses more have to fit.
  while (at < end && list + 64 <= listEnd) {
    let mask: u32 = <u32>i8x16.bitmask(i8x16.eq(v128.load(at), zeros));
    if (end - at < 16) mask &= (1 << <u32>(end - at)) - 1;
    while (mask != 0) {
      store<u32>(list, <u32>at + ctz(mask));
      list += 4;
      mask &= mask - 1;
    }
    at += 16;
  }
  store<u32>(TOLD, <u32>min(at, end), 24);
  return list;
}
