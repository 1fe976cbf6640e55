/** Bytes in, the same bytes out with the tokens replaced: what leaves depends on what came, not on when or in what pieces. */
import { anchorWindows } from '../encodings/anchor-windows.js';
import { encodings } from '../encodings/index.js';
import { createKernel } from '../kernel/create-kernel.js';
import type { Kernel } from '../kernel/kernel.js';
import { LineCounter } from '../scanner/line-counter.js';
import { CHUNK, LEFT, PAGE, RIGHT } from '../scanner/limits.js';
import { Search, type SearchSink } from '../scanner/search.js';
import { isTokenByte } from './generic-mask.js';
import { type PlaceOf, Replacer, type ReplacerOptions } from './replacer.js';

/**
 * Bytes that stay before the first anchor that is not settled. A layer looks back as far as LEFT, and where a line breaks
 * there, for what stands in front of the line before: what it sees must not depend on how much of that is still there.
 */
const KEPT = 2 * LEFT;

/** Room for what may be held, for what stays because it shares a page with it, and for one more chunk. */
const WINDOW = KEPT + LEFT + RIGHT + PAGE + CHUNK;

/** What `resume` goes on with. */
type Step = 'take' | 'finish' | 'force';

/** What is told besides. */
export interface RedactorOptions extends ReplacerOptions {
  /** Whoever judges wants to know lines and columns. */
  readonly countsLines?: boolean;
  /** Something was masked because it was held too long. */
  readonly onForced?: () => void;
}

/**
 * Push style: read at most `room` bytes into `input` at `filled`, say so with `take`, write all `pieces`, then `slide`.
 * After each step, while `isOpening`, `resume`. A byte leaves when its line is whole or 4 KiB follow it, but not while a
 * candidate before it waits for more. So a token is replaced from the start of the line on which an anchor stands; what
 * stood on lines before has left.
 */
export class Redactor {
  readonly #options: RedactorOptions;
  readonly #replacer: Replacer;
  readonly #search: Search;
  readonly #kernel: Kernel;
  readonly #longest: number;
  /** How far before its anchor a token is replaced. */
  readonly #reach: number;
  /** Absolute offset of `input[0]`. */
  #base = 0;
  #filled = 0;
  /** All anchors before it are settled. Relative to `#base`, as `#filled`. */
  #from = 0;
  /** The anchor at `#from` waits: for more bytes, or for a container to be opened. */
  #isPending = false;
  #step: Step = 'take';
  readonly #lines: LineCounter | undefined;
  /** What waited before the last glance. */
  #before = { count: 0, end: 0 };

  constructor(options: RedactorOptions) {
    this.#options = options;
    this.#replacer = new Replacer(options);
    this.#search = new Search(encodings, createKernel);
    this.#kernel = createKernel(this.#search.anchors, WINDOW, anchorWindows);
    this.#lines = options.countsLines === true ? new LineCounter(this.#kernel) : undefined;
    this.#longest = Math.max(...this.#search.anchors.map(({ length }) => length));
    this.#reach = LEFT - 2 * this.#longest;
  }

  /** Where bytes are to be read into, at `filled`. Valid for the redactor's life. */
  get input(): Uint8Array {
    return this.#kernel.input;
  }

  get filled(): number {
    return this.#filled;
  }

