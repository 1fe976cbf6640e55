/** Searches whole haystacks, one after the other, in one thread: kernel, window and lines under one roof. */
import { anchorWindows } from '../encodings/anchor-windows.js';
import type { Encoding } from '../encodings/encoding.js';
import type { CreateKernel, Kernel, KernelMemory } from '../kernel/kernel.js';
import type { JsonObject } from '../model/json.js';
import type { Span } from '../model/span.js';
import { StructureFinder } from '../structure/structure-finder.js';
import { inlineAllowIn } from '../token/inline-allow.js';
import type { Embedded } from './embedded.js';
import { LineCounter, type LinePlace } from './line-counter.js';
import { CHUNK, WINDOW } from './limits.js';
import { ANCHOR_WORK, type Pace } from './pace.js';
import { type Found, Search, type Wanted } from './search.js';
import { type Glances, type Sighted, Window } from './window.js';

/** A token in its place. Lines are counted from the start of what was owned. */
export interface Placed extends Found {
  readonly newlines: number;
  readonly lineStart: number | null;
  /** The word of an inline allow comment near it, or null. */
  readonly allowedBy: string | null;
  /** Where in a structured document it stands, and what the log record around it says; null where nothing is known. */
  readonly field: string | null;
  readonly record: JsonObject | null;
}

/** Takes what a searcher finds. */
export interface SearcherSink {
  found(placed: Placed): void;
  embedded(embedded: Embedded): void;
  /** Asked after each chunk: true makes `search` stop there, until `resume`. */
  readonly isDue?: Pace['isDue'];
}

/** Bytes that can be read at any position. `read` answers 0 at the end and a negative number on failure. */
export interface Readable {
  readonly canSeek: boolean;
  /** Names what is read, where its parts are searched one by one. */
  readonly name?: string;
  read(target: Uint8Array, offset: number, length: number, position: number): number;
}

/** How a search of a `Readable` went. */
export interface Searched {
  /** Bytes read that belong to what was owned. */
  readonly bytes: number;
  readonly hasFailed: boolean;
  /** `isOther` said that this is no plain haystack; nothing was searched. */
  readonly isOther: boolean;
  /** The sink said that it is time for others: `resume` goes on. */
  readonly isPaused: boolean;
  /** Did any anchor stand in it, whatever came of it? */
  readonly hasAnchors: boolean;
}

/** How a file that grows is searched. */
export interface FollowManner {
  readonly glances: Glances;
  readonly isEnd: boolean;
  readonly maxBytes: number;
}

/** How far a search of a file that grows came. Offsets are absolute. */
export interface Followed {
  /** Up to here it was read. */
  readonly position: number;
  /** The next search starts here. */
  readonly settled: number;
  /** The lines before `settled`, from where the search started. */
  readonly lines: LinePlace;
  readonly hasFailed: boolean;
}

/** What a searcher holds of a haystack: bytes from absolute `base` on, valid until it takes more. */
export interface Held {
  readonly bytes: Uint8Array;
  readonly base: number;
}

/** One searcher a thread; haystacks go through it one after the other. */
export class Searcher {
  readonly #createKernel: CreateKernel;
  readonly #kernel: Kernel;
  readonly #window: Window;
  readonly #structure = new StructureFinder();
  /** What is looked for, in latin1. */
  readonly anchors: readonly string[];
  /** Of the longest anchor that is looked for. */
  readonly longest: number;
  readonly #lines: LineCounter;
  /** Begun when the first thing is found. */
  #isStructured = false;
  #readable: Readable | undefined;
  /** Of the search that runs: what it owns, and up to where it has read. */
  #owned: Span | undefined;
  #position = 0;
  #end = 0;
  #sink: SearcherSink = { found: () => {}, embedded: () => {} };

