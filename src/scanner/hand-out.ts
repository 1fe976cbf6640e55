/** Files and objects → sightings with lines: batches the small, splits the long, and decides when threads pay. */
import type { Failure, Skipped } from '../model/failure.js';
import type { GitHaystack, RawPath } from '../model/haystack.js';
import type { JsonObject } from '../model/json.js';
import type { Origin } from '../model/origin.js';
import type { Span } from '../model/span.js';
import { inlineLimits } from './inline-limits.js';
import { LongFileSearch } from './long-file.js';
import type { FoundMessage, SearchManner, SearchRangeTask, Task } from './messages.js';
import { Pool, type PoolResult } from './pool.js';

/** Something to search, or to pass on. */
export type Work =
  | { readonly kind: 'objects'; readonly haystack: GitHaystack }
  /** So many bytes are about to come: threads may be started before they do. */
  | { readonly kind: 'expected'; readonly bytes: number }
  /** Some files: few enough that one thread takes them all. */
  | { readonly kind: 'files'; readonly paths: readonly RawPath[]; readonly as: 'walked' | 'named' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'skipped'; readonly skipped: Skipped };

/** A token in a place. */
interface Sighted<T> {
  readonly kind: 'sighted';
  readonly token: T;
  readonly place: Place;
  readonly source: string | null;
}

/** What comes back. `T` is what the caller made of a token's text. */
export type Worked<T> =
  /** `source`: of git objects, where they were read; one object may lie in several places. */
  | Sighted<T>
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'skipped'; readonly skipped: Skipped }
  | {
      readonly kind: 'searched';
      readonly bytes: number;
      readonly haystacks: number;
      readonly objects: number;
      readonly totalBytes: number | null;
    }
  | Unread;

/** Objects that have to be asked of git, and haystacks that were gone when their turn came. */
export interface Unread {
  readonly kind: 'unread';
  readonly of: GitHaystack;
  readonly refused: readonly string[];
  readonly isGone: boolean;
}

/** Where a token stands; line and column from 1, in bytes. */
export interface Place {
  readonly origin: Origin;
  readonly segments: readonly Span[];
  readonly encodings: readonly string[];
  readonly line: number;
  readonly column: number;
  readonly allowedBy: string | null;
  readonly field: string | null;
  readonly record: JsonObject | null;
}

/** Files in one task, and those that came with the last: enough that messages cost little, few enough that threads share them. */
const FILES_AT_ONCE = 256;

/** Tokens a thread numbers before it forgets them all; the same number as in the worker. */
const REMEMBERED_TOKENS = 8_192;

/** A token of a thread: its text until one of its places is told, then what the caller made of it. */
type Token<T> = { text: string } | { text: null; noted: T };

/** A place whose token is asked for when it is told: what waits is no more than text. */
type Untold<T> = Exclude<Worked<T>, { kind: 'sighted' }> | (Omit<Sighted<T>, 'token'> & { readonly token: Token<T> });

/** Runs a list of files through the pool; what comes back is told as it comes. */
export class HandOut<T> {
  readonly #pool: Pool;
  readonly #files: Iterator<Work>;
  readonly #note: (token: string) => T;
  readonly #long: LongFileSearch<Token<T>>[] = [];
  readonly #owner = new Map<Task, LongFileSearch<Token<T>>>();
  readonly #tokens = new Map<number, Map<number, Token<T>>>();
  #told: Untold<T>[] = [];
  /** Used, but not said to be: who posted them is ahead of what can be told, and goes on when they are. */
  #withheld: PoolResult[] = [];
  /** Batches that were listed before the first was searched. */
  #batches: Task[] | undefined;
  #ahead: Work | undefined;
  #isListed = false;
  #bytes = 0;
  #haystacks = 0;
  #longBytes = 0;
  #shortBytes = 0;

  /** `note` is called with a token's text when its first place is told, once for each thread that meets it. */
  constructor(files: Iterator<Work>, jobs: number, manner: SearchManner, note: (token: string) => T) {
    this.#files = files;
    this.#pool = new Pool(jobs, manner);
    this.#note = note;
  }

  /** Runs to the end. Stopping the iteration early ends all threads. */
  async *run(): AsyncGenerator<Worked<T>> {
    try {
      for (;;) {
        this.#fill();
        yield* this.#drain();
        if (this.#pool.isIdle && this.#isListed && this.#long.length === 0) return;
        const result = await this.#pool.next();
        this.#take(result);
        yield* this.#drain();
        this.#acknowledge(result);
      }
    } finally {
      await this.#pool.close();
    }
  }

  #acknowledge(result: PoolResult): void {
    const withheld: PoolResult[] = [];
    for (const used of [...this.#withheld, result]) {
      if (used.of.kind === 'range' && this.#owner.get(used.of)?.isAhead(used.of.range) === true) withheld.push(used);
      else this.#pool.taken(used);
    }
    this.#withheld = withheld;
  }

  #fill(): void {
    if (this.#batches === undefined) this.#lookAhead();
    if (this.#bytes > inlineLimits.bytes || this.#haystacks > inlineLimits.files || this.#long.length > 0)
      this.#pool.startThreads();
    while (this.#pool.hasRoom) {
      const task = this.#nextTask();
      if (task === undefined) return;
      this.#pool.push(task);
    }
  }

  #nextTask(): Task | undefined {
    for (const long of this.#long) {
      const task = long.next();
      if (task === undefined) continue;
      this.#owner.set(task, long);
      return task;
    }
    return this.#batches?.shift() ?? this.#nextBatch();
  }

  /** Lists so many files that they say whether threads pay: those start while the first files are searched. */
  #lookAhead(): void {
    const batches: Task[] = [];
    let files = 0;
    while (files <= inlineLimits.files) {
      const batch = this.#nextBatch();
      if (batch === undefined) break;
      batches.push(batch);
      if (batch.kind !== 'files') break;
      files += batch.paths.length;
    }
    this.#batches = batches;
    if (files > inlineLimits.files) this.#pool.startThreads();
  }

  #nextBatch(): Task | undefined {
    const paths: RawPath[] = [];
    let as: 'walked' | 'named' | undefined;
    while (paths.length < FILES_AT_ONCE) {
      const work = this.#ahead ?? this.#nextWork();
      this.#ahead = undefined;
      if (work === undefined) break;
      if (work.kind === 'expected') {
        if (work.bytes > inlineLimits.bytes) this.#pool.startThreads();
      } else if (work.kind === 'objects') {
        if (as === undefined) return work;
        this.#ahead = work;
        break;
      } else if (work.kind !== 'files') this.#told.push(work);
      else if (as !== undefined && work.as !== as) {
        this.#ahead = work;
        break;
      } else {
        as = work.as;
        paths.push(...work.paths);
      }
    }
    return as === undefined ? undefined : { kind: 'files', paths, as };
  }

