/** An earlier report in memory: its facts, as claims of that report. */
import type { AttributionEvent, CommitEvent, Summary, Transmission } from '../model/event.js';
import type { Failure, Skipped } from '../model/failure.js';
import type { History, Sighting, Suppression } from '../model/finding.js';
import type { Impact } from '../model/impact.js';
import type { Verdict } from '../model/verdict.js';
import type { FindingData } from './report-data.js';

/** One token with what is claimed of it. */
export interface EarlierToken {
  readonly facts: FindingData;
  /** Each with `claimedBy`. */
  readonly verdicts: readonly Verdict[];
  readonly impact: Impact | null;
  readonly histories: readonly History[];
  readonly suppression: Suppression | null;
  /** In order of place, as many as were asked for. */
  readonly sightings: readonly Sighting[];
  /** All that were counted. */
  readonly total: number;
}

/** What one or several reports say. */
export interface EarlierReport {
  /** Ids of the runs that made it. */
  readonly runs: readonly string[];
  /** When its last scan started, RFC 3339. */
  readonly startedAt: string;
  readonly detectors: readonly string[];
  readonly labels: { readonly [name: string]: string };
  /** By fingerprint. */
  readonly tokens: ReadonlyMap<string, EarlierToken>;
  readonly commits: ReadonlyMap<string, CommitEvent>;
  readonly attributions: readonly AttributionEvent[];
  readonly transmissions: readonly Transmission[];
  readonly failures: readonly Failure[];
  readonly skipped: readonly Skipped[];
  readonly summary: Summary;
}
