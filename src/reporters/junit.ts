/** `junit`: test results as CI systems show them; every token that counts is a test that failed. */
import type { Failure } from '../model/failure.js';
import { bufferedReporter } from './report/buffered-reporter.js';
import type { Report, ReportedFinding } from './report/report.js';
import type { Reporter, ReporterOptions } from './reporter.js';
import { escapeTerminal as safe } from './words/escape-terminal.js';
import { findingFacts, remedyLines } from './words/finding-facts.js';
import { historyWords } from './words/history-words.js';
import { placeLines } from './words/place-lines.js';
import { originText } from './words/place-text.js';
import { xmlText } from './words/xml-text.js';
import { sentence } from './words/sentence.js';

/** Places that are listed of one token. */
const LISTED_PLACES = 20;

/**
 * Makes a reporter that writes one test suite at the end. Tokens are failures, suppressed ones are skipped, places that
 * could not be searched are errors; a scan that found nothing has one test that passed.
 */
export function createJunitReporter(options: ReporterOptions): Reporter {
  return bufferedReporter(options.maxSightings, function* (report) {
    const { run, findings, failures, summary } = report;
    const cases = casesOf(report);
    const suppressed = findings.filter(({ finding }) => finding.suppression !== null).length;
    const counts = `tests="${cases.length}" failures="${findings.length - suppressed}" errors="${failures.length + Number(isBroken(report))}" skipped="${suppressed}" time="${summary.seconds.toFixed(3)}"`;
    yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="kubeleaks" ${counts}>\n`;
    yield `<testsuite name="kubeleaks" ${counts} timestamp="${xmlText(safe(run.startedAt))}">\n`;
    yield `<properties>\n<property name="skippedPlaces" value="${summary.skipped}"/>\n</properties>\n`;
    for (const makeCase of cases) yield makeCase();
    yield '</testsuite>\n</testsuites>\n';
  });
}

/** One function a test case, so that a long report need not stand in memory as text. */
function casesOf(report: Report): readonly (() => string)[] {
  const { findings, failures } = report;
  const cases = findings.map((reported) => () => findingCase(reported, report));
  for (const failure of failures) cases.push(() => failureCase(failure));
  if (isBroken(report)) cases.push(() => brokenCase());
  if (cases.length === 0) cases.push(() => testCase('kubeleaks', 'no Kubernetes service-account token', ''));
  return cases;
}

/** Incomplete for a reason that no failure tells. */
function isBroken({ summary, failures }: Report): boolean {
  return !summary.complete && failures.length === 0;
}

function findingCase(reported: ReportedFinding, { run, commits }: Report): string {
  const { finding } = reported;
  const name = `${sentence(finding.title)} ${finding.fingerprint.slice(0, 'sha256:'.length + 16)}`;
  const { suppression } = finding;
  if (suppression !== null) {
    const why = suppression.reason === null ? suppression.kind : `${suppression.kind}: ${safe(suppression.reason)}`;
    return testCase(finding.detector, name, `<skipped message="${xmlText(why)}"/>`);
  }
  const lines = [
    ...findingFacts(finding, run.startedAt).map(([fact, text]) => `${fact}: ${text}`),
    ...finding.histories.map((history) => `History: ${historyWords(history, commits)}`),
    ...placeLines(reported, LISTED_PLACES),
    ...remedyLines(finding),
  ];
  const message = `${finding.severity}: ${sentence(finding.title)}`;
  const body = `<failure type="${finding.severity}" message="${xmlText(message)}">${xmlText(lines.join('\n'))}\n</failure>`;
  return testCase(finding.detector, name, body);
}

function failureCase({ origin, code, message }: Failure): string {
  const name = safe(origin === null ? code : originText(origin));
  return testCase('kubeleaks', name, `<error type="${xmlText(safe(code))}" message="${xmlText(sentence(message))}"/>`);
}

function brokenCase(): string {
  return testCase(
    'kubeleaks',
    'the scan is complete',
    '<error type="incomplete" message="not everything could be looked at"/>',
  );
}

function testCase(className: string, name: string, body: string): string {
  const start = `<testcase classname="${xmlText(safe(className))}" name="${xmlText(name)}"`;
  return body === '' ? `${start}/>\n` : `${start}>\n${body}\n</testcase>\n`;
}
