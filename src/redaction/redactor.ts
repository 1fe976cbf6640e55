/** Bytes in, the same bytes out with the tokens replaced, however they are cut: what leaves depends on what came, not on when. */
import { anchorWindows } from '../encodings/anchor-windows.js';
import { encodings } from '../encodings/index.js';
import { createKernel } from '../kernel/create-kernel.js';
import type { Kernel } from '../kernel/kernel.js';
import type { Span } from '../model/span.js';
import { CHUNK, LEFT, RIGHT } from '../scanner/limits.js';
import type { OuterLayer } from '../scanner/embedded.js';
import { type Found, Search, type SearchSink, type View } from '../scanner/search.js';
import { EditList } from './edit-list.js';
import { FILLER, type Marker, type MarkerFacts } from './marker.js';
import { rewrapToken, type Wording } from './rewrap-token.js';
import { genericMask, isTokenByte, UNREAD } from './generic-mask.js';

const NEWLINE = 0x0a;

/** Room for what may be held, and for one more chunk. */
const WINDOW = 2 * LEFT + RIGHT + CHUNK;

/** What is asked of whoever knows tokens, and told to whoever counts. */
export interface RedactorOptions {
  /** What the marker of a token says; undefined when it stays as it is. */
  readonly judge: (found: Found) => MarkerFacts | undefined;
  readonly marker: Marker;
  /** Markers take just the place of their tokens. */
  readonly isSameLength?: boolean;
  /** A replacement left, counted as the kind of its marker. */
  readonly onReplaced?: (kind: string) => void;
}

/**
 * Push style: read at most `room` bytes into `input` at `filled`, say so with `take`, write all `pieces`. A byte leaves
 * when its line is whole or 4 KiB follow it, but not while a candidate before it waits for more. So a token found by an
 * anchor is replaced from the start of the anchor's line on; what stands on lines before has left.
 */
export class Redactor {
  readonly #options: RedactorOptions;
  readonly #search: Search;
  readonly #kernel: Kernel;
  readonly #longest: number;
  /** How far before its anchor a token is replaced. */
  readonly #reach: number;
  readonly #edits = new EditList();
  #pieces: Uint8Array[] = [];
  /** Absolute offset of `input[0]`. */
  #base = 0;
  #filled = 0;
  /** All anchors before it are settled. Relative to `#base`, as `#filled`. */
  #from = 0;
  /** The anchor at `#from` waits for more bytes. */
  #isPending = false;
  /** Absolute: everything before it has left. */
  #left = 0;
  /** Absolute: a token that starts before it has its mask already. */
  #maskedTo = 0;

  constructor(options: RedactorOptions) {
    this.#options = options;
    this.#search = new Search(encodings, createKernel);
    this.#kernel = createKernel(this.#search.anchors, WINDOW, anchorWindows);
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
    return this.#base + this.#filled - this.#left;
  }

  /** True when the bytes that are held wait for the rest of a candidate, not just of their line. */
  get isPending(): boolean {
    return this.#isPending;
  }

  /** What has to be written now, in order: views that the next `take`, `force` or `finish` makes invalid. */
  get pieces(): readonly Uint8Array[] {
    return this.#pieces;
  }

  /** Searches `count` new bytes. */
  take(count: number): void {
    this.#filled += count;
    this.#pieces = [];
    this.#settle(false);
    const tail = this.#lineStart(this.#filled, this.#reach + this.#longest);
    this.#leave(this.#isPending ? Math.min(tail, this.#lineStart(this.#from, this.#reach)) : tail);
  }

