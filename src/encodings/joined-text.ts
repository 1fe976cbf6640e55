/** Text that is broken over lines, read as one. */
import type { Span } from '../model/span.js';
import { breakAt, breakStartsBefore, CUT_BREAK, NO_BREAK } from './line-break.js';

/** Characters that make up a kind of text: 1 where a byte belongs to it. */
export type Alphabet = Uint8Array;

/**
 * The characters of a text from `start` on, its breaks left out. Grows as it is read; `pieces` say where each run of
 * characters stands in the source.
 */
export class JoinedText {
  readonly #bytes: Uint8Array;
  readonly #alphabet: Alphabet;
  readonly #pieceStarts: number[] = [];
  readonly #pieceTexts: number[] = [];
  /** The text so far; `length` of its bytes count. */
  text: Uint8Array;
  length = 0;
  /** Source position after the last character that was taken. */
  end: number;
  /** True when the source ended where more might follow. */
  isCut = false;
  #isWhole = false;

  constructor(bytes: Uint8Array, start: number, alphabet: Alphabet, capacity = 64) {
    this.#bytes = bytes;
    this.#alphabet = alphabet;
    this.text = new Uint8Array(capacity);
    this.end = start;
  }

  /** Number of runs; more than one means that the text was broken. */
  get pieces(): number {
    return this.#pieceStarts.length;
  }

  /** Reads until `count` characters are there or the text ends. */
  readTo(count: number): void {
    while (this.length < count && !this.#isWhole) {
      const isInRun = this.pieces === 0 || this.#alphabet[this.#bytes[this.end] ?? 0] === 1;
      const from = isInRun ? this.end : this.#next();
      if (from < 0) return;
      this.#takeRun(from, count);
    }
  }

  /** Text positions where a line ends, ascending; the last is the end of what was read. */
  lineEnds(): readonly number[] {
    return [...this.#pieceTexts.slice(1), this.length];
  }

  /** Characters on each line, the first (which may start late) left out. */
  lineLengths(): readonly number[] {
    return this.lineEnds()
      .slice(1)
      .map((end) => this.lineLengthAt(end));
  }

  /** Characters on the line that ends at text position `end`. */
  lineLengthAt(end: number): number {
    return end - (this.#pieceTexts[this.#pieceAt(end - 1)] ?? 0);
  }

  /** Maps a span of the text to the source. */
  locate(span: Span): readonly Span[] {
    const segments: Span[] = [];
    for (let piece = this.#pieceAt(span.start); piece < this.pieces; piece++) {
      const textStart = this.#pieceTexts[piece] as number;
      if (textStart >= span.end) break;
      const textEnd = this.#pieceTexts[piece + 1] ?? this.length;
      const source = (this.#pieceStarts[piece] as number) - textStart;
      segments.push({ start: source + Math.max(span.start, textStart), end: source + Math.min(span.end, textEnd) });
    }
    return segments;
  }

  /** The text position of a source byte that was taken, else undefined. */
  positionOf(at: number): number | undefined {
    let low = 0;
    let high = this.pieces - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pieceStarts[middle] as number) <= at) low = middle;
      else high = middle - 1;
    }
    const position = (this.#pieceTexts[low] ?? 0) + at - (this.#pieceStarts[low] ?? 0);
    return position < (this.#pieceTexts[low + 1] ?? this.length) ? position : undefined;
  }

  #next(): number {
    const next = breakAt(this.#bytes, this.end);
    if (next >= 0 && next < this.#bytes.length && this.#alphabet[this.#bytes[next] as number] === 1) return next;
    this.isCut = next === CUT_BREAK || (next >= 0 && next >= this.#bytes.length);
    this.#isWhole = true;
    return NO_BREAK;
  }

  #takeRun(from: number, count: number): void {
    const bytes = this.#bytes;
    const most = Math.min(bytes.length, from + count - this.length);
    let to = from;
    while (to < most && this.#alphabet[bytes[to] as number] === 1) to++;
    const isNewPiece = from !== this.end || this.pieces === 0;
    if (isNewPiece) {
      this.#pieceStarts.push(from);
      this.#pieceTexts.push(this.length);
    }
    if (this.length + to - from > this.text.length) this.#grow(this.length + to - from);
    this.text.set(bytes.subarray(from, to), this.length);
    this.length += to - from;
    this.end = to;
    if (to === bytes.length) {
      this.isCut = true;
      this.#isWhole = true;
    }
  }

  #grow(needed: number): void {
    const grown = new Uint8Array(Math.max(needed, this.text.length * 2));
    grown.set(this.text.subarray(0, this.length));
    this.text = grown;
  }

  #pieceAt(position: number): number {
    let low = 0;
    let high = this.pieces - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pieceTexts[middle] as number) <= position) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }
}

/** True when the byte before `at` belongs to the text; the letters of an escaped line end do not. */
export function isInText(bytes: Uint8Array, at: number, alphabet: Alphabet): boolean {
  if (at <= 0 || alphabet[bytes[at - 1] as number] !== 1) return false;
  return (bytes[at - 1] !== 0x6e && bytes[at - 1] !== 0x72) || bytes[at - 2] !== 0x5c;
}

/**
 * The position of the last character before `at`, over a break if one ends there; undefined when the text at `at`
 * starts a line of its own. Looks back as far as the longest break.
 */
export function characterBefore(bytes: Uint8Array, at: number, alphabet: Alphabet): number | undefined {
  if (isInText(bytes, at, alphabet)) return at - 1;
  const { near, before, far } = breakStartsBefore(bytes, at);
  return (
    characterBeforeBreak(bytes, at, alphabet, near, at - 1) ??
    (far < near ? characterBeforeBreak(bytes, at, alphabet, far, before) : undefined)
  );
}

/** The last character before a break that starts in `[from, to]` and ends at `at`; the shortest such break counts. */
function characterBeforeBreak(
  bytes: Uint8Array,
  at: number,
  alphabet: Alphabet,
  from: number,
  to: number,
): number | undefined {
  for (let start = to; start >= from; start--) {
    if (isInText(bytes, start, alphabet) && breakAt(bytes, start) === at) return start - 1;
  }
  return undefined;
}
