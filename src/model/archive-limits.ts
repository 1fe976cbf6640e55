/** How much of archives and compressed files is opened, as far as a user sets it. */

/** What is absent keeps its default; every limit that is hit is a failure that names it. */
export interface ArchiveLimits {
  /** Archives in archives. */
  readonly depth?: number;
  /** Entries of one archive. */
  readonly entries?: number;
  /** Bytes out for each byte in. */
  readonly ratio?: number;
  /** Bytes unpacked from one file, all that is nested in it included. */
  readonly totalBytes?: number;
}
