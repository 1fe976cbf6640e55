/** Searches bytes that come when they come: what is found is told as soon as its bytes are there. */
import type { Spool } from '../containers/container.js';
import { recogniseContainer } from '../containers/recognise-container.js';
import { encodings } from '../encodings/index.js';
import { createKernel } from '../kernel/create-kernel.js';
import type { ArchiveLimits } from '../model/archive-limits.js';
import type { Failure, Skipped } from '../model/failure.js';
import type { JsonObject } from '../model/json.js';
import type { Origin } from '../model/origin.js';
import type { Span } from '../model/span.js';
import { CHUNK } from './limits.js';
import { Nest } from './nest.js';
import type { NestSink } from './nest-sink.js';
import { type Placed, Searcher } from './searcher.js';

/**
 * Brings at most `length` bytes into `target` at `offset`; 0 at the end, rejects or throws when it cannot go on. A
 * promise says that it may take a while.
 */
export type ReadStream = (target: Uint8Array, offset: number, length: number) => Promise<number> | number;

/** What a stream brings. Lines count from 1, columns in bytes. */
export type Streamed =
  | { readonly kind: 'sighted'; readonly token: string; readonly place: StreamPlace }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'skipped'; readonly skipped: Skipped }
  | {
      readonly kind: 'searched';
      readonly bytes: number;
      readonly haystacks: number;
      readonly objects: 0;
      readonly totalBytes: number | null;
    };

/** Where in a stream a token stands. */
export interface StreamPlace {
  readonly origin: Origin;
  readonly segments: readonly Span[];
  readonly encodings: readonly string[];
  readonly line: number;
  readonly column: number;
  readonly allowedBy: string | null;
  readonly field: string | null;
  readonly record: JsonObject | null;
}

/**
 * Reads a stream to its end. A compressed stream or an archive is opened, told by its first bytes. A stream that breaks
 * is a failure, and what had come is searched.
 */
export async function* searchStream(
  origin: Origin,
  read: ReadStream,
  spool: Spool,
  archiveLimits: ArchiveLimits = {},
): AsyncGenerator<Streamed> {
  const searcher = new Searcher(encodings, createKernel);
  const told = new Told();
  const found = (where: Origin, placed: Placed): void => {
    told.push(sighted(where, placed));
  };
  const sink: NestSink = {
    found,
    failed: (failure) => told.push({ kind: 'failed', failure }),
    skipped: (skipped) => told.push({ kind: 'skipped', skipped }),
    searched: (bytes) => told.push({ kind: 'searched', bytes, haystacks: 1, objects: 0, totalBytes: null }),
  };
  const text = new Nest(undefined, spool, archiveLimits).passing(searcher, origin, sink);
  searcher.begin({ found: (placed) => found(origin, placed), embedded: (embedded) => text.found(embedded) });
  let untold = 0;
  for (let isFirst = true; ; isFirst = false) {
    const { target, offset, length } = searcher.room();
    const reading = begun(read, target, offset, length);
    if (typeof reading !== 'number' && untold > 0) {
      yield passed(untold);
      untold = 0;
    }
    const count = await reading;
    if (count < 0) yield broken(origin);
    if (count <= 0) break;
    const container = isFirst ? recogniseContainer(target.subarray(offset, offset + count)) : undefined;
    if (container !== undefined) {
      const chunks = following(target.slice(offset, offset + count), read, () => told.push(broken(origin)));
      const opening = new Nest(searcher, spool, archiveLimits).open(container, origin, chunks, undefined, sink);
      yield* told.until(opening);
      yield { kind: 'searched', bytes: 0, haystacks: 1, objects: 0, totalBytes: null };
      return;
    }
    if (isFirst) text.begin(target.subarray(offset, offset + count));
    // The searcher moves what it holds.
    const piece = text.isRunning ? target.slice(offset, offset + count) : nothing;
    searcher.take(count);
    untold += count;
    yield* told.take();
    if (text.isBusy) yield* told.until(text.passed(piece));
  }
  searcher.finish();
  yield* told.take();
  yield passed(untold);
  if (text.isBusy) yield* told.until(text.finish());
  yield { kind: 'searched', bytes: 0, haystacks: 1, objects: 0, totalBytes: null };
}

const nothing = new Uint8Array(0);

/** What is told while something else runs: given out as it comes. */
class Told {
  #items: Streamed[] = [];
  #wake: () => void = () => {};

  push(item: Streamed): void {
    this.#items.push(item);
    this.#wake();
  }

  /** All that is there now. */
  take(): readonly Streamed[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }

  /** Gives items out until `work` is done. */
  async *until(work: Promise<void>): AsyncGenerator<Streamed> {
    let isDone = false;
    const ended = work.finally(() => {
      isDone = true;
      this.#wake();
    });
    while (!isDone) {
      if (this.#items.length === 0) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      yield* this.take();
    }
    await ended;
    // What came while the last ones were given out.
    yield* this.take();
  }
}

async function* following(first: Uint8Array, read: ReadStream, fail: () => void): AsyncGenerator<Uint8Array> {
  yield first;
  const chunk = new Uint8Array(CHUNK);
  for (;;) {
    const count = await begun(read, chunk, 0, chunk.length);
    if (count < 0) fail();
    if (count <= 0) return;
    yield chunk.subarray(0, count);
  }
}

function sighted(origin: Origin, placed: Placed): Streamed {
  const { token, segments, encodings: chain, newlines, lineStart, allowedBy, field, record } = placed;
  const column = (segments[0] as Span).start - (lineStart ?? 0) + 1;
  const place = { origin, segments, encodings: chain, line: newlines + 1, column, allowedBy, field, record };
  return { kind: 'sighted', token, place };
}

/** What `read` answers; -1 when it cannot go on. */
function begun(read: ReadStream, target: Uint8Array, offset: number, length: number): Promise<number> | number {
  try {
    const reading = read(target, offset, length);
    return typeof reading === 'number' ? reading : reading.catch(() => -1);
  } catch {
    return -1;
  }
}

function passed(bytes: number): Streamed {
  return { kind: 'searched', bytes, haystacks: 0, objects: 0, totalBytes: null };
}

function broken(origin: Origin): Streamed {
  return { kind: 'failed', failure: { origin, code: 'unreadable', message: 'it could not be read to its end' } };
}
