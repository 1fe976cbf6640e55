/** The rules of a SARIF run: one for each detector and severity, because code hosts take the severity from the rule. */
import type { Finding } from '../../model/finding.js';
import { severities, type Severity } from '../../model/severity.js';
import type { DetectorText } from '../reporter.js';
import type { ReportedFinding } from '../report/report.js';
import { compareText } from '../../model/compare-sightings.js';
import { messageText } from './message-text.js';

/** SARIF 2.1.0 §3.27.10. */
export const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** GitHub: over 9.0 is critical, 7.0 to 8.9 high, 4.0 to 6.9 medium, 0.1 to 3.9 low. */
const scores: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  info: '0.5',
};

/** `kubernetes-legacy/critical`. */
export function ruleId({ detector, severity }: Pick<Finding, 'detector' | 'severity'>): string {
  return `${detector}/${severity}`;
}

/** The rules that `findings` need, sorted, as SARIF reporting descriptors. */
export function rulesOf(findings: readonly ReportedFinding[], detectors: readonly DetectorText[]): readonly Rule[] {
  const needed = new Map(findings.map(({ finding }) => [ruleId(finding), finding]));
  return [...needed]
    .toSorted(
      ([, a], [, b]) =>
        compareText(a.detector, b.detector) || severities.indexOf(a.severity) - severities.indexOf(b.severity),
    )
    .map(([id, { detector, severity }]) =>
      ruleOf(
        id,
        severity,
        detectors.find((known) => known.id === detector),
      ),
    );
}

/** A SARIF reporting descriptor; only its id is read again. */
export interface Rule {
  readonly id: string;
  readonly [member: string]: unknown;
}

function ruleOf(id: string, severity: Severity, detector: DetectorText | undefined): Rule {
  const title = messageText(
    detector?.title ?? `Kubernetes service-account token (${id.slice(0, id.lastIndexOf('/'))})`,
  );
  const meaning = messageText(
    detector?.meaning ?? 'Whoever holds it can act as the service account it was issued for.',
  );
  const references = detector?.references ?? [];
  const helpUri = references.find((reference) => /^https:\/\/[\w.~!$&'()*+,;=:@/?#%-]+$/.test(reference));
  const advice = 'Revoke the token where it was issued, then remove it from the place where it was found.';
  return {
    id,
    name: 'KubernetesServiceAccountToken',
    shortDescription: { text: `${title}.`.replace(/\.\.$/, '.') },
    fullDescription: { text: meaning },
    ...(helpUri === undefined ? {} : { helpUri }),
    help: {
      text: [meaning, advice, ...references.map(messageText)].join('\n\n'),
      markdown: [meaning, `**${advice}**`, ...references.map((reference) => `- ${messageText(reference)}`)].join(
        '\n\n',
      ),
    },
    defaultConfiguration: { level: levels[severity] },
    properties: {
      'security-severity': scores[severity],
      precision: severity === 'info' || severity === 'medium' ? 'medium' : 'very-high',
      tags: ['security', 'kubernetes', 'secret', 'external/cwe/cwe-522', 'external/cwe/cwe-798'],
    },
  };
}
