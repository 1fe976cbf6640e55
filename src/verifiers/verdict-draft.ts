/** A verdict before it is said who gave it and when. */
import { timestampOf, type Clock } from '../clusters/clock.js';
import type { Member } from '../clusters/fleet.js';
import type { Verdict, VerdictResult, VerdictUser } from '../model/verdict.js';
import type { VerdictReason } from './reason.js';

/** What a verifier found out. */
export interface VerdictDraft {
  readonly result: VerdictResult;
  readonly reason: VerdictReason | null;
  readonly user?: VerdictUser;
  readonly lastUsed?: string;
  readonly invalidSince?: string;
}

/** The verifiers, by the names that stand in reports. */
export type VerifierName = 'expiry' | 'signature' | 'lookup' | 'token-review';

/** Whom a verdict is about: a cluster that can be asked, or one of which only the name is known. */
export type Respondent = Member | { readonly name: string } | null;

/** Completes a draft. */
export function verdictOf(draft: VerdictDraft, respondent: Respondent, by: VerifierName, clock: Clock): Verdict {
  const cluster =
    respondent === null
      ? { name: null, server: null, kubeSystemUid: null }
      : 'cluster' in respondent
        ? { name: respondent.cluster.name, server: respondent.cluster.server, kubeSystemUid: respondent.kubeSystemUid }
        : { name: respondent.name, server: null, kubeSystemUid: null };
  return { cluster, by, at: timestampOf(clock), ...draft };
}
