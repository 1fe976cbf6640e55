import test from 'ava';
import type { Verdict, VerdictResult } from '../../src/model/verdict.js';
import { worstVerdict } from '../../src/model/worst-verdict.js';

const verdict = (result: VerdictResult): Verdict => ({
  cluster: { name: result, server: null, kubeSystemUid: null },
  result,
  reason: null,
  by: 'token-review',
  at: '2026-11-23T20:00:00Z',
});

const cases: readonly (readonly [VerdictResult[], VerdictResult | null])[] = [
  [[], null],
  [['not-this-cluster'], null],
  [['not-this-cluster', 'unknown'], 'unknown'],
  [['unknown', 'revoked'], 'revoked'],
  [['revoked', 'live-elsewhere'], 'live-elsewhere'],
  [['live-elsewhere', 'live', 'suspended'], 'live'],
  [['bad-signature', 'unknown'], 'unknown'],
  [['expired', 'genuine-unchecked'], 'expired'],
];

for (const [results, worst] of cases) {
  test(`of ${results.join(', ') || 'no answers'} the summary is ${worst}`, (t) => {
    t.is(worstVerdict(results.map(verdict))?.result ?? null, worst);
    t.is(worstVerdict(results.toReversed().map(verdict))?.result ?? null, worst);
  });
}
