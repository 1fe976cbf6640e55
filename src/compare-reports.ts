/** Two earlier reports → which tokens are new, which are gone, and whose verdict changed. */
import { compareText } from './model/compare-sightings.js';
import type { ChangedToken, ComparedReport, ComparedToken, Comparison } from './model/comparison.js';
import { compareSeverity } from './model/severity.js';
import type { Verdict } from './model/verdict.js';
import { openReport } from './open-report.js';
import type { EarlierReport, EarlierToken } from './report/earlier-report.js';
import { joinReports } from './report/join-reports.js';
import type { ReportOptions } from './report-options.js';
import { describeAgain } from './triage/describe-again.js';

/** Places of a token that a comparison shows: where to look, not where else. */
const MOST_SIGHTINGS = 3;

/**
 * Compares the report at `oldPath` with the one at `newPath`. As with a baseline, a cut copy of a token that was known
 * is known, and the whole of one that was only known as a cut copy is new. Throws `UsageError` when one cannot be used.
 */
export async function compareReports(
  oldPath: string,
  newPath: string,
  options: Pick<ReportOptions, 'now' | 'minSeverity' | 'maxSightings'> = {},
): Promise<Comparison> {
  const { maxSightings = MOST_SIGHTINGS, minSeverity } = options;
  const open = async (path: string): Promise<EarlierReport> =>
    joinReports([await openReport(path, 'the report', maxSightings)], maxSightings);
  const before = await open(oldPath);
  const after = await open(newPath);
  const now = options.now?.() ?? new Date();
  const compared = (token: EarlierToken): ComparedToken => ({
    finding: describeAgain(token.facts, token, { baseline: undefined, ignores: undefined, now }),
    sightings: token.sightings,
    sightingsTotal: token.total,
  });
  const isTold = ({ finding }: ComparedToken): boolean =>
    minSeverity === undefined || compareSeverity(finding.severity, minSeverity) <= 0;
  const missingIn = (other: EarlierReport, from: EarlierReport): readonly ComparedToken[] => {
    const isKnown = knowing(other);
    const missing = [...from.tokens.values()].filter((token) => !isKnown(token));
    return missing.map(compared).filter(isTold).toSorted(inOrder);
  };
  const changed = [...after.tokens].flatMap(([fingerprint, token]): ChangedToken[] => {
    const known = before.tokens.get(fingerprint);
    if (known === undefined) return [];
    const is = compared(token);
    const was = compared(known).finding.verdict;
    return isSame(was, is.finding.verdict) ? [] : [{ ...is, before: was, after: is.finding.verdict }];
  });
  const known = [...after.tokens.values()].filter(knowing(before));
  return {
    comparedAt: now.toISOString(),
    old: headOf(before),
    new: headOf(after),
    added: missingIn(before, after),
    gone: missingIn(after, before),
    changed: changed.filter(isTold).toSorted(inOrder),
    unchanged: known.length - changed.length,
  };
}

/** Whether a token is known from a report; a cut copy is by its body. */
function knowing({ tokens }: EarlierReport): (token: EarlierToken) => boolean {
  const bodies = new Set(Array.from(tokens.values(), ({ facts }) => facts.bodyFingerprint));
  return ({ facts }) => tokens.has(facts.fingerprint) || (!facts.token.complete && bodies.has(facts.bodyFingerprint));
}

function isSame(a: Verdict | null, b: Verdict | null): boolean {
  return a?.result === b?.result && a?.reason === b?.reason && a?.cluster.name === b?.cluster.name;
}

function headOf({ startedAt, summary, tokens }: EarlierReport): ComparedReport {
  return { startedAt, complete: summary.complete, tokens: tokens.size };
}

function inOrder(a: ComparedToken, b: ComparedToken): number {
  return (
    compareSeverity(a.finding.severity, b.finding.severity) || compareText(a.finding.fingerprint, b.finding.fingerprint)
  );
}
