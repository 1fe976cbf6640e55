/** Findings as the page shows them. */
import type { Finding } from '../../model/finding.js';
import { severities } from '../../model/severity.js';
import type { Report, ReportedFinding } from '../report/report.js';
import { escapeTerminal as safe } from '../words/escape-terminal.js';
import { findingFacts } from '../words/finding-facts.js';
import { historySteps } from '../words/history-words.js';
import { clusterWords } from '../words/identity-words.js';
import { placeText } from '../words/place-text.js';
import { byReach } from '../words/primary-sighting.js';
import type { PageToken } from './page-data.js';
import { sentence } from '../words/sentence.js';

/** A command must come whole. */
const LONGEST_COMMAND = 4000;

/** The findings in the order a responder works: live, then never-expiring, then by severity; suppressed ones last. */
export function byUrgency(findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  const ranked = findings.map((reported) => ({ reported, rank: urgency(reported.finding) }));
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ reported }) => reported);
}

function urgency({ suppression, verdict, lifetime, severity }: Finding): number {
  if (suppression !== null) return 100 + severities.indexOf(severity);
  if (isLive({ verdict })) return 0;
  if (severity === 'critical' && lifetime.state === 'never-expires') return 1;
  return 2 + severities.indexOf(severity);
}

/** True when a cluster accepts it now. */
export function isLive({ verdict }: Pick<Finding, 'verdict'>): boolean {
  return verdict?.result === 'live' || verdict?.result === 'live-elsewhere';
}

/** One finding with everything its card shows. */
export function pageToken(
  { finding, sightings, sightingsTotal }: ReportedFinding,
  { run, commits }: Report,
): PageToken {
  const { identity, lifetime, verdict, histories, suppression } = finding;
  const answering = verdict?.cluster.name ?? null;
  return {
    fingerprint: finding.fingerprint,
    severity: finding.severity,
    title: sentence(finding.title),
    account: `${safe(identity.namespace ?? '?')}/${safe(identity.serviceAccount ?? '?')}`,
    state: lifetime.state,
    verdict: verdict?.result ?? null,
    claimed: verdict?.claimedBy !== undefined,
    suppressed:
      suppression &&
      [suppression.kind, suppression.reason, suppression.by, suppression.until]
        .filter((fact) => fact !== null)
        .map((fact) => safe(fact))
        .join(', '),
    namespace: identity.namespace === null ? 'no namespace' : safe(identity.namespace),
    cluster: answering === null ? clusterWords(finding) : safe(answering),
    issued: timeOf(lifetime.issuedAt),
    exposed: earliest(histories.map(({ introducedAt }) => timeOf(introducedAt))),
    expires: timeOf(lifetime.expiresAt),
    facts: [
      ...findingFacts(finding, run.startedAt),
      ...(finding.header.kid === null ? [] : [['Key id', safe(finding.header.kid)] as const]),
      ...(finding.tokenId === null ? [] : [['Token id', safe(finding.tokenId)] as const]),
      ['Detector', safe(finding.detector)],
    ],
    stories: histories.map((history) => {
      const [state = '', ...steps] = historySteps(history, commits);
      return { repository: safe(history.repository.text), steps: [...steps, `now ${state}`] };
    }),
    places: byReach(sightings).map((sighting) => safe(placeText(sighting))),
    placesTotal: sightingsTotal,
    steps: finding.remedy.map(({ action, command }) => ({
      action: sentence(action),
      command: command === null ? null : safe(command, LONGEST_COMMAND),
    })),
  };
}

function timeOf(time: string | null): number | null {
  const parsed = time === null ? Number.NaN : Date.parse(time);
  return Number.isNaN(parsed) ? null : parsed;
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}
