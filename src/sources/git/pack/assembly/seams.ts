/**
 * Seams are many, a hundred in a delta, and hardly one of them can stand inside a string that is looked for: the string
 * would hold the bytes on both sides of it, and one more before or after them.
 */
import { PAIRS, TRIPLES } from './memory-map';

// @ts-ignore: decorator
@inline
function isSet(table: usize, bit: u32): bool {
  return ((load<u8>(table + (bit >> 3)) >> (bit & 7)) & 1) != 0;
}

/** One bit for each hash of three bytes that stand side by side in a string. */
// @ts-ignore: decorator
@inline
function isTriple(bytes: u32): bool {
  return isSet(TRIPLES, (bytes * 0x9e3779b1) >>> 16);
}

/**
 * Can a string stand across a seam? `before` it are two bytes, the last one above the other; `after` it at least
 * `length`, of which the second one above the first.
 */
// @ts-ignore: decorator
@inline
export function canBridge(before: u32, after: u32, length: u32): bool {
  const next: u32 = after & 0xff;
  if (!isSet(PAIRS, (before >> 8) | (next << 8))) return false;
  return length == 1 || isTriple(before | (next << 16)) || isTriple((before >> 8) | (after << 8));
}
