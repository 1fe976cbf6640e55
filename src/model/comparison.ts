/** What changed between two reports. */
import type { Finding, Sighting } from './finding.js';
import type { Verdict } from './verdict.js';

/** One token with some of its places. */
export interface ComparedToken {
  readonly finding: Finding;
  readonly sightings: readonly Sighting[];
  readonly sightingsTotal: number;
}

/** A token of both reports whose verdict is another now; null where nobody had asked. */
export interface ChangedToken extends ComparedToken {
  readonly before: Verdict | null;
  readonly after: Verdict | null;
}

/** One of the two reports. */
export interface ComparedReport {
  /** RFC 3339. */
  readonly startedAt: string;
  /** False: what is missing in it may only not have been looked at. */
  readonly complete: boolean;
  readonly tokens: number;
}

/** Lists are sorted by severity, then fingerprint. */
export interface Comparison {
  /** When it was made, RFC 3339. */
  readonly comparedAt: string;
  readonly old: ComparedReport;
  readonly new: ComparedReport;
  readonly added: readonly ComparedToken[];
  readonly gone: readonly ComparedToken[];
  readonly changed: readonly ChangedToken[];
  readonly unchanged: number;
}
