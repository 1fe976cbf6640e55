/** One verdict out of many answers. */
import type { Verdict, VerdictResult } from './verdict.js';

/**
 * Worst for the token's owner first. `live` down to `expired` come from a cluster whose key signed the token, so they
 * outweigh another cluster's `unknown`; `unknown` outweighs `bad-signature`, because that cluster may be the wrong one.
 */
const ranks: Readonly<Record<VerdictResult, number>> = {
  live: 0,
  'live-elsewhere': 1,
  suspended: 2,
  revoked: 3,
  expired: 4,
  'genuine-unchecked': 5,
  unknown: 6,
  'bad-signature': 7,
  'not-this-cluster': 8,
};

/** The summary of `verdicts`: the worst for the owner, never `not-this-cluster`; null when nothing remains. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict | null {
  let worst: Verdict | null = null;
  for (const verdict of verdicts) {
    if (verdict.result === 'not-this-cluster') continue;
    if (worst === null || ranks[verdict.result] < ranks[worst.result]) worst = verdict;
  }
  return worst;
}
