/** What a scan said, collected and in order: what every buffered format is written from. */
import type { CommitEvent, StartEvent, Summary, Transmission } from '../../model/event.js';
import type { Failure, Skipped } from '../../model/failure.js';
import type { Finding, Sighting } from '../../model/finding.js';

/** A finding as it stands at the end, with verdicts, histories and severity settled. */
export interface ReportedFinding {
  readonly finding: Finding;
  /** At most as many as were asked for, in order of place; the first in that order, whatever order they came in. */
  readonly sightings: readonly Sighting[];
  /** All that were seen. */
  readonly sightingsTotal: number;
}

/** Findings are sorted by severity, then fingerprint. */
export interface Report {
  readonly tool: StartEvent['tool'];
  readonly run: StartEvent['run'];
  readonly findings: readonly ReportedFinding[];
  /** The commits that findings name, by id, sorted. */
  readonly commits: ReadonlyMap<string, CommitEvent>;
  readonly transmissions: readonly Transmission[];
  readonly failures: readonly Failure[];
  readonly skipped: readonly Skipped[];
  readonly summary: Summary;
}
