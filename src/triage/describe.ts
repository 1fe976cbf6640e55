/** A recognised token → a finding, as the report tells it. */
import type { Finding } from '../model/finding.js';
import type { RecognisedToken } from '../model/recognised-token.js';
import type { Severity } from '../model/severity.js';
import { issuerOf } from '../token/issuer.js';
import { lifetimeOf } from '../token/lifetime.js';

/** What `describe` needs beside the token. */
export interface DescribeOptions {
  readonly now: Date;
  /** Puts the clear token into `token.raw`. */
  readonly reveal: boolean;
}

/** Everything that is known of a token from itself, before any verdict. */
export function describe({ now, reveal, ...token }: RecognisedToken & DescribeOptions): Finding {
  const { claims, detector, jwt, secret, isComplete } = token;
  const lifetime = lifetimeOf(claims.times, now);
  const text = (name: string): string | null => (typeof jwt.header[name] === 'string' ? jwt.header[name] : null);
  return {
    fingerprint: token.fingerprint,
    bodyFingerprint: token.bodyFingerprint,
    detector: detector.id,
    title: claims.title,
    severity: severityOf(detector.id, isComplete, lifetime.state),
    proven: false,
    token: { redacted: String(secret), length: secret.length, complete: isComplete, ...(reveal ? { raw: secret.reveal() } : {}) },
    header: { alg: text('alg'), kid: text('kid'), typ: text('typ') },
    identity: claims.identity,
    issuer: issuerOf(claims.issuer),
    audiences: claims.audiences,
    tokenId: claims.tokenId,
    lifetime,
    unknownClaims: claims.unknownClaims,
    doubts: claims.doubts,
    verdict: null,
    verdicts: [],
    impact: null,
    remedy: [],
    histories: [],
    suppression: null,
  };
}

function severityOf(detector: string, isComplete: boolean, state: Finding['lifetime']['state']): Severity {
  if (detector === 'kubernetes-suspect') return isComplete ? 'info' : 'medium';
  if (state === 'never-expires') return 'critical';
  return state === 'expired' ? 'low' : 'high';
}
