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
}
