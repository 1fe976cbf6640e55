/** The shape of a unit on this shelf: a format that turns the events of a scan into text. */
import type { Detector } from '../model/detector.js';
import type { ScanEvent } from '../model/event.js';

/** What formats tell about a detector besides its id. */
export type DetectorText = Pick<Detector, 'id' | 'title' | 'meaning' | 'references'>;

/** How to show things; what a format cannot use it ignores. */
export interface ReporterOptions {
  /** True where ANSI colours may stand. */
  readonly color: boolean;
  /** Columns of the terminal, for prose; commands and places are never broken. */
  readonly width: number;
  /** Sightings listed for each finding (all are counted), or null for what the format thinks best. */
  readonly maxSightings: number | null;
  /** `human` only: print each finding when it comes, instead of sorted at the end. */
  readonly live: boolean;
  /** `human` only: the full card of each token, as `inspect` shows it. */
  readonly detail: boolean;
  /** The detectors that ran, for formats with a list of rules; one that is not here shows its id alone. */
  readonly detectors: readonly DetectorText[];
}

/**
 * One report in the making. A pure function of the events it is given: no stream, no clock, no process, and no clear
 * token but the one that `--reveal` put into a finding. Each piece of text ends where no token can go on, so that it
 * can be masked piece by piece.
 */
export interface Reporter {
  /** Takes one event and returns what can be written now, often nothing. */
  accept(event: ScanEvent): string;
  /** The rest, piece by piece, so that a large report need not stand in memory as one text. To be called once. */
  finish(): Iterable<string>;
}
