/** Lines, counted as bytes pass; what is told of them is worked out where something was found. */
import type { Kernel } from '../kernel/kernel.js';

/** Where a byte stands among lines, counted from the start of what is owned. */
export interface LinePlace {
  /** Newlines between the start and the byte. */
  readonly newlines: number;
  /** Absolute offset of the line's first byte; null when the line began before the start. */
  readonly lineStart: number | null;
}

/**
 * Counts newlines up to a byte. `pass` must be called before bytes leave the window. Counting every window costs a
 * fiftieth of its search, reading anything again far more.
 */
export class LineCounter {
  readonly #kernel: Kernel;
  #to = 0;
  #newlines = 0;
  #lineStart: number | null = 0;
  #settled = { to: 0, newlines: 0, lineStart: this.#lineStart };

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Begins anew: lines are counted from absolute `start`. */
  begin(start: number): void {
    this.#to = start;
    this.#newlines = 0;
    this.#lineStart = start === 0 ? 0 : null;
    this.#settle();
  }

  #settle(): void {
    const settled = this.#settled;
    settled.to = this.#to;
    settled.newlines = this.#newlines;
    settled.lineStart = this.#lineStart;
  }

  /** Counts the window's bytes up to absolute `to`, before they leave; `base` is the window's first byte. */
  pass(to: number, base: number): void {
    this.#rewind(to);
    this.#count(Math.max(this.#to, base), to, base);
    this.#settle();
  }

  /** The place of the byte at absolute `offset`, which lies in the window that starts at `base`. */
  place(offset: number, base: number): LinePlace {
    this.#rewind(offset);
    if (offset > this.#to) this.#count(this.#to, offset, base);
    return { newlines: this.#newlines, lineStart: this.#lineStart };
  }

  #rewind(offset: number): void {
    if (offset >= this.#to) return;
    this.#to = this.#settled.to;
    this.#newlines = this.#settled.newlines;
    this.#lineStart = this.#settled.lineStart;
  }

  #count(from: number, to: number, base: number): void {
    if (to <= from) return;
    const newlines = this.#kernel.countNewlines(from - base, to - base);
    this.#newlines += newlines;
    if (newlines > 0) this.#lineStart = base + this.#kernel.lastNewline(from - base, to - base) + 1;
    this.#to = to;
  }
}
