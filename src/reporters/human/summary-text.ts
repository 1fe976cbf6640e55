/** The end of human output: what was searched, what was found, what went wrong, what was sent. */
import { type Severity, severities } from '../../model/severity.js';
import { originText } from '../words/place-text.js';
import type { Report } from '../report/report.js';
import { escapeTerminal as safe } from '../words/escape-terminal.js';
import { fittedPlace } from '../words/fitted-place.js';
import { count } from '../words/history-words.js';
import type { Styler } from './styler.js';
import { wrap } from './wrap.js';
import { sentence } from '../words/sentence.js';

/** Failures that are listed; the JSON report lists more. */
const LISTED = 50;
const INDENT = '  ';

/** How to show a summary. */
export interface SummaryContext {
  readonly style: Styler;
  readonly width: number;
}

/** What the summary reads of a report; `bySeverity` counts findings that are not suppressed. */
export interface SummaryFacts extends Pick<Report, 'summary' | 'failures' | 'skipped' | 'transmissions'> {
  readonly bySeverity: ReadonlyMap<Severity, number>;
}

/** Ends with a line break. */
export function summaryText(facts: SummaryFacts, context: SummaryContext): string {
  const { summary } = facts;
  const lines = [...foundLines(facts, context), `Searched ${searchedWords(facts)}.`, ...failureLines(facts, context)];
  if (summary.skipped > 0) lines.push(`Skipped by design: ${skippedWords(facts)}.`);
  if (!summary.complete) {
    const text = 'INCOMPLETE: not everything could be looked at, so tokens may have been missed.';
    lines.push(...wrap(text, context.width).map((line) => context.style.alarm(line)));
  }
  lines.push(...sentLines(facts));
  return `${lines.join('\n')}\n`;
}

function foundLines({ summary, bySeverity }: SummaryFacts, { style, width }: SummaryContext): string[] {
  const active = [...bySeverity.values()].reduce((sum, number) => sum + number, 0);
  const suppressed = summary.suppressed > 0 ? ` Suppressed: ${count(summary.suppressed, 'token')}.` : '';
  if (active === 0) return wrap(`No Kubernetes service-account token found.${suppressed}`, width).map(style.bold);
  const counts = severities.flatMap((severity) => {
    const number = bySeverity.get(severity) ?? 0;
    return number === 0 ? [] : [`${number.toLocaleString('en-US')} ${severity}`];
  });
  const found = `Found ${count(active, 'Kubernetes service-account token')} in ${count(summary.sightings, 'place')}`;
  return wrap(`${found}: ${counts.join(', ')}.${suppressed}`, width).map(style.bold);
}

function searchedWords({ summary }: SummaryFacts): string {
  const objects = summary.objects > 0 ? ` and ${count(summary.objects, 'git object')}` : '';
  const inputs = summary.haystacks === 1 ? '1 input' : count(summary.haystacks, 'input');
  return `${bytesWords(summary.bytes)} in ${inputs}${objects} in ${secondsWords(summary.seconds)}`;
}

function failureLines({ summary, failures }: SummaryFacts, { width }: SummaryContext): string[] {
  if (summary.failures === 0) return [];
  const lines = [`Failures: ${summary.failures.toLocaleString('en-US')}`];
  for (const { code, origin, message } of failures.slice(0, LISTED)) {
    const place = origin === null ? '' : `${fittedPlace(originText(origin))}: `;
    const [first = '', ...rest] = wrap(`${safe(code)}: ${place}${sentence(message)}`, width - 4);
    lines.push(`${INDENT}${first}`, ...rest.map((line) => `${INDENT}${INDENT}${line}`));
  }
  const unlisted = summary.failures - Math.min(failures.length, LISTED);
  if (unlisted > 0) lines.push(`${INDENT}and ${unlisted.toLocaleString('en-US')} more`);
  return lines;
}

function skippedWords({ summary, skipped }: SummaryFacts): string {
  const byCode = new Map<string, number>();
  for (const { code } of skipped) byCode.set(code, (byCode.get(code) ?? 0) + 1);
  const counts = [...byCode].map(([code, number]) => `${number.toLocaleString('en-US')} ${safe(code)}`);
  const more = summary.skipped > skipped.length ? `, of ${summary.skipped.toLocaleString('en-US')} in all` : '';
  return counts.join(', ') + more;
}

function sentLines({ transmissions }: SummaryFacts): string[] {
  if (transmissions.length === 0) return ['Sent: nothing'];
  const lines = [`Sent: ${count(transmissions.length, 'request')} that carried a token`];
  for (const { fingerprint, cluster, server, what, auditId, status } of transmissions) {
    const token = safe(fingerprint.slice(0, 'sha256:'.length + 16));
    lines.push(`${INDENT}${token} to ${safe(cluster)} (${safe(server)})`);
    lines.push(`${INDENT}${INDENT}${safe(what)}, answer ${safe(status)}, Audit-ID ${safe(auditId)}`);
  }
  return lines;
}

/** `1.2 GB`, in powers of ten as disks are sold. */
function bytesWords(bytes: number): string {
  const names = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let amount = bytes;
  let index = 0;
  while (amount >= 999.5 && index < names.length - 1) {
    amount /= 1000;
    index += 1;
  }
  const digits = index === 0 || amount >= 100 ? 0 : 1;
  return bytes === 1 ? '1 byte' : `${amount.toFixed(digits)} ${names[index]}`;
}

function secondsWords(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  return seconds < 120 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(1)} min`;
}
