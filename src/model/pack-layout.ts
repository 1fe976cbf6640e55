/** Where everything lies in a pack of a git repository. */

/** Entries are named by their number in the order of the file. The arrays lie in shared memory: threads read the same. */
export interface PackLayout {
  readonly count: number;
  /** Bytes of an object's name: 20 (SHA-1) or 32 (SHA-256). */
  readonly hashBytes: number;
  /** Where each entry starts; one more at the end, where the last one ends. */
  readonly offsets: Float64Array;
  /** Position of each entry's object in the index. */
  readonly positions: Uint32Array;
  /** What each object is: 1 commit, 2 tree, 3 blob, 4 tag; 0 when that cannot be known. */
  readonly types: Uint8Array;
  /** The entry that each one is a delta of, -1 for whole objects, -2 when it is missing. */
  readonly bases: Int32Array;
  /** The first delta of each entry, or -1, */
  readonly firstDelta: Int32Array;
  /** and the next one of the same base, or -1; in the order of the file. */
  readonly nextDelta: Int32Array;
}
