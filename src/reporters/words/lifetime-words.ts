/** A token's life in words a tired person understands. */
import type { Lifetime } from '../../model/claims.js';

const units: readonly (readonly [name: string, seconds: number])[] = [
  ['year', 365 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** A length of time in its largest whole unit that counts at least two, as `98 days`; below two seconds `a moment`. */
export function durationWords(seconds: number): string {
  for (const [name, size] of units) {
    const count = Math.floor(Math.abs(seconds) / size);
    if (count >= 2) return `${count.toLocaleString('en-US')} ${name}s`;
  }
  return 'a moment';
}

/** RFC 3339 as people read it: `2026-11-23 20:15 UTC`. */
export function timeWords(time: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(time) ? `${time.slice(0, 10)} ${time.slice(11, 16)} UTC` : time;
}

/** One sentence, counted from `now` (RFC 3339: when the scan started). */
export function lifetimeWords(lifetime: Lifetime, now: string): string {
  const { state, issuedAt, notBefore, expiresAt, warnAfter } = lifetime;
  switch (state) {
    case 'never-expires':
      return `never expires${issuedAt === null ? '' : `; issued ${timeWords(issuedAt)}`}`;
    case 'unexpired':
      if (warnAfter !== null) {
        const pace = issuedAt === null ? '' : ` ${paceWords(between(issuedAt, warnAfter))}`;
        return `rotates${pace} (warnafter), but is accepted until ${until(expiresAt, now)}`;
      }
      return `expires ${until(expiresAt, now)}`;
    case 'expired':
      return `expired${expiresAt === null ? '' : ` ${timeWords(expiresAt)}, ${durationWords(between(expiresAt, now))} ago`}`;
    case 'not-yet-valid':
      return `not valid before ${until(notBefore ?? issuedAt, now)}${expiresAt === null ? '' : `; expires ${timeWords(expiresAt)}`}`;
    default:
      return state satisfies never;
  }
}

function until(time: string | null, now: string): string {
  return time === null ? 'a time it does not tell' : `${timeWords(time)} (in ${durationWords(between(now, time))})`;
}

/** The kubelet asks for 3607 seconds (KEP-1205); whatever is within two minutes of an hour is `hourly`. */
function paceWords(seconds: number): string {
  return Math.abs(seconds - 3600) <= 120 ? 'hourly' : `after ${durationWords(seconds)}`;
}

function between(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}
