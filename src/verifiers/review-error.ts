/**
 * What the error of a TokenReview proves. kube-apiserver judges issuer, key and signature, audience and life in this
 * order, so each error says what held before it (pkg/serviceaccount/{jwt,claims,legacy}.go). The text is matched against
 * the known ones and dropped: it quotes names, and a webhook in between may put anything into it.
 */
import type { VerdictDraft } from './verdict-draft.js';

/** What is known of the token whose review failed. */
export interface ReviewedToken {
  readonly isLegacy: boolean;
  /** True when the cluster's own key verified it, so that its "I do not know the key" means the key is gone. */
  readonly isProven: boolean;
}

/** Longer errors are nobody's; real ones have some hundred characters. */
const MAX_ERROR_LENGTH = 16_384;

/** The first row that matches counts. `legacy` or `bound` rows are for that kind of token alone. */
const table: readonly (readonly [pattern: RegExp, draft: VerdictDraft, kind?: 'legacy' | 'bound'])[] = [
  [
    /token audiences .{0,8000} is invalid for the target audiences/s,
    { result: 'genuine-unchecked', reason: 'wrong-audience' },
  ],
  [
    /has been marked invalid\. Use tokens from the TokenRequest API/,
    { result: 'suspended', reason: 'label-invalid-since' },
  ],
  [/service account token has expired|Token has expired/, { result: 'expired', reason: null }],
  [
    /service account token is not valid yet|service account token is issued in the future/,
    { result: 'genuine-unchecked', reason: 'not-valid-yet' },
  ],
  [/Token does not match server's copy/, { result: 'revoked', reason: 'secret-replaced' }],
  [/[Tt]oken has been invalidated/, { result: 'revoked', reason: 'secret-deleted' }, 'legacy'],
  [/[Tt]oken has been invalidated/, { result: 'revoked', reason: 'bound-object-deleted' }, 'bound'],
  [
    /(?:pod|secret|node|validatingwebhookconfiguration|mutatingwebhookconfiguration) UID \([^)]{0,100}\) does not match service account/i,
    { result: 'revoked', reason: 'bound-object-recreated' },
  ],
  [
    /service ?account UID \([^)]{0,100}\) does not match claim/i,
    { result: 'revoked', reason: 'service-account-recreated' },
  ],
  [/service ?account [^ ]{1,600} has been deleted/i, { result: 'revoked', reason: 'service-account-deleted' }],
  [/serviceaccounts? "[^"]{1,300}" not found/, { result: 'revoked', reason: 'service-account-deleted' }],
  [
    /token is bound to a Node object but the .{1,100} feature gate is disabled/,
    { result: 'genuine-unchecked', reason: 'refused-by-configuration' },
  ],
  [
    /(?:sub|namespace|secretName|serviceAccountName|serviceAccountUID) claim is (?:missing|invalid)/,
    { result: 'genuine-unchecked', reason: 'claims-refused' },
  ],
  [/token issuer ".{0,2100}" is invalid/s, { result: 'not-this-cluster', reason: 'issuer-unknown-there' }],
  [
    /error in cryptographic primitive|crypto\/(?:rsa|ecdsa): verification error/,
    { result: 'bad-signature', reason: 'signature-mismatch' },
  ],
];

const unknownKey = /invalid signature, no keys found/;

/** The verdict behind `status.error` of a TokenReview that did not authenticate. */
export function judgeReviewError(error: string, token: ReviewedToken): VerdictDraft {
  const text = error.slice(0, MAX_ERROR_LENGTH);
  const kind = token.isLegacy ? 'legacy' : 'bound';
  const row = table.find(([pattern, , only]) => (only === undefined || only === kind) && pattern.test(text));
  if (row !== undefined) return row[1];
  if (unknownKey.test(text)) {
    return token.isProven
      ? { result: 'revoked', reason: 'signing-key-removed' }
      : { result: 'not-this-cluster', reason: 'key-unknown-there' };
  }
  // Nothing but this: no authenticator of the cluster takes the issuer, or the text is no token to it.
  if (/^\[?(?:invalid bearer token(?:, )?)+\]?$/.test(text.trim()))
    return { result: 'not-this-cluster', reason: 'issuer-unknown-there' };
  return token.isProven
    ? { result: 'genuine-unchecked', reason: 'answer-not-understood' }
    : { result: 'not-this-cluster', reason: null };
}
