/** Where a token's claimed times put it against a clock. */
import type { ClaimedTimes, Lifetime, LifetimeState } from '../model/claims.js';
import { timestamp } from './timestamp.js';

/** What the API server forgives on both ends (go-jose's DefaultLeeway). */
const LEEWAY_SECONDS = 60;

/**
 * The lifetime that the claims give, judged as the API server judges it. Claims only: a revoked token is `unexpired`
 * here. Odd numbers are clamped, and a time that is no number counts as absent.
 */
export function lifetimeOf(times: ClaimedTimes, now: Date): Lifetime {
  const read = (seconds: number | null): number | null => (seconds === null || Number.isNaN(seconds) ? null : seconds);
  const known = {
    issuedAt: read(times.issuedAt),
    notBefore: read(times.notBefore),
    expiresAt: read(times.expiresAt),
    warnAfter: read(times.warnAfter),
  };
  return {
    state: stateOf(known, now.getTime() / 1000),
    issuedAt: timestamp(known.issuedAt),
    notBefore: timestamp(known.notBefore),
    expiresAt: timestamp(known.expiresAt),
    warnAfter: timestamp(known.warnAfter),
  };
}

function stateOf(times: ClaimedTimes, now: number): LifetimeState {
  const { issuedAt, notBefore, expiresAt } = times;
  // First, because what has ended will never begin.
  if (expiresAt !== null && now - LEEWAY_SECONDS > expiresAt) return 'expired';
  const begin = Math.max(issuedAt ?? Number.NEGATIVE_INFINITY, notBefore ?? Number.NEGATIVE_INFINITY);
  if (now + LEEWAY_SECONDS < begin) return 'not-yet-valid';
  return expiresAt === null ? 'never-expires' : 'unexpired';
}
