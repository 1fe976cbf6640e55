/** Earlier reports → the events of one scan, as if all had been searched at once, by the clock of today. */
import { randomUUID } from 'node:crypto';
import { compareText } from './model/compare-sightings.js';
import type { ScanEvent } from './model/event.js';
import { compareSeverity } from './model/severity.js';
import { version } from './model/version.js';
import { joinReports } from './report/join-reports.js';
import type { EarlierReport, EarlierToken } from './report/earlier-report.js';
import { openReport } from './open-report.js';
import type { ReportOptions } from './report-options.js';
import { describeAgain } from './triage/describe-again.js';
import { UsageError } from './model/usage-error.js';

/** As many places of a token as reports list. */
const MOST_SIGHTINGS = 100;

/**
 * Reads reports (`-f json`, `-f jsonl`) and tells what they say together, sorted, one finding a token. Severities,
 * titles and steps are computed anew; verdicts carry `claimedBy`. Every report is read to its end before the first
 * event. Throws `UsageError` when one cannot be used.
 */
export async function* mergeReports(paths: readonly string[], options: ReportOptions = {}): AsyncGenerator<ScanEvent> {
  if (paths.length === 0) throw new UsageError('no-target', 'name at least one report');
  const most = options.maxSightings ?? MOST_SIGHTINGS;
  const reports: EarlierReport[] = [];
  for (const path of paths) reports.push(await openReport(path, 'the report', most));
  const report = joinReports(reports, most);
  const now = options.now?.() ?? new Date();
  yield startOf(report, now, options);
  let counts = { findings: 0, sightings: 0, suppressed: 0 };
  for (const { finding, token } of told(report, now, options)) {
    const { fingerprint } = finding;
    yield { type: 'finding', finding };
    for (const sighting of token.sightings) yield { type: 'sighting', fingerprint, sighting };
    const count = token.total - token.sightings.length;
    if (count > 0) yield { type: 'unlisted', fingerprint, count };
    counts = {
      findings: counts.findings + 1,
      sightings: counts.sightings + token.total,
      suppressed: counts.suppressed + Number(finding.suppression !== null),
    };
  }
  yield* report.attributions;
  yield* report.commits.values();
  for (const transmission of report.transmissions) yield { type: 'transmission', transmission };
  for (const failure of report.failures) yield { type: 'failure', failure };
  for (const skipped of report.skipped) yield { type: 'skipped', skipped };
  yield { type: 'summary', summary: { ...report.summary, ...counts } };
}

function startOf(report: EarlierReport, now: Date, { labels, shownOptions }: ReportOptions): ScanEvent {
  return {
    type: 'start',
    tool: { name: 'kubeleaks', version },
    run: {
      id: randomUUID(),
      startedAt: now.toISOString(),
      options: { ...shownOptions, mergedRuns: report.runs },
      detectors: report.detectors,
      labels: { ...report.labels, ...labels },
    },
  };
}

/** In the order of every buffered report. */
function told(report: EarlierReport, now: Date, options: ReportOptions) {
  const { baseline, ignores, minSeverity } = options;
  return [...report.tokens.values()]
    .map((token: EarlierToken) => ({ token, finding: describeAgain(token.facts, token, { baseline, ignores, now }) }))
    .filter(({ finding }) => minSeverity === undefined || compareSeverity(finding.severity, minSeverity) <= 0)
    .toSorted(
      (a, b) =>
        compareSeverity(a.finding.severity, b.finding.severity) ||
        compareText(a.finding.fingerprint, b.finding.fingerprint),
    );
}
