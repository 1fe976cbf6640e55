/** What could not be looked at, and what was left out by design. */
import type { Origin } from './origin.js';

/**
 * The world's failures are values, not exceptions. `code` is stable and kebab-case; `message` is our own sentence
 * (what, where, what to do) and never a foreign error's text, which could hold a token.
 */
export interface Failure {
  readonly origin: Origin | null;
  readonly code: string;
  readonly message: string;
}

/** Something absent or closed by design (a device, an encrypted entry): counted and told, no failure. */
export interface Skipped {
  readonly origin: Origin | null;
  readonly code: string;
  readonly message: string;
}
