/** Frames that hold nothing for a decoder; zstd (RFC 8878 §3.1.2) and lz4 have the same ones. */
import { readUint32 } from './read-uint.js';

/** Magic and length. */
export const SKIPPABLE_HEADER_BYTES = 8;
const MAGIC_BYTES = 4;
/** The lowest four bits are free. */
const SKIPPABLE_MAGIC = 0x184d2a50;
const FREE_BITS = 0x0f;

/** What the magic can start with. */
export const skippableFirstBytes: readonly number[] = Array.from({ length: FREE_BITS + 1 }, (_, free) => 0x50 + free);

/** True when `bytes` start with the magic of a skippable frame. */
export function startsSkippableFrame(bytes: Uint8Array): boolean {
  return bytes.length >= MAGIC_BYTES && (readUint32(bytes, 0) & ~FREE_BITS) === SKIPPABLE_MAGIC;
}

/** True when `bytes`, all that is left, may be the beginning of a frame of `magic`, or of a skippable one, that was cut. */
export function isCutFrame(bytes: Uint8Array, magic: number): boolean {
  if (startsSkippableFrame(bytes)) return true;
  if (bytes.length >= MAGIC_BYTES) return false;
  const mask = 2 ** (8 * bytes.length) - 1;
  const value = readUint32(bytes, 0);
  return value === (magic & mask) >>> 0 || (value & ~FREE_BITS) === (SKIPPABLE_MAGIC & mask);
}
