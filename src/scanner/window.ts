/** A haystack of any size, searched in a window that slides over it. */
import type { Kernel } from '../kernel/kernel.js';
import type { Span } from '../model/span.js';
import { CHUNK, LEFT, RIGHT } from './limits.js';
import type { Found, Search } from './search.js';

/** A token with what stands around it; `bytes` is valid only during the call. */
export interface Sighted extends Found {
  /** The window's bytes, for a look at the neighbourhood. */
  readonly bytes: Uint8Array;
  /** Absolute offset of `bytes[0]`. */
  readonly base: number;
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
  readonly #emit: (sighted: Sighted) => void;
  readonly #leave: (to: number, base: number) => void;
  #owned: Span = { start: 0, end: Number.POSITIVE_INFINITY };
  #base = 0;
  #filled = 0;
  #from = 0;

  /** `leave` is called before the bytes from absolute `base` up to `to` leave the window. */
  constructor(
    kernel: Kernel,
    search: Search,
    emit: (sighted: Sighted) => void,
    leave: (to: number, base: number) => void,
  ) {
    this.#kernel = kernel;
    this.#search = search;
    this.#emit = emit;
    this.#leave = leave;
    this.#longestAnchor = Math.max(...search.anchors.map((anchor) => anchor.length));
  }

  /** Starts a haystack, whose first byte to be read is `max(0, owned.start - LEFT)`. Answers that offset. */
  begin(owned: Span = { start: 0, end: Number.POSITIVE_INFINITY }): number {
    this.#owned = owned;
    this.#base = Math.max(0, owned.start - LEFT);
    this.#filled = 0;
    this.#from = owned.start - this.#base;
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

  /** Absolute offset of the input's first byte. */
  get base(): number {
    return this.#base;
  }

  /** All owned anchors are searched: what may still come does not matter. */
  get isDone(): boolean {
    return this.#base + this.#from >= this.#owned.end;
  }

  /** Searches what `count` new bytes made complete. */
  take(count: number): void {
    this.#filled += count;
    this.#advance(false);
    if (this.#kernel.input.length - this.#filled < CHUNK) this.#slide();
  }

  /** Searches the rest: nothing follows. */
  finish(): void {
    this.#advance(true);
  }

  #advance(isEnd: boolean): void {
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
    for (let hit = 0; hit < count; hit++) {
      const position = hits[2 * hit] as number;
      const reach = Math.min(this.#filled, position + RIGHT);
      const isLast = (isEnd && reach === this.#filled) || reach < this.#filled || reach === position + RIGHT;
      const view = { bytes: input.subarray(0, reach), base: this.#base, isEnd: isLast };
      const isSettled = this.#search.at(view, position, hits[2 * hit + 1] as number, (found) => {
        this.#emit({ ...found, bytes: input.subarray(0, this.#filled), base: this.#base });
      });
      if (!isSettled) {
        this.#from = position;
        return false;
      }
    }
    return true;
  }

  /** Moves what is still needed to the front: LEFT bytes, and all that is not searched yet. */
  #slide(): void {
    const keep = Math.max(0, this.#from - LEFT);
    if (keep === 0) return;
    this.#leave(this.#base + keep, this.#base);
    this.#kernel.input.copyWithin(0, keep, this.#filled);
    this.#base += keep;
    this.#filled -= keep;
    this.#from -= keep;
  }
}
