/** Whether a finding counts: ignore entries and baselines against what is known of its life. */
import type { Finding, Suppression } from '../model/finding.js';
import type { Baseline } from './baseline.js';
import { ignoreEntryFor, type Ignores } from './ignores.js';

/** What the user gave to compare with. */
export interface SuppressionOptions {
  readonly baseline: Baseline | undefined;
  readonly ignores: Ignores | undefined;
  readonly now: Date;
}

/**
 * Why a finding does not count, or null when it does. A `live` verdict overrides every entry. A baseline matches by
 * the token or by its body: a cut copy of a known token is known, but the whole of a token that was only known as a
 * cut copy is not, because only now it works.
 */
export function suppressionOf(
  finding: Pick<Finding, 'fingerprint' | 'bodyFingerprint' | 'token' | 'verdict'>,
  { baseline, ignores, now }: SuppressionOptions,
): Suppression | null {
  if (isLive(finding)) return null;
  const entry = ignores === undefined ? undefined : ignoreEntryFor(finding.fingerprint, ignores, now);
  if (entry !== undefined) return { kind: 'ignore', reason: entry.reason, by: entry.by, until: entry.until };
  if (baseline === undefined) return null;
  const body = baseline.bodies.get(finding.bodyFingerprint);
  const isKnown =
    baseline.fingerprints.has(finding.fingerprint) ||
    (body !== undefined && (body.hasWhole || !finding.token.complete));
  if (!isKnown) return null;
  const reason = baseline.madeAt === null ? 'known from the baseline' : `known from the report of ${baseline.madeAt}`;
  return { kind: 'baseline', reason, by: null, until: null };
}

/** True when a cluster accepts the token: then nothing may hide it, allow comments included. */
export function isLive({ verdict }: Pick<Finding, 'verdict'>): boolean {
  return verdict?.result === 'live' || verdict?.result === 'live-elsewhere';
}
