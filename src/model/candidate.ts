/** What a searcher hands to the main thread: a JWT that decodes, not yet judged. */
import type { Span } from './span.js';

/** One place of one token. Plain data. `line` and `column` as in `Sighting`, relative to the haystack. */
export interface CandidateSighting {
  readonly segments: readonly Span[];
  readonly line: number | null;
  readonly column: number | null;
  readonly encodings: readonly string[];
  /** The word of an inline allow comment near it, or null. */
  readonly allowedBy: string | null;
}

/** A compact JWS whose header and payload decode to JSON objects, with the place where it stands. */
export interface Candidate {
  /** The token's text, ASCII. */
  readonly token: string;
  readonly sighting: CandidateSighting;
}
