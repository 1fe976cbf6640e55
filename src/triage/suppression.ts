/** Whether a finding counts. */
import type { Finding, Suppression } from '../model/finding.js';
import type { Baseline } from './baseline.js';
import type { Ignores } from './ignores.js';

/** Why a finding does not count, or null. A baseline matches the whole token and its cut copies. */
export function suppressionOf(
  finding: Finding,
  { baseline, ignores, now }: { readonly baseline: Baseline | undefined; readonly ignores: Ignores | undefined; readonly now: Date },
): Suppression | null {
  const { fingerprint, bodyFingerprint } = finding;
  if (baseline?.fingerprints.has(fingerprint) === true || baseline?.fingerprints.has(bodyFingerprint) === true) {
    return { kind: 'baseline', reason: null, by: null, until: null };
  }
  const entry = ignores?.entries.find((item) => fingerprint.startsWith(item.fingerprint));
  if (entry === undefined || (entry.until !== null && Date.parse(entry.until) < now.getTime())) return null;
  return { kind: 'ignore', reason: entry.reason, by: entry.by, until: entry.until };
}
