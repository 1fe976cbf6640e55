/** Where in a piece of a tree the name of a file starts. */

/** Six digits and a space. */
export const LONGEST_MODE = 7;

const SPACE = 32;

/**
 * Where the name that ends before `zero` starts, in bytes that are known from `from` on; -1 when that is not sure. The
 * entry starts right after the object of the entry before, which is `hashBytes` after a zero; that object may hold
 * zeros itself.
 */
export function nameStart(bytes: Uint8Array, from: number, isStart: boolean, zero: number, hashBytes: number): number {
  let low = zero;
  while (low > from && bytes[low - 1] !== 0) low -= 1;
  // A name may look like another entry: `a40000 b`.
  if (low === from && !isStart) return -1;
  const high = low === from ? from : Math.min(low + hashBytes, zero - 1);
  for (let start = low; start <= high; start += 1) {
    const length = modeLength(bytes, start);
    if (length > 0 && start + length < zero) return start + length;
  }
  return -1;
}

/** Bytes of the mode that stands here, with the space after it; 0 when there is none that git writes. */
function modeLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  // 40000, and 100644 and its like, 120000, 160000.
  const digits = first === 0x34 ? 5 : first === 0x31 ? 6 : 0;
  if (digits === 0 || bytes[at + digits] !== SPACE) return 0;
  for (let index = at + 1; index < at + digits; index += 1) {
    const digit = bytes[index] as number;
    if (digit < 0x30 || digit > 0x37) return 0;
  }
  return digits + 1;
}
