/** Bytes in memory, read as a file is. */
import type { Readable } from '../../src/scanner/searcher.js';

/** A file that holds `bytes`. */
export function readableBytes(bytes: Uint8Array): Readable {
  return {
    canSeek: true,
    read(target, offset, length, position) {
      const piece = bytes.subarray(position, position + length);
      target.set(piece, offset);
      return piece.length;
    },
  };
}
