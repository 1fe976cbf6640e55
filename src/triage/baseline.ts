/** Findings of an earlier report, which no longer count. */

/** Fingerprints and body fingerprints that an earlier report named. */
export interface Baseline {
  readonly fingerprints: ReadonlySet<string>;
}
