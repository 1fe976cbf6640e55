/** Byte ranges. Kept apart from lines and columns, which are computed late and only for what is found. */

/** Half-open range of bytes, counted from the start of one haystack: `start` is in, `end` is not. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The smallest span that covers all of `segments`, which must not be empty. */
export function hull(segments: readonly Span[]): Span {
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  for (const segment of segments) {
    start = Math.min(start, segment.start);
    end = Math.max(end, segment.end);
  }
  return { start, end };
}
