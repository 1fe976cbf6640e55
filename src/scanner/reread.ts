/** Reads a container that stands in text, however far it runs: the text comes from a file, or passes by. */
import { base64 } from '../encodings/base64.js';
import type { Encoding } from '../encodings/encoding.js';
import { hexDump } from '../encodings/hex-dump.js';
import { PEEL_CONTEXT, PeelStream } from '../encodings/peel-stream.js';
import type { Again } from './embedded.js';

/** Gives bytes of the haystack from `position` on; 0 at the end, negative when it cannot. */
export type ReadAt = (target: Uint8Array, position: number) => number;

/** Bytes of text read at once. What only looked like a container ends within the first few, so they start small. */
const FIRST_CHUNK = 2 * 1024;
const CHUNK = 64 * 1024;

const peelable: ReadonlyMap<string, Encoding> = new Map([base64, hexDump].map((encoding) => [encoding.id, encoding]));

/** Where the text of a container has to be read from: before it stands what its first line break looks back at. */
export function textStart({ offset }: Again): number {
  return Math.max(0, offset - PEEL_CONTEXT);
}

/** The container's bytes, from text that is read from `textStart(again)` on. */
export function reread(read: ReadAt, again: Again): AsyncGenerator<Uint8Array> {
  const start = textStart(again);
  return peeled(textFrom(read, start, again.offset), again, again.offset - start);
}

/**
 * The container's bytes: `text`, of which `context` bytes come before `again.offset`, is peeled layer by layer, and what
 * stands before them dropped.
 */
export async function* peeled(
  text: AsyncGenerator<Uint8Array>,
  again: Again,
  context: number,
): AsyncGenerator<Uint8Array> {
  let chunks = text;
  let before = context;
  for (const { encoding, drop } of again.peels) {
    chunks = onePeeled(chunks, encoding, before, drop);
    before = 0;
  }
  yield* chunks;
}

async function* textFrom(read: ReadAt, start: number, offset: number): AsyncGenerator<Uint8Array> {
  let position = start;
  for (let chunk = new Uint8Array(FIRST_CHUNK + offset - start); ; chunk = grown(chunk)) {
    const count = read(chunk, position);
    if (count <= 0) return;
    position += count;
    yield chunk.subarray(0, count);
  }
}

async function* onePeeled(
  chunks: AsyncGenerator<Uint8Array>,
  id: string,
  context: number,
  drop: number,
): AsyncGenerator<Uint8Array> {
  const encoding = peelable.get(id);
  if (encoding === undefined) return;
  const stream = new PeelStream(encoding, context);
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
