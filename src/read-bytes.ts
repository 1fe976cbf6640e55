/** Bytes at hand, as a stream that has come already. */
import type { ReadStream } from './scanner/stream-search.js';

/** Reads `bytes` from their start to their end. */
export function readBytes(bytes: Uint8Array): ReadStream {
  let position = 0;
  return async (target, offset, length) => {
    const piece = bytes.subarray(position, position + length);
    target.set(piece, offset);
    position += piece.length;
    return piece.length;
  };
}
