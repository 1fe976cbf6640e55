/** What is handed out to be searched: plain data that can cross a thread. Whoever searches it opens it. */
import type { Span } from './span.js';

/** A path to open: text where it is valid UTF-8, else its bytes. */
export type RawPath = string | Uint8Array;

/** A file, or a range of it: the searcher owns the anchors that start in `range` and may read beyond both ends. */
export interface FileHaystack {
  readonly kind: 'file';
  readonly path: RawPath;
  /** Absent: the whole file. */
  readonly range?: Span;
}

/** Standard input; it can be opened once, and in the main thread alone. */
export interface StdinHaystack {
  readonly kind: 'stdin';
}

/** Closed union of what can be searched. */
export type Haystack = FileHaystack | StdinHaystack;
