/** Opens containers from bytes the hard way: every buffer that may be reused is overwritten. */
import { Budget } from '../../src/containers/budget.js';
import type { Container, ContainerInput, Spooled } from '../../src/containers/container.js';
import type { ContainerLimits } from '../../src/containers/limits.js';

/** What came out of a container, in order. `path` is the text, or null. */
export type Seen =
  | { readonly path: string | null; readonly content: Buffer }
  | { readonly code: string; readonly path: string | null; readonly message: string };

export interface OpenOptions {
  readonly limits?: Partial<ContainerLimits>;
  /** Lengths of the chunks, used round and round; one chunk for all when absent. */
  readonly cuts?: readonly number[];
  /** False: the bytes can only be streamed. */
  readonly isFile?: boolean;
  /** Entries that are not read: every one whose index says so. */
  readonly isUnread?: (index: number) => boolean;
}

/** The bytes in chunks, each in a buffer that is spoiled when the next is asked for. */
export async function* chunksOf(bytes: Uint8Array, cuts: readonly number[] = []): AsyncGenerator<Uint8Array> {
  let turn = 0;
  for (let at = 0; at < bytes.length; turn += 1) {
    const length = Math.max(1, cuts[turn % cuts.length] ?? bytes.length);
    const chunk = Uint8Array.from(bytes.subarray(at, at + length));
    at += length;
    try {
      yield chunk;
    } finally {
      chunk.fill(0xaa);
    }
  }
}

/** A spool that keeps all in memory, and spoils what it gave out before. */
export async function spoolToMemory(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Spooled> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    parts.push(Buffer.from(chunk.subarray(0, maxBytes - size)));
    size += chunk.length;
    if (size > maxBytes) break;
  }
  return { ...randomAccessOf(Buffer.concat(parts)), isCut: size > maxBytes, close: () => undefined };
}

function randomAccessOf(bytes: Uint8Array): {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
} {
  let last = new Uint8Array(0);
  const read = (offset: number, length: number): Uint8Array => {
    last.fill(0xaa);
    last = Uint8Array.from(bytes.subarray(offset, offset + length));
    return last;
  };
  return { size: bytes.length, read };
}

export function inputOf(bytes: Uint8Array, options: OpenOptions = {}): ContainerInput {
  const chunks = chunksOf(bytes, options.cuts);
  const input = { chunks, spool: spoolToMemory };
  return options.isFile === true ? { ...input, randomAccess: randomAccessOf(bytes) } : input;
}

/** Opens `bytes` and reads all there is. */
export async function openAll(container: Container, bytes: Uint8Array, options: OpenOptions = {}): Promise<Seen[]> {
  const seen: Seen[] = [];
  let index = 0;
  for await (const item of container.open(inputOf(bytes, options), new Budget(options.limits))) {
    if (item.kind !== 'entry') {
      seen.push({ code: item.code, path: item.path?.text ?? null, message: item.message });
      continue;
    }
    const parts: Buffer[] = [];
    if (options.isUnread?.(index) !== true) for await (const chunk of item.read()) parts.push(Buffer.from(chunk));
    seen.push({ path: item.path?.text ?? null, content: Buffer.concat(parts) });
    index += 1;
  }
  return seen;
}

/** Entries as [path, text] and failures as their code, to compare at a glance. */
export function brief(seen: readonly Seen[]): unknown[] {
  return seen.map((item) => ('code' in item ? item.code : [item.path, item.content.toString('latin1')]));
}

/** The codes of what went wrong. */
export function codes(seen: readonly Seen[]): string[] {
  return seen.flatMap((item) => ('code' in item ? [item.code] : []));
}

/** All content in a row. */
export function contentOf(seen: readonly Seen[]): Buffer {
  return Buffer.concat(seen.flatMap((item) => ('content' in item ? [item.content] : [])));
}
