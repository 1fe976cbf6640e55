/** Every message between the main thread and its workers. Descriptions go out, candidates come back, never files' bytes. */
import type { ArchiveLimits } from '../model/archive-limits.js';
import type { Failure, Skipped } from '../model/failure.js';
import type { GitHaystack, RawPath } from '../model/haystack.js';
import type { JsonObject } from '../model/json.js';
import type { Origin } from '../model/origin.js';
import type { Span } from '../model/span.js';
import type { TreesRead, TreesToRead } from '../model/tree-columns.js';
import type { Wanted } from './search.js';

/** Files to be searched one after the other. */
export interface SearchFilesTask {
  readonly kind: 'files';
  readonly paths: readonly RawPath[];
  /** What a walk met must be no link or pipe by now; what the user named may be. */
  readonly as: 'walked' | 'named';
}

/** One range of a large file. */
export interface SearchRangeTask {
  readonly kind: 'range';
  readonly path: RawPath;
  readonly range: Span;
}

/** Objects of a git repository. */
export interface SearchObjectsTask {
  readonly kind: 'objects';
  readonly haystack: GitHaystack;
}

/** The trees of packs, to be read together with others and not searched. */
export interface ReadTreesTask {
  readonly kind: 'trees';
  readonly trees: TreesToRead;
}

/** How all tasks of a scan are done. */
export interface SearchManner {
  readonly archiveLimits?: ArchiveLimits;
  /** All when absent. */
  readonly wanted?: Wanted;
}

/** Closed union of what a worker can be asked to do. */
export type Task = SearchFilesTask | SearchRangeTask | SearchObjectsTask | ReadTreesTask;

/** One sighting of one token; `token` is there only when this worker meets it for the first time. */
export interface FoundMessage {
  /** Number of the token in this worker. */
  readonly id: number;
  readonly token?: string;
  readonly origin: Origin;
  readonly segments: readonly Span[];
  readonly encodings: readonly string[];
  /** Newlines between the start of what was owned and the token. */
  readonly newlines: number;
  /** Absolute offset where the token's line starts; null when that is before what was owned. */
  readonly lineStart: number | null;
  readonly allowedBy: string | null;
  readonly field: string | null;
  readonly record: JsonObject | null;
}

/** A file that is too long for one task: the rest is to be handed out in ranges. */
export interface LongFile {
  readonly path: RawPath;
  readonly size: number;
}

/** What became of the objects of a repository; of files there are none. */
export interface ObjectsResult {
  /** How many were searched. */
  readonly searched: number;
  /** Names of those that could not be read here, and are to be asked of git. */
  readonly refused: readonly string[];
  /** Some of it is gone: repacked or pruned meanwhile. */
  readonly isGone: boolean;
}

/** What one task brought; several may come, the last has `isLast`. */
export interface TaskResult {
  readonly task: number;
  readonly isLast: boolean;
  readonly found: readonly FoundMessage[];
  readonly failures: readonly Failure[];
  readonly skipped: readonly Skipped[];
  readonly longFiles: readonly LongFile[];
  readonly bytes: number;
  readonly haystacks: number;
  readonly objects: ObjectsResult;
  /** Of a range, in its last result. */
  readonly lines: { readonly newlines: number; readonly lineStart: number | null } | null;
  /** Of trees that were to be read. */
  readonly trees?: TreesRead;
}

/** Sightings in one result: some are under way between threads, and each may weigh some kilobytes. */
export const FOUND_AT_ONCE = 16;
