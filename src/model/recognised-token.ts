/** A token that a detector recognised, before anything is said of its severity. */
import type { Claims } from './claims.js';
import type { Detector } from './detector.js';
import type { Fingerprint } from './finding.js';
import type { Jwt } from './jwt.js';
import type { Secret } from './secret.js';

/** Everything that one token says of itself, with its clear text held as a `Secret`. */
export interface RecognisedToken {
  readonly fingerprint: Fingerprint;
  readonly bodyFingerprint: Fingerprint;
  readonly secret: Secret;
  readonly jwt: Jwt;
  readonly detector: Detector;
  readonly claims: Claims;
  /** False when the signature or the payload is cut. */
  readonly isComplete: boolean;
}
