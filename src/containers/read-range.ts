/** A range of bytes at any place, as a stream. */
import type { RandomAccess } from './container.js';

/** Bytes asked for at a time. */
const CHUNK_BYTES = 256 * 1024;

/** Reads `[start, end)`, and less where the input ends before. A chunk is valid until the next read of `access`. */
export async function* readRange(access: RandomAccess, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; ) {
    const bytes = await access.read(at, Math.min(CHUNK_BYTES, end - at));
    if (bytes.length === 0) return;
    at += bytes.length;
    yield bytes;
  }
}