  /** Makes room for more; what `pieces` gave has to be written before. */
  slide(): void {
    this.#pieces = [];
    const keep = Math.max(0, Math.min(this.#left - this.#base, this.#from - LEFT));
    if (keep === 0) return;
    this.input.copyWithin(0, keep, this.#filled);
    this.#base += keep;
    this.#filled -= keep;
    this.#from -= keep;
  }

  /** Nothing follows: everything leaves, and the next bytes start anew. */
  finish(): void {
    this.#pieces = [];
    this.#settle(true);
    this.#leave(this.#filled);
    this.#reset();
  }

  /**
   * What is held leaves, because it waited long enough: tokens as far as they are there by their markers, a candidate
   * that nobody can read yet under a mask, and what still comes of either is swallowed. A finished line without a token
   * leaves as it is. Answers whether anything was masked that might have become something else.
   */
  force(): boolean {
    this.#pieces = [];
    if (this.held === 0) return false;
    const isForced = this.#isPending && this.#maskHeld();
    this.#leave(this.#filled);
    return isForced;
  }

  /** What is held leaves under a mask (or as it is, when `isMasked` is false), and the search starts anew. */
  surrender(isMasked: boolean): void {
    this.#pieces = [];
    this.#edits.clear();
    if (isMasked && this.held > 0) this.#mask(Math.max(0, this.#left - this.#base), this.#filled);
    this.#leave(this.#filled);
    this.#reset();
  }

  #reset(): void {
    this.#base += this.#filled;
    this.#filled = 0;
    this.#from = 0;
    this.#isPending = false;
    this.#search.reset();
  }

  /** Looks at all anchors up to the first one that needs more bytes. */
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
        const reach = Math.min(this.#filled, position + RIGHT);
        const isWhole = isEnd || reach === position + RIGHT;
        const view = { bytes: this.input.subarray(0, reach), base: this.#base, isEnd: isWhole };
        if (this.#search.at(view, position, kernel.hits[2 * hit + 1] as number, this.#sink(view, position))) continue;
        this.#from = position;
        this.#isPending = true;
        return;
      }
      this.#from = resumeAt;
    }
  }

  #sink(view: View, position: number): SearchSink {
    return {
      found: (found, layers) => this.#found(found, layers, view, position),
      embedded: () => {},
    };
  }

  #found(found: Found, layers: readonly OuterLayer[], { bytes, base }: View, position: number): void {
    const facts = this.#options.judge(found);
    if (facts === undefined) return;
    const first = (found.segments[0] as Span).start;
    const end = (found.segments[found.segments.length - 1] as Span).end;
    const earliest = Math.max(this.#left, base + this.#lineStart(position, this.#reach));
    const room = this.#edits.makeRoom(Math.max(first, earliest), end);
    if (room >= end) return;
    // The group of base64 that a token starts in may start before it.
    const from = room > first ? room : Math.max(earliest, this.#edits.endBefore(first));
    const wording = first < this.#maskedTo ? nothing : this.#wording(facts);
    const edits = rewrapToken({ layers, bytes, base }, from, wording);
    const [firstEdit] = edits;
    if (firstEdit === undefined) return;
    const lastEnd = Math.max(end, (edits[edits.length - 1] as Span).end);
    const { kind } = facts;
    this.#edits.add({ start: firstEdit.start, end: lastEnd, edits, kind: wording === nothing ? '' : kind });
  }

  #wording(facts: MarkerFacts): Wording {
    const { marker, isSameLength } = this.#options;
    const fitted = (length: number): string => marker.fitted(facts, length);
    return { text: isSameLength === true ? null : marker.text(facts), fitted };
  }

  /** The start of the line that `at` is on, or `most` bytes before `at`, if the line began earlier; relative. */
  #lineStart(at: number, most: number): number {
    const floor = Math.max(0, at - most);
    const { buffer, byteOffset } = this.input;
    const newline = Buffer.from(buffer, byteOffset + floor, at - floor).lastIndexOf(NEWLINE);
    return newline < 0 ? floor : floor + newline + 1;
  }

  /** Replaces the tokens in what is held as if nothing followed; masks what ends within a candidate. */
  #maskHeld(): boolean {
    const before = this.#edits.length;
    const anchor = this.#from;
    this.#glance();
    const hasFound = this.#edits.length > before;
    const end = this.#base + this.#filled;
    const last = this.input[this.#filled - 1] as number;
    const isMasked = isTokenByte[last] === 1 && this.#edits.end < end;
    if (isMasked) {
      const run = this.#runStart(hasFound ? this.#filled : anchor);
      this.#mask(Math.max(run, this.#left - this.#base, this.#edits.end - this.#base), this.#filled);
    }
    if (isMasked || hasFound) this.#maskedTo = end;
    return isMasked || hasFound;
  }

  /** Looks at all anchors that are not settled as if nothing followed. */
  #glance(): void {
    const kernel = this.#kernel;
    const view = { bytes: this.input.subarray(0, this.#filled), base: this.#base, isEnd: true };
    for (let from = this.#from; from < this.#filled; from = kernel.resumeAt) {
      const count = kernel.find(from, this.#filled, this.#filled);
      for (let hit = 0; hit < count; hit++) {
        const position = kernel.hits[2 * hit] as number;
        this.#search.glance(view, position, kernel.hits[2 * hit + 1] as number, this.#sink(view, position), 'any');
      }
    }
  }

  #runStart(at: number): number {
    let start = at;
    while (start > 0 && isTokenByte[this.input[start - 1] as number] === 1) start--;
    return start;
  }

  /** A generic mask for `[start, end)`, relative; the ends of lines stay. */
  #mask(start: number, end: number): void {
    const { marker, isSameLength } = this.#options;
    const bytes = genericMask(this.input.subarray(start, end), marker, isSameLength === true);
    const span = { start: this.#base + start, end: this.#base + end };
    this.#edits.add({ ...span, edits: [{ ...span, bytes }], kind: UNREAD });
  }

  /** Everything before `to` (relative) becomes `pieces`, and of a replacement that starts before it all. */
  #leave(to: number): void {
    for (const { edits, kind } of this.#edits.takeBefore(this.#base + to)) {
      for (const edit of edits) {
        this.#pass(edit.start);
        if (edit.bytes.length > 0) this.#pieces.push(edit.bytes);
        this.#left = Math.max(this.#left, edit.end);
      }
      if (kind !== '') this.#options.onReplaced?.(kind);
    }
    this.#pass(this.#base + to);
  }

  /** What stands before absolute `to` leaves as it is. */
  #pass(to: number): void {
    if (to <= this.#left) return;
    this.#pieces.push(this.input.subarray(this.#left - this.#base, to - this.#base));
    this.#left = to;
  }
}

/** For the rest of a token whose mask has left. */
const nothing: Wording = { text: '', fitted: (length) => FILLER.repeat(length) };
