/** What to do about a token. */

/** One step, in the order it should be taken. */
export interface Remedy {
  /** What this step achieves, in a sentence. */
  readonly action: string;
  /** The exact command, or null where a person has to decide. */
  readonly command: string | null;
  /** True when it deletes something. */
  readonly destructive: boolean;
}