  #nextWork(): Work | undefined {
    if (this.#isListed) return undefined;
    const next = this.#files.next();
    if (next.done !== true) return next.value;
    this.#isListed = true;
    return undefined;
  }

  #take(result: PoolResult): void {
    const { of, bytes, haystacks } = result;
    this.#bytes += bytes;
    this.#haystacks += haystacks;
    for (const failure of result.failures) this.#told.push({ kind: 'failed', failure });
    for (const skipped of result.skipped) this.#told.push({ kind: 'skipped', skipped });
    for (const { path, size } of result.longFiles) {
      this.#long.push(new LongFileSearch(path, size));
      this.#longBytes += size;
    }
    // A thread sends a token's text once, so every message is resolved in the order it came.
    const resolved = result.found.map(({ token: text, ...message }) => ({
      token: this.#tokenOf(result.thread, message.id, text),
      message,
    }));
    if (of.kind === 'files' || of.kind === 'objects') {
      for (const { token, message } of resolved)
        this.#sighted(token, message, message.newlines + 1, null, sourceOf(of));
    } else if (of.kind === 'range') this.#takeLong(of, result, resolved);
    const { searched: objects, refused, isGone } = result.objects;
    if (of.kind === 'objects' && (isGone || refused.length > 0))
      this.#told.push({ kind: 'unread', of: of.haystack, refused, isGone });
    if (of.kind === 'files') this.#shortBytes += bytes;
    // Short files are over at once; what is ahead is known when only long ones are left.
    const totalBytes = this.#isListed ? this.#longBytes + this.#shortBytes : null;
    if (bytes > 0 || haystacks > 0 || objects > 0)
      this.#told.push({ kind: 'searched', bytes, haystacks, objects, totalBytes });
  }

  #takeLong(
    of: SearchRangeTask,
    result: PoolResult,
    resolved: readonly { token: Token<T>; message: FoundMessage }[],
  ): void {
    const long = this.#owner.get(of);
    if (long === undefined) return;
    // What stands in an archive within the text has lines of its own.
    for (const { token, message } of resolved.filter((item) => item.message.origin.kind !== 'file')) {
      this.#sighted(token, message, message.newlines + 1, null);
    }
    const inFile = resolved.filter((item) => item.message.origin.kind === 'file');
    long.found(of.range, inFile, result.isLast ? (result.lines ?? { newlines: 0, lineStart: null }) : null);
    for (const { token, found, line, column } of long.numbered()) this.#sighted(token, found, line, column);
    if (result.isLast) this.#owner.delete(of);
    if (long.isDone) this.#long.splice(this.#long.indexOf(long), 1);
  }

  #sighted(
    token: Token<T>,
    found: FoundMessage,
    line: number,
    column: number | null,
    source: string | null = null,
  ): void {
    const { origin, segments, encodings, allowedBy, lineStart, field, record } = found;
    const start = (segments[0] as Span).start;
    const place = {
      origin,
      segments,
      encodings,
      line,
      column: column ?? start - (lineStart ?? 0) + 1,
      allowedBy,
      field,
      record,
    };
    this.#told.push({ kind: 'sighted', token, place, source });
  }

  #tokenOf(thread: number, id: number, text: string | undefined): Token<T> {
    const tokens = this.#tokens.get(thread) ?? new Map<number, Token<T>>();
    this.#tokens.set(thread, tokens);
    if (text === undefined) return tokens.get(id) as Token<T>;
    if (tokens.size >= REMEMBERED_TOKENS) tokens.clear();
    const token = { text };
    tokens.set(id, token);
    return token;
  }

  #noted(token: Token<T>): T {
    if (token.text === null) return token.noted;
    const noted = this.#note(token.text);
    Object.assign(token, { text: null, noted });
    return noted;
  }

  *#drain(): Generator<Worked<T>> {
    const told = this.#told;
    this.#told = [];
    for (const item of told) yield item.kind === 'sighted' ? { ...item, token: this.#noted(item.token) } : item;
  }
}

function sourceOf(task: Task): string | null {
  if (task.kind !== 'objects') return null;
  const { haystack } = task;
  return haystack.kind === 'pack' ? haystack.path : haystack.kind === 'loose' ? haystack.folder : 'git';
}
