/** An earlier report as a baseline: its tokens are known and do not count again. */
import { UsageError } from '../model/usage-error.js';

/** The tokens of an earlier report. */
export interface Baseline {
  /** Fingerprints of all its findings. */
  readonly fingerprints: ReadonlySet<string>;
  /** Body fingerprints of its findings, with whether any of them was whole. */
  readonly bodies: ReadonlyMap<string, { readonly hasWhole: boolean }>;
  /** When the report was made, RFC 3339; null when it does not say. */
  readonly madeAt: string | null;
}

const fingerprint = /^sha256:[0-9a-f]{64}$/;

/**
 * Reads a parsed JSON report (`kubeleaks/report/1`) as a baseline. Only fingerprints are taken from it. Throws
 * `UsageError` (`baseline-unreadable`) when it is no such report; findings without a fingerprint are passed over.
 */
export function readBaseline(report: unknown): Baseline {
  const { schema, findings, run } = fields(report);
  if (schema !== 'kubeleaks/report/1' || !Array.isArray(findings)) {
    throw new UsageError(
      'baseline-unreadable',
      'the baseline is no report of kubeleaks: a file made with -f json is needed',
    );
  }
  const fingerprints = new Set<string>();
  const bodies = new Map<string, { hasWhole: boolean }>();
  for (const item of findings) {
    const finding = fields(item);
    if (isFingerprint(finding['fingerprint'])) fingerprints.add(finding['fingerprint']);
    const body = finding['bodyFingerprint'];
    if (!isFingerprint(body)) continue;
    const hasWhole = fields(finding['token'])['complete'] !== false || bodies.get(body)?.hasWhole === true;
    bodies.set(body, { hasWhole });
  }
  return { fingerprints, bodies, madeAt: timeOf(fields(run)['startedAt']) };
}

function fields(value: unknown): { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function isFingerprint(value: unknown): value is string {
  return typeof value === 'string' && fingerprint.test(value);
}

/** The report is data of a stranger: only a time is taken for one. */
function timeOf(value: unknown): string | null {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(value) ? value : null;
}