  constructor(encodings: readonly Encoding[], createKernel: CreateKernel, wanted: Wanted = 'all') {
    const search = new Search(encodings, createKernel, wanted);
    this.#kernel = createKernel(search.anchors, WINDOW, anchorWindows);
    this.#createKernel = createKernel;
    this.anchors = search.anchors;
    this.longest = Math.max(...this.anchors.map(({ length }) => length));
    this.#window = new Window(this.#kernel, search, {
      sighted: (sighted) => this.#place(sighted),
      embedded: (embedded) => this.#sink.embedded(embedded),
      leaving: (to, base) => this.#lines.pass(to, base),
    });
    this.#lines = new LineCounter(this.#kernel);
  }

  /**
   * Searches `owned` (or all) of something readable. `isOther` sees the first bytes: what has to be opened before it
   * can be searched is left to the caller.
   */
  search(readable: Readable, sink: SearcherSink, owned?: Span, isOther?: (head: Uint8Array) => boolean): Searched {
    const isWhole = owned === undefined && readable.canSeek;
    const { input } = this.#kernel;
    const first = isWhole ? readable.read(input, 0, CHUNK, 0) : undefined;
    if (first !== undefined && first > 0) {
      if (isOther?.(input.subarray(0, first)) === true) return otherwise;
      // Files come by the ten thousand, and most are short and hold no anchor: nothing is begun for those.
      if (first < CHUNK && readable.read(input, first, CHUNK, first) === 0 && this.#kernel.find(0, first, first) === 0)
        return { bytes: first, hasFailed: false, isOther: false, isPaused: false, hasAnchors: false };
    }
    this.#position = this.#window.begin(owned, readable.canSeek ? 'again' : 'once');
    this.#sink = sink;
    this.#owned = owned;
    this.#lines.begin(owned?.start ?? 0);
    this.#readable = readable;
    this.#isStructured = false;
    return this.#read(readable, first, isWhole ? undefined : isOther);
  }

  /** Goes on with a search that paused; nothing else may have been searched meanwhile. */
  resume(): Searched {
    return this.#read(this.#readable as Readable);
  }

  /** `first` bytes were read before, of which `isOther` was told then. */
  #read(readable: Readable, first?: number, isOther?: (head: Uint8Array) => boolean): Searched {
    const window = this.#window;
    const { input } = this.#kernel;
    let count = first;
    for (;;) {
      count ??= readable.read(input, window.filled, window.room, this.#position);
      if (count <= 0) {
        window.finish();
        return this.#searched(this.#position, count < 0);
      }
      if (this.#position === 0 && isOther?.(input.subarray(0, count)) === true) return otherwise;
      const { anchors } = window;
      this.#position += count;
      window.take(count);
      if (window.isDone) return this.#searched(Math.min(this.#position, this.#owned?.end ?? this.#position), false);
      if (this.#sink.isDue?.(count + ANCHOR_WORK * (window.anchors - anchors)) === true)
        return { ...this.#searched(this.#position, false), isPaused: true };
      count = undefined;
    }
  }

  #searched(end: number, hasFailed: boolean): Searched {
    this.#end = end;
    const bytes = Math.max(0, end - (this.#owned?.start ?? 0));
    return { bytes, hasFailed, isOther: false, isPaused: false, hasAnchors: this.#window.anchors > 0 };
  }

  /** The lines of what was owned by the last search. */
  linesAtEnd(): LinePlace {
    return this.#lines.place(this.#end, this.#window.base);
  }

  /**
   * Searches what came to a file that grows, at most `maxBytes` of it, from where `from` left it, and says where the
   * next search starts. What stands at the end and could still go on is told when `glances` says so, and told again by
   * the next search; with `isEnd` nothing will follow. Lines count from `from.offset`.
   */
  follow(readable: Readable, sink: SearcherSink, from: number, manner: FollowManner): Followed {
    const window = this.#window;
    this.#sink = sink;
    this.#lines.begin(from);
    this.#readable = readable;
    this.#isStructured = false;
    let position = window.begin({ start: from, end: Number.POSITIVE_INFINITY }, 'again', manner.glances);
    const stop = Math.max(from, position) + manner.maxBytes;
    for (;;) {
      const room = Math.min(window.room, stop - position);
      const count = room === 0 ? 0 : readable.read(this.#kernel.input, window.filled, room, position);
      if (count > 0) {
        position += count;
        window.take(count);
        continue;
      }
      if (manner.isEnd && room > 0) window.finish();
      const settled = Math.max(from, Math.min(position, window.settled));
      return { position, settled, lines: this.#lines.place(settled, window.base), hasFailed: count < 0 };
    }
  }

  /** A kernel that looks for the same anchors, wherever they stand in a memory (see `CreateKernel`). */
  kernelOver(memory: KernelMemory): Kernel {
    return this.#createKernel(this.anchors, memory, anchorWindows);
  }

  /** Starts a stream, whose bytes are then brought with `room` and `take`. */
  begin(sink: SearcherSink): void {
    this.#sink = sink;
    this.#window.begin(undefined, 'once', 'lines');
    this.#readable = undefined;
    this.#isStructured = false;
    this.#lines.begin(0);
  }

  /** Where the next bytes of a stream go. */
  room(): { readonly target: Uint8Array; readonly offset: number; readonly length: number } {
    return { target: this.#kernel.input, offset: this.#window.filled, length: this.#window.room };
  }

  /** What is held of the stream; to be asked for while something is told of it. */
  held(): Held {
    return { bytes: this.#kernel.input.subarray(0, this.#window.filled), base: this.#window.base };
  }

  /** Searches what `count` new bytes of a stream made complete. */
  take(count: number): void {
    this.#window.take(count);
  }

  /** Ends a stream. */
  finish(): void {
    this.#window.finish();
  }

  #structured(): StructureFinder {
    const readable = this.#readable;
    if (this.#isStructured) return this.#structure;
    this.#isStructured = true;
    if (readable?.canSeek === true)
      this.#structure.begin((target, at) => readable.read(target, 0, target.length, at), readable.name);
    else this.#structure.begin();
    return this.#structure;
  }

  #place(sighted: Sighted): void {
    const { token, segments, encodings, bytes, base } = sighted;
    const first = segments[0] as Span;
    const { newlines, lineStart } = this.#lines.place(first.start, base);
    const local = segments.map((part) => ({ start: part.start - base, end: part.end - base }));
    // Most JWTs in a log are none of ours, and structure costs a look at what stands around.
    const { field, record } = namesServiceAccount(token)
      ? this.#structured().find(bytes, base, first.start)
      : unstructured;
    this.#sink.found({
      token,
      segments,
      encodings,
      newlines,
      lineStart,
      allowedBy: inlineAllowIn(bytes, local),
      field,
      record,
    });
  }
}

const otherwise: Searched = { bytes: 0, hasFailed: false, isOther: true, isPaused: false, hasAnchors: false };

const unstructured = { field: null, record: null };

/** A quick look at the payload: does it speak of Kubernetes at all? */
function namesServiceAccount(token: string): boolean {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url');
  return payload.includes('kubernetes') || payload.includes('serviceaccount');
}
