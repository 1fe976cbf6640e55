/** When a search that shares its thread lets others of that thread have their turn. */

/** What one look at an anchor costs, in bytes that are searched meanwhile. */
export const ANCHOR_WORK = 1024;

/** Asked between pieces of work, so that signals are heard and what was found is taken before more is. */
export interface Pace {
  /** So much was done, in bytes that take as long. True when it is time for `turn`. */
  isDue(work: number): boolean;
  /** Resolves when the search may go on; rejects when it is to end. */
  turn(): Promise<void>;
}
