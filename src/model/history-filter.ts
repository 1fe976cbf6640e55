/** Which part of what is found in a history counts. */

/** What is absent lets everything through. */
export interface HistoryFilter {
  /** When a commit that brought the object in was committed: not before, and not after. Milliseconds since 1970. */
  readonly sinceMs?: number;
  readonly untilMs?: number;
  /** Branches, or other refs, in whose history it is: one is enough. */
  readonly branches?: readonly string[];
  /** Patterns as in .gitignore for one of its paths, from the top of the repository. */
  readonly paths?: readonly string[];
  /** Only what a ref or an index reaches. */
  readonly reachableOnly?: boolean;
}
