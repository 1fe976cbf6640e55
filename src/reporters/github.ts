/** `github`: annotations on the files of a pull request, as workflow commands of GitHub Actions. */
import type { Severity } from '../model/severity.js';
import { bufferedReporter } from './report/buffered-reporter.js';
import type { ReportedFinding } from './report/report.js';
import type { Reporter, ReporterOptions } from './reporter.js';
import { escapeTerminal as safe } from './words/escape-terminal.js';
import { findingFacts, remedyLines } from './words/finding-facts.js';
import { outerPath } from './words/outer-path.js';
import { placeLines } from './words/place-lines.js';
import { originText } from './words/place-text.js';
import { primarySighting } from './words/primary-sighting.js';
import { sentence } from './words/sentence.js';

const commands: Readonly<Record<Severity, 'error' | 'warning' | 'notice'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
};

/** GitHub shows no more annotations of one kind from one step. */
const SHOWN_FAILURES = 10;
/** Places that the message of one annotation lists. */
const LISTED_PLACES = 5;

/**
 * Makes a reporter that writes one annotation a token at the end, the most severe first: GitHub shows ten of each kind a
 * step. Suppressed tokens have none. Columns are left out, ours count bytes.
 */
export function createGithubReporter(options: ReporterOptions): Reporter {
  return bufferedReporter(options.maxSightings, function* (report) {
    const { run, findings, failures, summary } = report;
    for (const reported of findings) {
      if (reported.finding.suppression === null) yield annotation(reported, run.startedAt);
    }
    for (const { code, origin, message } of failures.slice(0, SHOWN_FAILURES)) {
      const place = origin === null ? '' : `${safe(originText(origin))}: `;
      yield command('warning', { title: `kubeleaks: ${safe(code)}` }, place + sentence(message));
    }
    const facts = [`Tokens: ${findings.length} (suppressed: ${summary.suppressed})`, `places: ${summary.sightings}`];
    if (summary.failures > 0) facts.push(`failures: ${summary.failures}`);
    if (!summary.complete) facts.push('INCOMPLETE: not everything could be looked at');
    yield command(summary.complete ? 'notice' : 'warning', { title: 'kubeleaks' }, `${facts.join(', ')}.`);
  });
}

function annotation(reported: ReportedFinding, now: string): string {
  const { finding, sightings } = reported;
  const primary = primarySighting(sightings);
  const outer = primary === undefined ? null : outerPath(primary.origin);
  const line = outer?.isExact === true && primary?.line !== null ? primary?.line : undefined;
  const lines = [
    ...findingFacts(finding, now).map(([name, text]) => `${name}: ${text}`),
    ...placeLines(reported, LISTED_PLACES),
    ...remedyLines(finding),
  ];
  const properties = {
    ...(outer === null ? {} : { file: outer.path.text.replace(/^(?:\.\/+)+/, '') }),
    ...(line === undefined ? {} : { line: String(line) }),
    title: `${finding.severity}: ${sentence(finding.title)}`,
  };
  return command(commands[finding.severity], properties, lines.join('\n'));
}

/** One command on one line; the runner reads `%25`, `%0D`, `%0A`, and in properties also `%3A` and `%2C`, back. */
function command(name: string, properties: Readonly<Record<string, string>>, message: string): string {
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${propertyText(value)}`);
  return `::${name} ${pairs.join(',')}::${messageText(message)}\n`;
}

function messageText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A path must stay what it is, or the annotation lands nowhere: only what is unsafe in a log, on any CI, is taken out. */
function propertyText(text: string): string {
  const shown = text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) =>
    character === '\n' || character === '\r' ? character : '\uFFFD',
  );
  return messageText(shown.replaceAll(/##(?=\w*\[)/g, '\uFFFD#'))
    .replaceAll(':', '%3A')
    .replaceAll(',', '%2C');
}
