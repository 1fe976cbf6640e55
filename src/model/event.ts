/** All that happens in a scan, as one closed union. Reporters, the exit code and library callers read the same events. */
import type { Failure, Skipped } from './failure.js';
import type { Finding, Fingerprint, History, Sighting, Suppression } from './finding.js';
import type { Impact } from './impact.js';
import type { JsonObject } from './json.js';
import type { PathText } from './path-text.js';
import type { Remedy } from './remedy.js';
import type { Severity } from './severity.js';
import type { Verdict } from './verdict.js';

/** Says what runs, before anything is searched. */
export interface StartEvent {
  readonly type: 'start';
  readonly tool: { readonly name: string; readonly version: string };
  readonly run: {
    readonly id: string;
    readonly startedAt: string;
    readonly options: JsonObject;
    readonly detectors: readonly string[];
    readonly labels: { readonly [key: string]: string };
  };
}

/** A distinct token was seen for the first time. */
export interface FindingEvent {
  readonly type: 'finding';
  readonly finding: Finding;
}

/** A place that holds a token whose `finding` event came before. */
export interface SightingEvent {
  readonly type: 'sighting';
  readonly fingerprint: Fingerprint;
  readonly sighting: Sighting;
}

/** Places of a token that were counted and are not listed: where earlier reports, which list some, are merged. */
export interface UnlistedEvent {
  readonly type: 'unlisted';
  readonly fingerprint: Fingerprint;
  readonly count: number;
}

/** Which paths and commits a git object belongs to; once an object of a repository. */
export interface AttributionEvent {
  readonly type: 'attribution';
  /** Null in reports of versions that did not say. */
  readonly repository: PathText | null;
  readonly object: string;
  readonly paths: readonly PathText[];
  readonly commits: readonly string[];
  readonly reachable: boolean;
}

/** One repository's story of one token. */
export interface HistoryEvent {
  readonly type: 'history';
  readonly fingerprint: Fingerprint;
  readonly history: History;
}

/** A commit that a history or attribution names; once a commit. */
export interface CommitEvent {
  readonly type: 'commit';
  readonly id: string;
  readonly authorName: string | null;
  readonly authorEmail: string | null;
  readonly date: string;
  readonly subject: string;
}

/** A cluster or a key had something to say about a token. */
export interface VerdictEvent {
  readonly type: 'verdict';
  readonly fingerprint: Fingerprint;
  readonly verdict: Verdict;
}

/** A finding's severity or proof changed after its `finding` event. */
export interface SeverityEvent {
  readonly type: 'severity';
  readonly fingerprint: Fingerprint;
  readonly severity: Severity;
  readonly proven: boolean;
}

/** What to do about a token, and what its holder could do, after a cluster or a key said more. */
export interface AdviceEvent {
  readonly type: 'advice';
  readonly fingerprint: Fingerprint;
  readonly impact: Impact | null;
  readonly remedy: readonly Remedy[];
}

/** A finding turned out to be suppressed, or no longer to be (null). */
export interface SuppressionEvent {
  readonly type: 'suppression';
  readonly fingerprint: Fingerprint;
  readonly suppression: Suppression | null;
}

/** A request that carried a token left this machine. */
export interface TransmissionEvent {
  readonly type: 'transmission';
  readonly transmission: Transmission;
}

/** One request that carried a token: to whom, when (RFC 3339, UTC), and the `Audit-ID` that was set on it. */
export interface Transmission {
  readonly fingerprint: Fingerprint;
  readonly cluster: string;
  readonly server: string;
  readonly what: string;
  readonly auditId: string;
  readonly at: string;
  readonly status: string;
}

/** Something could not be looked at; the scan goes on, and is incomplete. */
export interface FailureEvent {
  readonly type: 'failure';
  readonly failure: Failure;
}

/** Something was left out by design. */
export interface SkippedEvent {
  readonly type: 'skipped';
  readonly skipped: Skipped;
}

/** How far the scan is; many a second at most, never part of a report. */
export interface ProgressEvent {
  readonly type: 'progress';
  readonly bytes: number;
  readonly haystacks: number;
  /** Bytes known to be ahead in all, or null while still counting. */
  readonly totalBytes: number | null;
}

/** The last event. */
export interface SummaryEvent {
  readonly type: 'summary';
  readonly summary: Summary;
}

/** Totals of a scan. `seconds` is wall time; `complete` is false when anything could not be looked at. */
export interface Summary {
  readonly bytes: number;
  readonly haystacks: number;
  readonly objects: number;
  readonly findings: number;
  readonly sightings: number;
  readonly suppressed: number;
  readonly failures: number;
  readonly skipped: number;
  readonly seconds: number;
  readonly complete: boolean;
}

/** Closed: a `switch` over it ends in `satisfies never`. */
export type ScanEvent =
  | StartEvent
  | FindingEvent
  | SightingEvent
  | UnlistedEvent
  | AttributionEvent
  | HistoryEvent
  | CommitEvent
  | VerdictEvent
  | SeverityEvent
  | AdviceEvent
  | SuppressionEvent
  | TransmissionEvent
  | FailureEvent
  | SkippedEvent
  | ProgressEvent
  | SummaryEvent;
