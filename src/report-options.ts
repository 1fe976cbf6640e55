/** What the verbs that read earlier reports take from their caller. */
import type { JsonObject } from './model/json.js';
import type { Severity } from './model/severity.js';
import type { Baseline } from './triage/baseline.js';
import type { Ignores } from './triage/ignores.js';

/** How to read reports; everything may be left out. */
export interface ReportOptions {
  /** Places kept of each token: 100. All are counted. */
  readonly maxSightings?: number;
  readonly minSeverity?: Severity;
  readonly baseline?: Baseline;
  readonly ignores?: Ignores;
  readonly labels?: { readonly [key: string]: string };
  /** Told in the report as they are. */
  readonly shownOptions?: JsonObject;
  readonly now?: () => Date;
}
