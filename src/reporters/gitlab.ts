/** `gitlab`: a secret-detection report as GitLab reads it (its security report schemas, version 15). */
import type { CommitEvent } from '../model/event.js';
import type { Failure } from '../model/failure.js';
import type { Sighting } from '../model/finding.js';
import type { Severity } from '../model/severity.js';
import { jsonText } from './json-text.js';
import { gitObjectOf } from '../model/origin.js';
import { bufferedReporter } from './report/buffered-reporter.js';
import type { Report, ReportedFinding } from './report/report.js';
import type { DetectorText, Reporter, ReporterOptions } from './reporter.js';
import { escapeTerminal as safe } from './words/escape-terminal.js';
import { findingFacts, remedyLines } from './words/finding-facts.js';
import { outerPath } from './words/outer-path.js';
import { originText, placeText } from './words/place-text.js';
import { byReach, primarySighting } from './words/primary-sighting.js';
import { sentence } from './words/sentence.js';

const SCHEMA_VERSION = '15.0.7';
/** What GitLab's own analyzers write where no commit is known; the schema asks for one. */
const NO_COMMIT = '0000000';
/** Places that are listed of one token. */
const LISTED_PLACES = 20;
/** Limits of the schema. */
const LONGEST_NAME = 255;
const LONGEST_SOLUTION = 7000;

const severityNames: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Info',
};

/** Makes a reporter that writes one report at the end. Suppressed tokens are left out: GitLab has no word for them. */
export function createGitlabReporter(options: ReporterOptions): Reporter {
  return bufferedReporter(options.maxSightings, function* (report) {
    yield `{"version":"${SCHEMA_VERSION}",\n"scan":${jsonText(scanOf(report))},\n"vulnerabilities":[`;
    let separator = '\n';
    for (const reported of report.findings) {
      if (reported.finding.suppression !== null) continue;
      const detector = options.detectors.find(({ id }) => id === reported.finding.detector);
      yield separator + jsonText(vulnerabilityOf(reported, report, detector));
      separator = ',\n';
    }
    yield '\n]}\n';
  });
}

function scanOf({ tool, run, summary, failures }: Report): object {
  const program = {
    id: 'kubeleaks',
    name: 'kubeleaks',
    version: tool.version === '' ? 'unknown' : tool.version,
    vendor: { name: 'kubeleaks' },
  };
  const messages = failures.map((failure) => ({ level: 'warn', value: failureText(failure) }));
  return {
    analyzer: program,
    scanner: program,
    type: 'secret_detection',
    start_time: timeText(Date.parse(run.startedAt)),
    end_time: timeText(Date.parse(run.startedAt) + summary.seconds * 1000),
    status: summary.complete ? 'success' : 'failure',
    ...(messages.length > 0 ? { messages } : {}),
  };
}

function failureText({ origin, code, message }: Failure): string {
  return `${safe(code)}: ${origin === null ? '' : `${safe(originText(origin))}: `}${sentence(message)}`;
}

/** GitLab's times are UTC without a zone. */
function timeText(time: number): string {
  return new Date(Number.isNaN(time) ? 0 : time).toISOString().slice(0, 19);
}

function vulnerabilityOf(
  reported: ReportedFinding,
  { run, commits }: Report,
  detector: DetectorText | undefined,
): object {
  const { finding, sightings, sightingsTotal } = reported;
  const hex = finding.fingerprint.slice('sha256:'.length);
  const solution = remedyLines(finding).join('\n').slice(0, LONGEST_SOLUTION);
  const title = detector?.title ?? 'Kubernetes service-account token';
  return {
    id: uuidOf(hex),
    category: 'secret_detection',
    name: title.slice(0, LONGEST_NAME),
    description: markdownText(`${sentence(finding.title)}. ${detector?.meaning ?? ''}`.trim()),
    severity: severityNames[finding.severity],
    ...(solution === '' ? {} : { solution: markdownText(solution).slice(0, LONGEST_SOLUTION) }),
    identifiers: [
      { type: 'kubeleaks_detector', name: `kubeleaks ${safe(finding.detector)}`, value: safe(finding.detector) },
      { type: 'kubeleaks_fingerprint', name: `Token ${hex.slice(0, 16)}`, value: finding.fingerprint },
      { type: 'cwe', name: 'CWE-522', value: '522', url: 'https://cwe.mitre.org/data/definitions/522.html' },
    ],
    location: locationOf(primarySighting(sightings), commits),
    details: {
      ...Object.fromEntries(
        findingFacts(finding, run.startedAt).map(([name, text]) => [detailKey(name), detail(name, text)]),
      ),
      places: {
        type: 'list',
        name: `Found in ${sightingsTotal} places`,
        items: byReach(sightings)
          .slice(0, LISTED_PLACES)
          .map((sighting) => ({ type: 'text', value: safe(placeText(sighting)) })),
      },
    },
  };
}

function detail(name: string, value: string): object {
  return { type: 'text', name, value };
}

function detailKey(name: string): string {
  return name.toLowerCase().replaceAll(' ', '_');
}

function locationOf(sighting: Sighting | undefined, commits: ReadonlyMap<string, CommitEvent>): object {
  if (sighting === undefined) return { commit: { sha: NO_COMMIT } };
  const outer = outerPath(sighting.origin);
  const line = outer?.isExact === true && sighting.line !== null ? sighting.line : 1;
  const [sha] = gitObjectOf(sighting.origin)?.commits ?? [];
  const commit = sha === undefined ? undefined : commits.get(sha);
  return {
    file: safe(outer === null ? originText(sighting.origin) : outer.path.text),
    start_line: line,
    end_line: line,
    commit: {
      sha: sha ?? NO_COMMIT,
      ...(commit === undefined
        ? {}
        : { author: safe(commit.authorName ?? ''), date: commit.date, message: safe(commit.subject) }),
    },
  };
}

/** GitLab reads names and descriptions as Markdown: a stranger's text must not make links, images or mentions. */
function markdownText(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+!|<>@~&$^:]/g, '\\$&');
}

/** The same token has the same id in every report: a UUID of version 8 (RFC 9562 §5.8) made of its fingerprint. */
function uuidOf(hex: string): string {
  const variant = ((Number.parseInt(hex[15] ?? '0', 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(12, 15)}-${variant}${hex.slice(16, 19)}-${hex.slice(19, 31)}`;
}
