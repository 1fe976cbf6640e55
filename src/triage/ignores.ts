/** Tokens that a person decided to live with, for a reason and a time. */

/** One decision; `fingerprint` may be the start of one. */
export interface IgnoreEntry {
  readonly fingerprint: string;
  readonly reason: string | null;
  readonly by: string | null;
  readonly until: string | null;
}

/** All decisions of one file and the command line. */
export interface Ignores {
  readonly entries: readonly IgnoreEntry[];
}
