/** A file as the containers take it. */
import type { Readable } from './searcher.js';

/** Bytes read at once from a container. */
const CONTAINER_CHUNK = 128 * 1024;

/** All bytes of a file in pieces, which are valid until the next one; `first` is what was read of a pipe already. */
export async function* chunksOf(
  file: Readable,
  first: Uint8Array | undefined,
  fail: () => void,
): AsyncGenerator<Uint8Array> {
  if (first !== undefined) yield first;
  const chunk = new Uint8Array(CONTAINER_CHUNK);
  for (let position = 0; ; ) {
    const count = file.read(chunk, 0, chunk.length, position);
    if (count < 0) fail();
    if (count <= 0) return;
    position += count;
    yield chunk.subarray(0, count);
  }
}
