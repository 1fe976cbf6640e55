/** `csv`: one row a place, for spreadsheets (RFC 4180). */
import { gitObjectOf } from '../model/origin.js';
import type { PathText } from '../model/path-text.js';
import { bufferedReporter } from './report/buffered-reporter.js';
import type { ReportedFinding } from './report/report.js';
import type { Reporter, ReporterOptions } from './reporter.js';
import { escapeTerminal as safe } from './words/escape-terminal.js';
import { originText } from './words/place-text.js';

const columns = [
  'severity',
  'title',
  'namespace',
  'service_account',
  'bound_kind',
  'bound_name',
  'provider',
  'issuer',
  'audiences',
  'lifetime',
  'issued_at',
  'expires_at',
  'warn_after',
  'proven',
  'verdict',
  'suppressed_by',
  'place',
  'line',
  'column',
  'byte',
  'encodings',
  'complete',
  'commit',
  'sightings_total',
  'detector',
  'redacted',
  'fingerprint',
  'verdict_claimed_by',
  'history_state',
  'introduced_by',
  'introduced_at',
  'removed_by',
  'refs',
] as const;

type Cell = string | number | boolean | null | undefined;

/** Longer cells are cut: spreadsheets refuse more than 32,767 characters. */
const LONGEST_CELL = 1000;

/** What spreadsheets take for a formula at the start of a cell (OWASP, CSV injection), full-width forms included. */
const FORMULA = /^[\s'"]*[=+\-@\t\r\n|＝＋－＠]/;

/** Makes a reporter that writes a table at the end, the most severe token first; a token without a place has one row. */
export function createCsvReporter(options: ReporterOptions): Reporter {
  return bufferedReporter(options.maxSightings, function* (report) {
    yield `${columns.join(',')}\r\n`;
    for (const reported of report.findings) yield* rowsOf(reported);
  });
}

function* rowsOf({ finding, sightings, sightingsTotal }: ReportedFinding): Iterable<string> {
  const { identity, issuer, lifetime, token } = finding;
  for (const sighting of sightings.length > 0 ? sightings : [undefined]) {
    const object = sighting && gitObjectOf(sighting.origin);
    const history =
      object && finding.histories.find(({ repository }) => isSamePath(repository, object.repository.path));
    const row: Readonly<Record<(typeof columns)[number], Cell>> = {
      severity: finding.severity,
      title: finding.title,
      namespace: identity.namespace,
      service_account: identity.serviceAccount,
      bound_kind: identity.boundTo?.kind,
      bound_name: identity.boundTo?.name,
      provider: issuer.provider,
      issuer: issuer.url,
      audiences: finding.audiences.join(' '),
      lifetime: lifetime.state,
      issued_at: lifetime.issuedAt,
      expires_at: lifetime.expiresAt,
      warn_after: lifetime.warnAfter,
      proven: finding.proven,
      verdict: finding.verdict?.result,
      suppressed_by: finding.suppression?.kind,
      place: sighting && originText(sighting.origin),
      line: sighting?.line,
      column: sighting?.column,
      byte: sighting?.span.start,
      encodings: sighting?.encodings.join(' '),
      complete: sighting?.complete ?? token.complete,
      commit: object?.commits[0],
      sightings_total: sightingsTotal,
      detector: finding.detector,
      redacted: token.redacted,
      fingerprint: finding.fingerprint,
      verdict_claimed_by: finding.verdict?.claimedBy,
      history_state: history?.state,
      introduced_by: history?.introducedBy,
      introduced_at: history?.introducedAt,
      removed_by: history?.removedBy.join(' '),
      refs: history?.refs.join(' '),
    };
    yield `${columns.map((column) => cell(row[column])).join(',')}\r\n`;
  }
}

function isSamePath(a: PathText, b: PathText): boolean {
  return a.text === b.text && a.bytes === b.bytes;
}

/** Numbers and booleans as they are; text always quoted, on one line, and never a formula. */
function cell(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = safe(value, LONGEST_CELL);
  return `"${FORMULA.test(text) ? "'" : ''}${text.replaceAll('"', '""')}"`;
}
