/** The bytes around a place: those at hand, and, where the haystack can be read again, all others. */

/** Gives bytes of the haystack from `position` on; 0 at the end, negative when it cannot. */
export type ReadBytes = (target: Uint8Array, position: number) => number;

/** A run of bytes of the haystack, `base` its absolute offset. */
export interface Page {
  readonly bytes: Uint8Array;
  readonly base: number;
}

/** Bytes read again at once. */
const PAGE = 64 * 1024;

const LINE_FEED = 0x0a;

/** All offsets are absolute. Answers depend on the haystack alone wherever it can be read again. */
export class Surroundings {
  readonly #read: ReadBytes | undefined;
  #window: Page = { bytes: new Uint8Array(0), base: 0 };
  #page: Page = this.#window;

  constructor(read?: ReadBytes) {
    this.#read = read;
  }

  /** `bytes` stand at `base`; valid until they change. */
  use(bytes: Uint8Array, base: number): void {
    this.#window = { bytes, base };
  }

  /** A run of bytes that holds the one at `position`; undefined when that is out of reach or behind the end. */
  pageWith(position: number): Page | undefined {
    if (holds(this.#window, position)) return this.#window;
    if (holds(this.#page, position)) return this.#page;
    if (this.#read === undefined || position < 0) return undefined;
    const base = position - (position % PAGE);
    const bytes = new Uint8Array(PAGE);
    const count = this.#read(bytes, base);
    this.#page = { bytes: bytes.subarray(0, Math.max(0, count)), base };
    return holds(this.#page, position) ? this.#page : undefined;
  }

  /** The first offset from `start` on whose byte can be had, as far as the window tells. */
  availableFrom(start: number): number {
    return this.#read === undefined ? Math.max(start, this.#window.base) : start;
  }

  /** The start of the line that holds `offset`, looked for at most `reach` bytes back. */
  lineStart(offset: number, reach: number): number | undefined {
    const least = Math.max(0, offset - reach);
    for (let to = offset; to > least; ) {
      const page = this.pageWith(to - 1);
      if (page === undefined) return undefined;
      const from = Math.max(least, page.base);
      const found = page.bytes.subarray(from - page.base, to - page.base).lastIndexOf(LINE_FEED);
      if (found >= 0) return from + found + 1;
      to = from;
    }
    return least === 0 ? 0 : undefined;
  }

  /** Where the line that holds `offset` ends, before its newline: at most `reach` bytes on, or at the last byte there is. */
  lineEnd(offset: number, reach: number): number {
    const most = offset + reach;
    for (let from = offset; from < most; ) {
      const page = this.pageWith(from);
      if (page === undefined) return from;
      const found = page.bytes.indexOf(LINE_FEED, from - page.base);
      if (found >= 0) return Math.min(most, page.base + found);
      from = page.base + page.bytes.length;
    }
    return most;
  }

  /** The bytes from `start` to `end`, or as many of them as there are. */
  bytes(start: number, end: number): Uint8Array {
    const first = this.pageWith(start);
    if (first === undefined) return new Uint8Array(0);
    if (end <= first.base + first.bytes.length) return first.bytes.subarray(start - first.base, end - first.base);
    const pieces: Uint8Array[] = [];
    for (let at = start; at < end; ) {
      const page = this.pageWith(at);
      if (page === undefined) break;
      const piece = page.bytes.subarray(at - page.base, end - page.base);
      pieces.push(piece);
      at += piece.length;
    }
    return Buffer.concat(pieces);
  }
}

function holds({ bytes, base }: Page, position: number): boolean {
  return position >= base && position < base + bytes.length;
}
