/** One lz4 block (lz4_Block_format.md of the lz4 project): literals and copies, no entropy coding. */

/** What came out of a block. */
export interface UnpackedBlock {
  /** Where the output ends. */
  readonly end: number;
  /** What is wrong, in a few words; null when the block was sound up to the end of its bytes. */
  readonly fault: string | null;
}

/** The lowest literals and copies that a token cannot hold are followed by more bytes of length. */
const MORE = 15;
const SHORTEST_MATCH = 4;
const SHORT_COPY = 32;

/**
 * Unpacks `block` into `output` from `start` on, at most up to `limit`. Copies may reach back into what stands before
 * `start`. A block that is cut short is unpacked as far as it goes.
 */
export function unpackBlock(block: Uint8Array, output: Uint8Array, start: number, limit: number): UnpackedBlock {
  let at = 0;
  let end = start;
  while (at < block.length) {
    const token = block[at++] as number;
    let literals = token >>> 4;
    if (literals === MORE) {
      let more = 255;
      while (more === 255 && at < block.length) literals += more = block[at++] as number;
    }
    const present = Math.min(literals, block.length - at);
    if (end + present > limit) return { end, fault: 'a block is longer than it may be' };
    copyLiterals(block, at, output, end, present);
    at += present;
    end += present;
    if (present < literals) return { end, fault: 'a block ends within its literals' };
    if (at === block.length) break;
    const offset = (block[at] as number) + (block[at + 1] ?? 0) * 256;
    at += 2;
    let length = (token & 15) + SHORTEST_MATCH;
    if (length === MORE + SHORTEST_MATCH) {
      let more = 255;
      while (more === 255 && at < block.length) length += more = block[at++] as number;
    }
    if (at >= block.length) return { end, fault: 'a block ends with a copy' };
    if (offset === 0 || offset > end) return { end, fault: 'a copy reaches before the start' };
    if (end + length > limit) return { end, fault: 'a block is longer than it may be' };
    repeat(output, end, offset, length);
    end += length;
  }
  return { end, fault: null };
}

function copyLiterals(block: Uint8Array, at: number, output: Uint8Array, end: number, length: number): void {
  if (length > SHORT_COPY) output.set(block.subarray(at, at + length), end);
  else for (let index = 0; index < length; index += 1) output[end + index] = block[at + index] as number;
}

/** Copies from `offset` bytes before; where the copy overtakes itself it repeats. */
function repeat(bytes: Uint8Array, at: number, offset: number, length: number): void {
  if (length > SHORT_COPY && offset >= length) bytes.copyWithin(at, at - offset, at - offset + length);
  else for (let index = at; index < at + length; index += 1) bytes[index] = bytes[index - offset] as number;
}
