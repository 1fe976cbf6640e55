/** `sarif`: SARIF 2.1.0 for code hosts and viewers. */
import type { Failure } from '../model/failure.js';
import type { Suppression } from '../model/finding.js';
import { jsonText } from './json-text.js';
import { bufferedReporter } from './report/buffered-reporter.js';
import type { Report, ReportedFinding } from './report/report.js';
import type { Reporter, ReporterOptions } from './reporter.js';
import { locationOf, placeOf } from './sarif/location-of.js';
import { messageText } from './sarif/message-text.js';
import { levels, ruleId, rulesOf } from './sarif/rules.js';
import { escapeTerminal as safe } from './words/escape-terminal.js';
import { findingFacts, remedyLines } from './words/finding-facts.js';
import { historyWords } from './words/history-words.js';
import { byReach } from './words/primary-sighting.js';
import { sentence } from './words/sentence.js';

/** GitHub shows no more results of a run. */
const MOST_RESULTS = 5000;
/** GitHub shows no more locations of a result. */
const MOST_LOCATIONS = 100;
const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** Makes a reporter that writes one SARIF log with one run, at the end, a result at a time. */
export function createSarifReporter(options: ReporterOptions): Reporter {
  return bufferedReporter(Math.min(options.maxSightings ?? MOST_LOCATIONS, MOST_LOCATIONS), function* (report) {
    const findings = report.findings.slice(0, MOST_RESULTS);
    const rules = rulesOf(findings, options.detectors);
    const ruleIndices = new Map(rules.map(({ id }, index) => [id, index]));
    yield `{"$schema":"${SCHEMA}","version":"2.1.0","runs":[{\n`;
    yield `"tool":${jsonText({ driver: { ...driverOf(report), rules } })},\n`;
    yield `"automationDetails":${jsonText({ id: `kubeleaks/${scopeOf(report)}/${safe(report.run.id)}` })},\n`;
    // Wanted wherever text was read (§3.14.27), though we name no columns.
    yield `"columnKind":"utf16CodeUnits",\n`;
    yield `"originalUriBaseIds":{"SRCROOT":{"description":{"text":"The folder that the scan started in."}}},\n`;
    yield `"invocations":[${jsonText(invocationOf(report))}],\n`;
    yield `"results":[`;
    for (const [index, reported] of findings.entries()) {
      const result = resultOf(reported, report, ruleIndices);
      yield `${index === 0 ? '' : ','}\n${jsonText(result)}`;
    }
    yield '\n]}]}\n';
  });
}

function driverOf({ tool }: Report): object {
  const isSemantic = /^\d+\.\d+\.\d+(?:-[\w.-]+)?$/.test(tool.version);
  return { name: tool.name, ...(isSemantic ? { version: tool.version, semanticVersion: tool.version } : {}) };
}

/** `history` when git objects were read, `range` when only what is new was asked for, else `tree`. */
function scopeOf({ run, summary, findings }: Report): string {
  const { staged, range, new: brought } = run.options;
  if (staged === true || typeof range === 'string' || typeof brought === 'string') return 'range';
  const hasObjects = findings.some(({ sightings }) => sightings.some(({ origin }) => origin.kind === 'git-object'));
  return summary.objects > 0 || hasObjects ? 'history' : 'tree';
}

function resultOf(
  reported: ReportedFinding,
  { run, commits }: Report,
  ruleIndices: ReadonlyMap<string, number>,
): object {
  const { finding, sightings, sightingsTotal } = reported;
  const hex = finding.fingerprint.slice('sha256:'.length);
  const rule = ruleId(finding);
  const facts = findingFacts(finding, run.startedAt).map(([name, text]) => `${name}: ${text}.`);
  const stories = finding.histories.map((history) => `History: ${historyWords(history, commits)}.`);
  const { severity, proven, detector, verdict, lifetime, suppression } = finding;
  return {
    ruleId: rule,
    ruleIndex: ruleIndices.get(rule) ?? -1,
    kind: 'fail',
    level: levels[severity],
    message: {
      text: messageText([`${sentence(finding.title)}.`, ...facts, ...stories, ...remedyLines(finding)].join('\n')),
    },
    locations: byReach(sightings).map(locationOf),
    occurrenceCount: Math.max(sightingsTotal, 1),
    fingerprints: { 'sha256/v1': hex },
    partialFingerprints: { primaryLocationLineHash: `${hex.slice(0, 16)}:1` },
    ...(suppression === null ? {} : { suppressions: [suppressionOf(suppression)] }),
    properties: {
      severity,
      proven,
      detector,
      verdict: verdict?.result ?? null,
      ...(verdict?.claimedBy === undefined ? {} : { verdictClaimedBy: safe(verdict.claimedBy) }),
      lifetime: lifetime.state,
      sightingsTotal,
    },
  };
}

function suppressionOf({ kind, reason, by, until }: Suppression): object {
  const facts = [kind, reason, by === null ? null : `by ${by}`, until === null ? null : `until ${until}`];
  return {
    kind: kind === 'inline' ? 'inSource' : 'external',
    status: 'accepted',
    justification: facts
      .filter((fact) => fact !== null)
      .map((fact) => safe(fact))
      .join(', '),
  };
}

function invocationOf({ run, summary, failures, skipped, findings }: Report): object {
  const cut =
    findings.length > MOST_RESULTS
      ? [`Only the ${MOST_RESULTS} most severe of ${findings.length} tokens are listed here; the JSON report has all.`]
      : [];
  const crowded = findings.filter(({ sightings, sightingsTotal }) => sightingsTotal > sightings.length).length;
  if (crowded > 0) cut.push(`Of ${crowded} tokens only the first places are listed; occurrenceCount counts all.`);
  return {
    executionSuccessful: summary.complete,
    startTimeUtc: run.startedAt,
    toolExecutionNotifications: [
      ...cut.map((text) => ({
        level: 'warning',
        message: { text: messageText(text) },
        descriptor: { id: 'results-cut' },
      })),
      ...failures.map((failure) => notificationOf(failure, 'error')),
      ...skipped.map((place) => notificationOf(place, 'note')),
    ],
  };
}

function notificationOf({ origin, code, message }: Failure, level: 'error' | 'note'): object {
  return {
    level,
    descriptor: { id: safe(code) },
    message: { text: messageText(sentence(message)) },
    ...(origin === null ? {} : { locations: [placeOf(origin)] }),
  };
}
