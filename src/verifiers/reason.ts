/**
 * This room turns findings and clusters into verdicts. Every verdict has one of the reasons below, or none: what a
 * cluster said is reduced to them and never passed on, for it could be anything.
 */

/** Why nothing is known. */
export type UnknownReason =
  | 'no-known-cluster'
  | 'ambiguous-cluster'
  | 'unreachable'
  | 'reviewer-unauthorized'
  | 'reviewer-forbidden'
  | 'timeout'
  | 'keys-unreadable'
  | 'not-asked'
  | 'queue-full';

/** Why a genuine token is not accepted any more. */
export type RevokedReason =
  | 'secret-deleted'
  | 'secret-replaced'
  | 'service-account-deleted'
  | 'service-account-recreated'
  | 'bound-object-deleted'
  | 'bound-object-recreated'
  | 'signing-key-removed';

/** Why a token that a known key signed was not judged further. */
export type GenuineReason =
  | 'offline'
  | 'planned-lookup'
  | 'planned-review'
  | 'key-not-pinned'
  | 'no-context'
  | 'not-valid-yet'
  | 'wrong-audience'
  | 'claims-refused'
  | 'refused-by-configuration'
  | 'answered-for-another-user'
  | 'answer-not-understood';

/** Any reason. */
export type VerdictReason =
  | UnknownReason
  | RevokedReason
  | GenuineReason
  | 'label-invalid-since'
  | 'algorithm-not-used'
  | 'signature-mismatch'
  | 'key-unknown-there'
  | 'issuer-unknown-there';
