/** A token that a detector recognised, before anything is said of its severity. */
import type { Claims } from './claims.js';
import type { Detector } from './detector.js';
import type { Fingerprint } from './finding.js';
import type { Jwt } from './jwt.js';
import type { Secret } from './secret.js';

/** What is remembered of a token for the length of a scan: enough to tell its places, and no more. */
export interface TokenReference {
  readonly fingerprint: Fingerprint;
  readonly bodyFingerprint: Fingerprint;
  /** False when the signature or the payload is cut. */
  readonly isComplete: boolean;
}

/** Everything that one token says of itself, with its clear text held as a `Secret`. */
export interface RecognisedToken extends TokenReference {
  readonly secret: Secret;
  readonly jwt: Jwt;
  readonly detector: Detector;
  readonly claims: Claims;
}
