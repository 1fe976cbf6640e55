/** Keeps one verdict an answering cluster. */
import type { Verdict } from './verdict.js';

/** `verdicts` with `verdict` at the end; an earlier answer of the same cluster gives way to it. */
export function joinVerdict(verdicts: readonly Verdict[], verdict: Verdict): readonly Verdict[] {
  const { name, server } = verdict.cluster;
  return [...verdicts.filter(({ cluster }) => cluster.name !== name || cluster.server !== server), verdict];
}
