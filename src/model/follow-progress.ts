/** How far the search of a file that grows has come. */

/** Plain data. */
export interface FollowProgress {
  /** Absolute offset that the next search starts at: all before it was told. */
  readonly offset: number;
  /** Newlines before `offset`. */
  readonly newlines: number;
  /** Absolute offset of the first byte of the line that `offset` is in. */
  readonly lineStart: number;
  /** Places beyond `offset` that were told already, each `start-end`. */
  readonly told: readonly string[];
}

/** Progress with what tells whether the file is still what it was; to be remembered between runs. */
export interface FollowMark extends FollowProgress {
  /** CRC-32 of the bytes right before `offset`: others stand there when the file was emptied and written anew. */
  readonly check: number;
}
