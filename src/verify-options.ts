/** What verification can be told. */
import type { Clock } from './clusters/clock.js';
import type { FleetSettings, KeyFileSetting } from './clusters/fleet.js';
import type { Selection } from './clusters/selection.js';
import type { ScanEvent } from './model/event.js';
import type { HeldFinding } from './model/finding.js';
import type { VerifyMode } from './model/verify-mode.js';

/** How to verify. Only `mode` and `selection` have no default. */
export interface VerifyOptions {
  /** `review` sends tokens to the one cluster whose key signed them; the others send none. */
  readonly mode: VerifyMode;
  /** The clusters the user named. */
  readonly selection: Selection;
  /** Files of public keys: JWKS, PEM, or a map of `clusters export`. */
  readonly keyFiles?: readonly KeyFileSetting[] | undefined;
  /** Where `clusters pin` keeps keys. */
  readonly pinsPath?: string | undefined;
  /** Reviews legacy tokens too, which overwrites the last-used label of their Secrets. */
  readonly touchLegacy?: boolean | undefined;
  /** A context that is sent tokens although no key of it signed them. */
  readonly sendWithoutMatch?: string | undefined;
  readonly maxReviews?: number | undefined;
  /** Bounds the reviews of one subject to five a minute on each cluster. */
  readonly isStream?: boolean | undefined;
  /** Asks what the holder of a token that may live could do. */
  readonly impact?: boolean | undefined;
  /** Asks again about tokens that live, for so many milliseconds. */
  readonly untilDeadMs?: number | undefined;
  readonly clock?: Clock | undefined;
  /** For tests: how long to wait, and how to spread it. */
  readonly client?: Pick<FleetSettings, 'limits' | 'jitter'> | undefined;
}

/** Starts what finds tokens; `note` is to be called with each finding when it is told. */
export type Finder = (note: (held: HeldFinding) => void) => AsyncIterable<ScanEvent>;
