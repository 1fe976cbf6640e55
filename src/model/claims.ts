/** What a token claims. Claims only: nothing here was checked against a key. */
import type { JsonObject } from './json.js';

/** A named Kubernetes object with its UID; null where the token does not say. */
export interface ObjectReference {
  readonly name: string | null;
  readonly uid: string | null;
}

/** The object a token dies with. `kind` is an open string: `Pod`, `Secret`, `Node`, … */
export interface BoundObject extends ObjectReference {
  readonly kind: string;
}

/** Whose the token is. Null where the claims do not say. */
export interface Identity {
  readonly namespace: string | null;
  readonly serviceAccount: string | null;
  readonly serviceAccountUid: string | null;
  readonly boundTo: BoundObject | null;
  readonly node: ObjectReference | null;
}

/** Who issued it, as the `iss` claim says; `provider` and `cluster` as the URL tells (never looked up). */
export interface Issuer {
  readonly url: string | null;
  readonly provider: string | null;
  /** region, project, id… as the provider's URL tells; empty when it tells nothing. */
  readonly cluster: { readonly [fact: string]: string };
}

/** Where the claims put the token's life against a clock. */
export type LifetimeState = 'never-expires' | 'unexpired' | 'expired' | 'not-yet-valid';

/** Times are RFC 3339 in UTC with seconds, or null. Years beyond 9999 and before 0001 are clamped to those. */
export interface Lifetime {
  readonly state: LifetimeState;
  readonly issuedAt: string | null;
  readonly notBefore: string | null;
  readonly expiresAt: string | null;
  /** After this the API server calls every use stale, but accepts it until `expiresAt` (KEP-1205). */
  readonly warnAfter: string | null;
}

/** Raw times of a token in seconds since the epoch; null where absent or not a number. */
export interface ClaimedTimes {
  readonly issuedAt: number | null;
  readonly notBefore: number | null;
  readonly expiresAt: number | null;
  readonly warnAfter: number | null;
}

/** What a detector answers for a token it recognises. */
export interface Claims {
  readonly identity: Identity;
  /** The `iss` claim as written; null when absent or no string. */
  readonly issuer: string | null;
  readonly audiences: readonly string[];
  /** The `jti` claim. */
  readonly tokenId: string | null;
  readonly times: ClaimedTimes;
  /** Claims the detector does not know; kept and shown, not judged. */
  readonly unknownClaims: JsonObject;
  /** One sentence a person can act on, as "Legacy service-account token of ci/deployer, never expires". */
  readonly title: string;
  /** For suspects: what is off, each a short sentence. Empty for the others. */
  readonly doubts: readonly string[];
}
