/** A haystack of any size, searched in a window that slides over it. */
import type { Kernel } from '../kernel/kernel.js';
import type { Span } from '../model/span.js';
import { CHUNK, LEFT, PAGE, RIGHT } from './limits.js';
import type { Embedded } from './embedded.js';
import type { Found, Search, SearchSink } from './search.js';

const NEWLINE = 0x0a;

/** What is kept where nothing waits for more bytes. */
const LEAST_KEPT = LEFT + 2 * PAGE;

/**
 * A layer that waits for more bytes is peeled again when more have come. Beyond this many it waits for a quarter more, so
 * that bytes that come one by one are not peeled thousands of times.
 */
const PATIENT = 32 * 1024;

/** A token with what stands around it; `bytes` is valid only during the call. */
export interface Sighted extends Found {
  /** The window's bytes, for a look at the neighbourhood. */
  readonly bytes: Uint8Array;
  /** Absolute offset of `bytes[0]`. */
  readonly base: number;
}

/**
 * When a token is told that could still go on, because its bytes come when they come: `lines`, once its line is
 * finished; `always`, as soon as its signature is as long as its algorithm makes it.
 */
export type Glances = 'never' | 'lines' | 'always';

/** Takes what a window finds. */
export interface WindowSink {
  sighted(sighted: Sighted): void;
  embedded(embedded: Embedded): void;
  /** The bytes from absolute `base` up to `to` are about to leave the window. */
  leaving(to: number, base: number): void;
}

/**
 * Push style, so that files (read at once) and streams (read as they come) go the same way: read at most `room`
 * bytes into the kernel's input at `filled`, then say so with `take`; at the end, `finish`.
 *
 * The window owns the anchors that start in `owned`; it may look LEFT before and RIGHT after them.
 */
export class Window {
  readonly #kernel: Kernel;
  readonly #search: Search;
  readonly #longestAnchor: number;
  readonly #sink: WindowSink;
  readonly #found: SearchSink;
  #owned: Span = { start: 0, end: Number.POSITIVE_INFINITY };
  #glances: Glances = 'never';
  #isReread = false;
  #base = 0;
  #filled = 0;
  #from = 0;
  #anchors = 0;
  /** The anchor at `#from` waits until so many bytes are there. */
  #waitsFor = 0;

  constructor(kernel: Kernel, search: Search, sink: WindowSink) {
    this.#kernel = kernel;
    this.#search = search;
    this.#sink = sink;
    this.#found = {
      found: (found) => sink.sighted({ ...found, bytes: kernel.input.subarray(0, this.#filled), base: this.#base }),
      embedded: (embedded) => sink.embedded(embedded),
    };
    this.#longestAnchor = Math.max(...search.anchors.map((anchor) => anchor.length));
  }

  /**
   * Starts a haystack, whose first byte to be read is `max(0, owned.start - LEFT)`. Answers that offset. `once`: its
   * bytes come once, so as many of them stay as there is room for. `again`: whoever needs what has left can read it
   * again.
   */
  begin(
    owned: Span = { start: 0, end: Number.POSITIVE_INFINITY },
    come: 'once' | 'again' = 'again',
    glances: Glances = 'never',
  ): number {
    this.#glances = glances;
    this.#isReread = come === 'again';
    this.#owned = owned;
    this.#base = Math.max(0, owned.start - LEFT);
    this.#filled = 0;
    this.#from = owned.start - this.#base;
    this.#anchors = 0;
    this.#waitsFor = 0;
    this.#search.reset();
    return this.#base;
  }

  /** Where in the kernel's input the next bytes go. */
  get filled(): number {
    return this.#filled;
  }

  /** How many bytes may be read now: at least one, at most a chunk. */
  get room(): number {
    return Math.min(CHUNK, this.#kernel.input.length - this.#filled);
  }

  /** Anchors met in this haystack so far, whatever came of them; some are counted twice. */
  get anchors(): number {
    return this.#anchors;
  }

  /** Absolute offset of the input's first byte. */
  get base(): number {
    return this.#base;
  }

  /** Absolute offset up to which all is said: a later search may start here, and misses nothing. */
  get settled(): number {
    return this.#base + this.#from;
  }

  /** All owned anchors are searched: what may still come does not matter. */
  get isDone(): boolean {
    return this.#base + this.#from >= this.#owned.end;
  }

  /** Searches what `count` new bytes made complete. */
  take(count: number): void {
    this.#filled += count;
    this.#advance(false);
    if (this.#isReread || this.#kernel.input.length - this.#filled < CHUNK) this.#slide();
  }

  /** Searches the rest: nothing follows. */
  finish(): void {
    this.#advance(true);
  }

  #advance(isEnd: boolean): void {
    if (this.#filled < this.#waitsFor && !isEnd) return;
    this.#waitsFor = 0;
    const kernel = this.#kernel;
    const last = isEnd ? this.#filled : this.#filled - this.#longestAnchor + 1;
    const to = Math.min(last, this.#owned.end - this.#base);
    while (this.#from < to) {
      const count = kernel.find(this.#from, to, this.#filled);
      const resumeAt = kernel.resumeAt;
      if (!this.#lookAt(count, isEnd)) return;
      this.#from = resumeAt;
    }
  }

  /** Looks at the hits in order; false when one needs bytes that are not there, and `#from` is then its place. */
  #lookAt(count: number, isEnd: boolean): boolean {
    const { hits, input } = this.#kernel;
    this.#anchors += count;
    for (let hit = 0; hit < count; hit++) {
      const position = hits[2 * hit] as number;
      if (this.#search.isQuiet(hits[2 * hit + 1] as number, this.#base + position)) continue;
      const reach = Math.min(this.#filled, position + RIGHT);
      const isLast = (isEnd && reach === this.#filled) || reach < this.#filled || reach === position + RIGHT;
      const view = { bytes: input.subarray(0, reach), base: this.#base, isEnd: isLast };
      const index = hits[2 * hit + 1] as number;
      if (!this.#search.at(view, position, index, this.#found)) {
        this.#from = position;
        const waiting = this.#filled - position;
        if (waiting > PATIENT) this.#waitsFor = Math.min(position + RIGHT, this.#filled + waiting / 4);
        const isTime = this.#glances === 'always' || (this.#glances === 'lines' && input[this.#filled - 1] === NEWLINE);
        if (isTime) this.#search.glance(view, position, index, this.#found);
        return false;
      }
    }
    return true;
  }

  /**
   * Moves what is still needed to the front: LEFT bytes, and all that is not searched yet. Whole pages go, so that
   * a file is read from the start of a page to the start of a page; some processors copy three times slower between others.
   * While little is kept it goes at once: what is read next takes the same memory, which is still in the cache.
   */
  #slide(): void {
    const { input } = this.#kernel;
    const leaves = Math.floor(Math.max(0, this.#from - LEFT) / PAGE) * PAGE;
    const kept = this.#filled - leaves;
    if (leaves === 0 || (kept > LEAST_KEPT && input.length - this.#filled >= CHUNK)) return;
    this.#sink.leaving(this.#base + leaves, this.#base);
    input.copyWithin(0, leaves, this.#filled);
    this.#base += leaves;
    this.#filled = kept;
    this.#from -= leaves;
    this.#waitsFor -= leaves;
  }
}