  /** How many bytes may be read now: at least one, at most a chunk. */
  get room(): number {
    return Math.min(CHUNK, this.input.length - this.#filled);
  }

  /** Bytes taken that have not left. */
  get held(): number {
    return this.#base + this.#filled - this.#replacer.left;
  }

  /** What has to be written now, in order: views that the next step makes invalid. */
  get pieces(): readonly Uint8Array[] {
    return this.#replacer.pieces;
  }

  /** The last step is not done: a container has to be opened. */
  get isOpening(): boolean {
    return this.#replacer.isOpening;
  }

  /** Searches `count` new bytes. */
  take(count: number): void {
    this.#filled += count;
    this.#begin('take');
  }

  /** Nothing follows: everything leaves, and the next bytes start anew. */
  finish(): void {
    this.#begin('finish');
  }

  /**
   * What is held leaves, because it waited long enough: tokens as far as they are there by their markers, a candidate
   * that nobody can read yet under a mask, and what still comes of either is swallowed. A finished line without a token
   * leaves as it is.
   */
  force(): void {
    this.#before = this.#replacer.waiting;
    if (this.#isPending) this.#glance();
    this.#begin('force');
  }

  /** Opens the containers that wait, and goes on. */
  async resume(): Promise<void> {
    await this.#replacer.open();
    this.#go();
  }

  /**
   * Makes room for more; what `pieces` gave has to be written before. What is read next starts a page: some processors
   * copy three times slower to any other place.
   */
  slide(): void {
    this.#replacer.begin();
    const most = Math.min(this.#replacer.left - this.#base, this.#from - KEPT);
    const leaves = most - ((((most - this.#filled) % PAGE) + PAGE) % PAGE);
    if (leaves <= 0) return;
    this.#lines?.pass(this.#base + leaves, this.#base);
    this.input.copyWithin(0, leaves, this.#filled);
    this.#base += leaves;
    this.#filled -= leaves;
    this.#from -= leaves;
  }

  /** What is held leaves under a mask (or as it is, when `isMasked` is false), and the search starts anew. */
  surrender(isMasked: boolean): void {
    this.#replacer.begin();
    this.#replacer.clear();
    const { left } = this.#replacer;
    const end = this.#base + this.#filled;
    if (isMasked && left < end) this.#replacer.mask({ start: left, end }, this.#source);
    this.#leave(this.#filled);
    this.#reset();
  }

  get #source(): { readonly bytes: Uint8Array; readonly base: number } {
    return { bytes: this.input, base: this.#base };
  }

  readonly #placeOf: PlaceOf = (offset) => {
    if (this.#lines === undefined) return { line: null, column: null };
    const { newlines, lineStart } = this.#lines.place(offset, this.#base);
    return { line: newlines + 1, column: lineStart === null ? null : offset - lineStart + 1 };
  };

  #begin(step: Step): void {
    this.#replacer.begin();
    this.#step = step;
    this.#go();
  }

  /** Goes on with the step at hand, as far as it can go before a container is opened. */
  #go(): void {
    if (this.#step === 'force') {
      if (this.isOpening) return;
      if (this.#isPending) this.#maskHeld();
      this.#leave(this.#filled);
      return;
    }
    this.#settle(this.#step === 'finish');
    const tail = this.#step === 'finish' ? this.#filled : this.#lineStart(this.#filled, this.#reach + this.#longest);
    this.#leave(this.#isPending ? Math.min(tail, this.#lineStart(this.#from, this.#reach)) : tail);
    if (this.#step === 'finish' && !this.isOpening) this.#reset();
  }

  #reset(): void {
    this.#lines?.pass(this.#base + this.#filled, this.#base);
    this.#base += this.#filled;
    this.#filled = 0;
    this.#from = 0;
    this.#isPending = false;
    this.#search.reset();
  }

  /** Looks at all anchors up to the first one that needs more bytes, or that a container stands at. */
  #settle(isEnd: boolean): void {
    const kernel = this.#kernel;
    this.#isPending = false;
    // No anchor holds a newline, so none can go over the last one.
    const last = this.#filled - this.#longest + 1;
    const to = isEnd ? this.#filled : Math.max(last, this.#lineStart(this.#filled, this.#longest));
    while (this.#from < to) {
      const count = kernel.find(this.#from, to, this.#filled);
      const { resumeAt } = kernel;
      for (let hit = 0; hit < count; hit++) {
        const position = kernel.hits[2 * hit] as number;
        if (this.#search.isQuiet(kernel.hits[2 * hit + 1] as number, this.#base + position)) continue;
        const reach = Math.min(this.#filled, position + RIGHT);
        const view = {
          bytes: this.input.subarray(0, reach),
          base: this.#base,
          isEnd: isEnd || reach === position + RIGHT,
        };
        const isSettled = this.#search.at(view, position, kernel.hits[2 * hit + 1] as number, this.#sink(position));
        if (isSettled && !this.isOpening) continue;
        this.#from = position;
        this.#isPending = true;
        return;
      }
      this.#from = resumeAt;
    }
  }

  #sink(position: number): SearchSink {
    const earliest = this.#base + this.#lineStart(position, this.#reach);
    return {
      found: (found, layers) => this.#replacer.found(found, layers, this.#source, earliest, this.#placeOf),
      embedded: (embedded, layers, base) => this.#replacer.embedded(embedded, layers, this.#sourceAt(base), earliest),
    };
  }

  /** The bytes as they lay when they began at `base`: layers keep the positions that they were peeled with. */
  #sourceAt(base: number): { readonly bytes: Uint8Array; readonly base: number } {
    if (base === this.#base) return this.#source;
    const bytes = new Uint8Array(this.#base - base + this.#filled);
    bytes.set(this.input.subarray(0, this.#filled), this.#base - base);
    return { bytes, base };
  }

  /** The start of the line that `at` is on, or `most` bytes before `at`, if the line began earlier; relative. */
  #lineStart(at: number, most: number): number {
    const floor = Math.max(0, at - most);
    return Math.max(floor, this.#kernel.lastNewline(floor, at) + 1);
  }

  /** Looks at all anchors that are not settled as if nothing followed. */
  #glance(): void {
    const kernel = this.#kernel;
    const view = { bytes: this.input.subarray(0, this.#filled), base: this.#base, isEnd: true };
    for (let from = this.#from; from < this.#filled; from = kernel.resumeAt) {
      const count = kernel.find(from, this.#filled, this.#filled);
      for (let hit = 0; hit < count; hit++) {
        const position = kernel.hits[2 * hit] as number;
        const { found, embedded } = this.#sink(position);
        this.#search.glance(
          view,
          position,
          kernel.hits[2 * hit + 1] as number,
          // Nobody knows how much of a container is still to come.
          { found, embedded: (part, layers, base) => embedded({ ...part, isCut: true }, layers, base) },
          'any',
        );
      }
    }
  }

  /** What was glanced at is replaced as far as it is a token; what ends within a candidate is masked. */
  #maskHeld(): void {
    const { count, end } = this.#replacer.waiting;
    const hasFound = count > this.#before.count || end > this.#before.end;
    const filledTo = this.#base + this.#filled;
    const isMasked = isTokenByte[this.input[this.#filled - 1] as number] === 1 && end < filledTo;
    if (isMasked) {
      const run = this.#base + this.#runStart(hasFound ? this.#filled : this.#from);
      this.#replacer.mask({ start: Math.max(run, this.#replacer.left, end), end: filledTo }, this.#source);
    }
    if (!isMasked && !hasFound) return;
    this.#replacer.swallowFrom(filledTo);
    this.#options.onForced?.();
  }

  #runStart(at: number): number {
    let start = at;
    while (start > 0 && isTokenByte[this.input[start - 1] as number] === 1) start--;
    return start;
  }

  #leave(to: number): void {
    this.#replacer.leave(this.#base + to, this.#source);
  }
}
