/** What a scan takes from its caller. */
import type { ArchiveLimits } from './model/archive-limits.js';
import type { Choice } from './model/choice.js';
import type { Detector } from './model/detector.js';
import type { HeldFinding } from './model/finding.js';
import type { RawPath } from './model/haystack.js';
import type { HistoryFilter } from './model/history-filter.js';
import type { JsonObject } from './model/json.js';
import type { Severity } from './model/severity.js';
import type { GitVariables } from './sources/git/choosing/here.js';
import type { Baseline } from './triage/baseline.js';
import type { Ignores } from './triage/ignores.js';

/**
 * What to scan: a path by what it is (a repository: its files and its history), a path's files alone, a repository's
 * history alone, files as they grow (until `signal` says stop), standard input, or bytes at hand.
 */
export type Target =
  | { readonly kind: 'path'; readonly path: RawPath }
  | { readonly kind: 'files'; readonly path: RawPath }
  | {
      readonly kind: 'repository';
      readonly path: string;
      /** Not everything, but what is staged or in ranges; tokens that were there before are told as `preexisting`. */
      readonly choice?: Choice;
      /** A file that remembers which objects were searched: only those that it does not name are looked at. */
      readonly statePath?: string;
    }
  /** A repository elsewhere, by https, ssh or file URL, cloned for the scan. */
  | { readonly kind: 'clone'; readonly url: string }
  | { readonly kind: 'follow'; readonly paths: readonly RawPath[]; readonly statePath?: string | undefined }
  | { readonly kind: 'stdin' }
  | { readonly kind: 'text'; readonly bytes: Uint8Array };

/** How to scan; everything may be left out. */
export interface ScanOptions {
  /** Ids of the detectors that count; all when absent. */
  readonly only?: readonly string[];
  /** The user's own detectors, asked after the built-in ones. */
  readonly extraDetectors?: readonly Detector[];
  /** Threads; as many as there are cores when absent. */
  readonly jobs?: number;
  /** Clear tokens in findings, as `token.raw`. */
  readonly reveal?: boolean;
  readonly baseline?: Baseline;
  readonly ignores?: Ignores;
  /** Whether inline allow comments in files suppress sightings; they never do in streams. Default true. */
  readonly inlineAllow?: boolean;
  readonly minSeverity?: Severity;
  /** Distinct tokens kept: 100,000, on streams 65,536. */
  readonly maxFindings?: number;
  /** How much of archives is opened. */
  readonly archiveLimits?: ArchiveLimits;
  /** Paths outside the targets that links may lead to. */
  readonly allow?: readonly string[];
  /** Leave out what the scanned folders' .gitignore files name. Default false: nothing of a scanned tree is obeyed. */
  readonly gitignore?: boolean;
  /** Tell of what stands in a repository's history who brought it in, and what still holds it. Default true. */
  readonly attribution?: boolean;
  /** Which part of what is found in histories counts; the rest is told, with a suppression of kind `filter`. */
  readonly historyFilter?: HistoryFilter;
  /** The search path where git is looked for (`PATH`); where it usually lies when absent. */
  readonly searchPath?: string;
  /** Git's own variables (`GIT_DIR`, `GIT_INDEX_FILE`, …): where a choice in the working directory's repository looks. */
  readonly gitVariables?: GitVariables;
  /** The user's environment, for clones: git finds their keys, helpers and proxies by it. Empty when absent. */
  readonly environment?: { readonly [name: string]: string | undefined };
  /** A clone may ask for a password on the terminal. Default false. */
  readonly isInteractive?: boolean;
  /** Is told how far a clone is: git's name for what it does, and a percentage. */
  readonly onCloning?: (stage: string, percent: number) => void;
  readonly labels?: { readonly [key: string]: string };
  /** Told in the report as they are. */
  readonly shownOptions?: JsonObject;
  readonly now?: () => Date;
  /** Is handed each finding with its clear token, right before the finding is told; verification listens here. */
  readonly onFinding?: (held: HeldFinding) => void;
  /** Ends the scan: what was found so far is told, and the summary says incomplete. */
  readonly signal?: AbortSignal;
}
