/** From a recognised token to a finding: every fact that the token itself tells. */
import type { Finding } from '../model/finding.js';
import type { JsonObject } from '../model/json.js';
import type { RecognisedToken } from '../model/recognised-token.js';
import { boundedText } from '../token/bounded-json.js';
import { issuerOf } from '../token/issuer.js';
import { lifetimeOf } from '../token/lifetime.js';
import { remedyFor } from './remedy.js';
import { severityOf } from './severity.js';

/** How a token is to be told. */
export interface DescribeOptions {
  readonly now: Date;
  /** Puts the clear token into `token.raw`. */
  readonly reveal: boolean;
}

/** The finding as it stands before anybody was asked: no verdict, no history, no suppression, not proven. */
export function describe({ now, reveal, ...token }: RecognisedToken & DescribeOptions): Finding {
  const { fingerprint, bodyFingerprint, secret, jwt, detector, claims, isComplete } = token;
  const facts = {
    fingerprint,
    bodyFingerprint,
    detector: detector.id,
    title: claims.title,
    token: {
      redacted: secret.toString(),
      length: secret.length,
      complete: isComplete,
      ...(reveal ? { raw: secret.reveal() } : {}),
    },
    header: {
      alg: headerText(jwt.header, 'alg'),
      kid: headerText(jwt.header, 'kid'),
      typ: headerText(jwt.header, 'typ'),
    },
    identity: claims.identity,
    issuer: issuerOf(claims.issuer),
    audiences: claims.audiences,
    tokenId: claims.tokenId,
    lifetime: lifetimeOf(claims.times, now),
    unknownClaims: claims.unknownClaims,
    doubts: claims.doubts,
    verdict: null,
  } as const;
  return {
    ...facts,
    severity: severityOf(facts, null),
    proven: false,
    verdicts: [],
    impact: null,
    remedy: remedyFor(facts, { proven: false, now }),
    histories: [],
    suppression: null,
  };
}

function headerText(header: JsonObject, key: string): string | null {
  const value = header[key];
  return typeof value === 'string' ? boundedText(value) : null;
}
