/** A file that several tasks search: lines of later ranges are known when the earlier ones are searched. */
import type { RawPath } from '../model/haystack.js';
import type { Span } from '../model/span.js';
import { RANGE } from './limits.js';
import type { FoundMessage, SearchRangeTask } from './messages.js';

/** A sighting whose line is now known from the start of the file. */
export interface Numbered<T> {
  readonly token: T;
  readonly found: FoundMessage;
  readonly line: number;
  readonly column: number;
}

/** Newlines of a range, and where its last line starts when that is in it. */
interface Lines {
  readonly newlines: number;
  readonly lineStart: number | null;
}

interface Part<T> {
  readonly range: Span;
  /** Known once the range is searched. */
  lines: Lines | null;
  found: { token: T; message: FoundMessage }[];
}

/** Sightings that may wait for the lines of the ranges before theirs. */
const MOST_WAITING = 64;

/** Hands out ranges in order; gives sightings back in order of ranges, each at most once. */
export class LongFileSearch<T> {
  readonly #path: RawPath;
  readonly #parts: Part<T>[] = [];
  #handedOut = 0;
  #settled = 0;
  #waiting = 0;
  #newlinesBefore = 0;
  #lineStart = 0;
  /** Sightings that began before their range: the range before may have told them too. */
  #edge = new Set<string>();

  constructor(path: RawPath, size: number) {
    this.#path = path;
    for (let start = 0; start < size; start += RANGE) {
      const range = { start, end: Math.min(size, start + RANGE) };
      this.#parts.push({ range, lines: null, found: [] });
    }
  }

  /** So much waits by now that this range should bring no more, until those before it are searched. */
  isAhead(range: Span): boolean {
    return this.#waiting > MOST_WAITING && this.#part(range) !== this.#parts[this.#settled];
  }

  get isDone(): boolean {
    return this.#settled === this.#parts.length;
  }

  /** The next range, or undefined when all are handed out. */
  next(): SearchRangeTask | undefined {
    const part = this.#parts[this.#handedOut];
    if (part === undefined) return undefined;
    this.#handedOut++;
    return { kind: 'range', path: this.#path, range: part.range };
  }

  /** Takes what a range's task found so far; `lines` when that range is searched. */
  found(range: Span, found: readonly { token: T; message: FoundMessage }[], lines: Lines | null): void {
    const part = this.#part(range);
    part.found.push(...found);
    this.#waiting += found.length;
    part.lines = lines;
  }

  /** The sightings whose lines are known now. */
  *numbered(): Generator<Numbered<T>> {
    for (;;) {
      const part = this.#parts[this.#settled];
      if (part === undefined) return;
      for (const { token, message } of part.found) {
        if (this.#isRepeated(part, message)) continue;
        const start = (message.segments[0] as Span).start;
        const line = this.#newlinesBefore + message.newlines + 1;
        const column = start - (message.lineStart ?? this.#lineStart) + 1;
        yield { token, found: message, line, column };
      }
      this.#waiting -= part.found.length;
      part.found = [];
      if (part.lines === null) return;
      this.#newlinesBefore += part.lines.newlines;
      this.#lineStart = part.lines.lineStart ?? this.#lineStart;
      this.#settled++;
    }
  }

  #isRepeated(part: Part<T>, message: FoundMessage): boolean {
    const start = (message.segments[0] as Span).start;
    const end = (message.segments[message.segments.length - 1] as Span).end;
    const key = `${start}-${end}`;
    if (start < part.range.start) return this.#edge.has(key);
    if (end > part.range.end) {
      this.#edge.add(key);
    }
    return false;
  }

  #part(range: Span): Part<T> {
    return this.#parts[Math.floor(range.start / RANGE)] as Part<T>;
  }
}
