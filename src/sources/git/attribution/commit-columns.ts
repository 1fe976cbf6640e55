/** The commits of a pack, column by column. */

/** Rows are commits, in any order. */
export interface CommitColumns {
  /** Entries of the pack. */
  readonly entries: Uint32Array;
  /** Names of their trees, one after the other; zeros where a commit makes no sense. */
  readonly trees: Uint8Array;
  /** How many parents each has, and the names of those. */
  readonly parentCounts: Uint32Array;
  readonly parentNames: Uint8Array;
  /** Seconds since 1970 when each was committed, as it says; 0 when it does not. */
  readonly times: Float64Array;
  /** Not 0 for those that make no sense. */
  readonly isBroken: Uint8Array;
  /** Entries that cannot be read here. */
  readonly refused: Uint32Array;
}
