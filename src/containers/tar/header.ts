/** The 512-byte header of a tar entry: v7, ustar (POSIX.1-1988), GNU and pax (POSIX.1-2001) alike. */

export const BLOCK_BYTES = 512;
const CHECKSUM_AT = 148;
const CHECKSUM_END = 156;

/** What the reader wants to know of a header. */
export interface TarHeader {
  /** The name field, behind ustar's prefix where there is one; longer names come from other headers. A copy. */
  readonly name: Uint8Array;
  /** Bytes of content as stored. */
  readonly size: number;
  /** The type flag, one latin1 character; `\0` is told as `0`. */
  readonly type: string;
}

/** Reads a header; undefined when the block is none (its checksum says so), or holds a size that cannot be. */
export function readHeader(block: Uint8Array): TarHeader | undefined {
  if (!isHeader(block)) return undefined;
  const size = readNumber(block, 124, 12);
  if (size === undefined) return undefined;
  const type = block[156] === 0 ? '0' : String.fromCharCode(block[156] ?? 0);
  return { name: readName(block), size, type };
}

/**
 * True when the sum of the block's bytes, its checksum field taken as spaces, is what that field says. Early writers
 * summed signed bytes, and that is accepted too. What follows the block does not matter.
 */
export function isHeader(block: Uint8Array): boolean {
  if (block.length < BLOCK_BYTES) return false;
  const claimed = readNumber(block, CHECKSUM_AT, 8);
  if (claimed === undefined) return false;
  let sum = 8 * 0x20;
  let highBytes = 0;
  for (let at = 0; at < BLOCK_BYTES; at += 1) {
    if (at === CHECKSUM_AT) at = CHECKSUM_END;
    const byte = block[at] ?? 0;
    sum += byte;
    highBytes += byte >> 7;
  }
  return claimed === sum || claimed === sum - 256 * highBytes;
}

/** True for a block of zeros: two of them end an archive. */
export function isZeroBlock(block: Uint8Array): boolean {
  for (let at = 0; at < block.length; at += 1) if (block[at] !== 0) return false;
  return true;
}

/**
 * A number field: octal digits between spaces and NULs, or GNU's base 256 when the first bit is set. Undefined when it
 * is neither, negative, or beyond what a number holds exactly.
 */
export function readNumber(block: Uint8Array, at: number, length: number): number | undefined {
  const first = block[at] ?? 0;
  if (first & 0x80) {
    let value = first & 0x7f;
    if (value & 0x40) return undefined;
    for (let index = at + 1; index < at + length; index += 1) value = value * 256 + (block[index] ?? 0);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  let value = 0;
  let index = at;
  const end = at + length;
  while (index < end && block[index] === 0x20) index += 1;
  for (; index < end; index += 1) {
    const digit = (block[index] ?? 0) - 0x30;
    if (digit < 0 || digit > 7) break;
    value = value * 8 + digit;
  }
  for (; index < end; index += 1) if (block[index] !== 0x20 && block[index] !== 0) return undefined;
  return Number.isSafeInteger(value) ? value : undefined;
}

/** The bytes of a text field up to its NUL. */
export function readText(block: Uint8Array, at: number, length: number): Uint8Array {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return end === -1 ? field : field.subarray(0, end);
}

/** Only POSIX's own magic ("ustar" and NUL) has a prefix; GNU's ("ustar  ") keeps times there. */
function readName(block: Uint8Array): Uint8Array {
  const name = readText(block, 0, 100);
  const isPosix =
    block[257] === 0x75 &&
    block[258] === 0x73 &&
    block[259] === 0x74 &&
    block[260] === 0x61 &&
    block[261] === 0x72 &&
    block[262] === 0;
  const prefix = isPosix ? readText(block, 345, 155) : name.subarray(0, 0);
  if (prefix.length === 0) return name.slice();
  return Buffer.concat([prefix, Buffer.from('/'), name]);
}
