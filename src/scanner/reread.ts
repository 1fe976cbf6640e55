/** Reads a container again that stands as base64 in a file, however far it runs. */
import { Base64Stream } from '../encodings/base64-stream.js';
import type { Again } from './embedded.js';

/** Gives bytes of the haystack from `position` on; 0 at the end, negative when it cannot. */
export type ReadAt = (target: Uint8Array, position: number) => number;

/** Bytes of text read at once. What only looked like a container ends within the first few, so they start small. */
const FIRST_CHUNK = 2 * 1024;
const CHUNK = 64 * 1024;

/** The container's bytes: text is read from `again.offset`, decoded layer by layer, and what stands before it dropped. */
export async function* reread(read: ReadAt, again: Again): AsyncGenerator<Uint8Array> {
  let chunks: AsyncGenerator<Uint8Array> = textFrom(read, again.offset);
  for (const drop of again.drops) chunks = decoded(chunks, drop);
  yield* chunks;
}

async function* textFrom(read: ReadAt, offset: number): AsyncGenerator<Uint8Array> {
  let position = offset;
  for (let chunk = new Uint8Array(FIRST_CHUNK); ; chunk = grown(chunk)) {
    const count = read(chunk, position);
    if (count <= 0) return;
    position += count;
    yield chunk.subarray(0, count);
  }
}

async function* decoded(chunks: AsyncGenerator<Uint8Array>, drop: number): AsyncGenerator<Uint8Array> {
  const stream = new Base64Stream();
  let toDrop = drop;
  const kept = (bytes: Uint8Array): Uint8Array => {
    const left = bytes.subarray(toDrop);
    toDrop = Math.max(0, toDrop - bytes.length);
    return left;
  };
  for await (const chunk of chunks) {
    const bytes = kept(stream.push(chunk));
    if (bytes.length > 0) yield bytes;
    if (stream.isEnded) return;
  }
  const last = kept(stream.finish());
  if (last.length > 0) yield last;
}

function grown(chunk: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return chunk.length >= CHUNK ? chunk : new Uint8Array(Math.min(CHUNK, 4 * chunk.length));
}
