/** Says whether a token's time is over, by the clock of the server that would judge it. */
import type { Lifetime } from '../model/claims.js';

/** kube-apiserver accepts a token this long after `exp` and before `nbf` (go-jose `jwt.DefaultLeeway`). */
export const LEEWAY_MS = 60_000;

/** Where a token stands at `now`, milliseconds since the epoch. */
export function expiryState(lifetime: Lifetime, now: number): 'over' | 'not-yet' | 'within' {
  const { expiresAt, notBefore } = lifetime;
  if (expiresAt !== null && now - LEEWAY_MS > Date.parse(expiresAt)) return 'over';
  if (notBefore !== null && now + LEEWAY_MS < Date.parse(notBefore)) return 'not-yet';
  return 'within';
}
