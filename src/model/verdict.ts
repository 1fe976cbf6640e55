/** What is known about a token's life after keys or clusters were asked. */

/** Closed list; `not-this-cluster` stands in `verdicts` only, never as the summary. */
export type VerdictResult =
  | 'live'
  | 'live-elsewhere'
  | 'expired'
  | 'revoked'
  | 'suspended'
  | 'bad-signature'
  | 'genuine-unchecked'
  | 'not-this-cluster'
  | 'unknown';

/** Who a cluster says a token is (`status.user` of a TokenReview). The cluster's own words, cut to a sane length. */
export interface VerdictUser {
  readonly username: string;
  readonly uid: string | null;
  readonly groups: readonly string[];
  readonly pod: { readonly name: string; readonly uid: string | null } | null;
  readonly node: { readonly name: string; readonly uid: string | null } | null;
  /** As the audit log has it: `JTI=…`. */
  readonly credentialId: string | null;
}

/** One cluster's answer. */
export interface Verdict {
  readonly cluster: {
    readonly name: string | null;
    readonly server: string | null;
    readonly kubeSystemUid: string | null;
  };
  readonly result: VerdictResult;
  /** A known reason in our own words, never a foreign message. */
  readonly reason: string | null;
  /** Which verifier said so: `expiry`, `signature`, `lookup`, `token-review`. */
  readonly by: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** Only when a cluster accepted the token. */
  readonly user?: VerdictUser;
  /** Date of the Secret's `kubernetes.io/legacy-token-last-used` label, as it stood before we asked anything. */
  readonly lastUsed?: string;
  /** Date of the Secret's `kubernetes.io/legacy-token-invalid-since` label. */
  readonly invalidSince?: string;
  /** Only in what was read from an earlier report: the date of that report (RFC 3339), which is all that vouches for it. */
  readonly claimedBy?: string;
}
