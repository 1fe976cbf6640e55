/** Lengths of time in words. */

const units = [
  ['year', 31_536_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/**
 * About how long, in the largest unit that gives at least one: `1 hour` for 3,607 seconds, `1 year` for 365 days.
 * Years only when they are nearly whole, since 90 days say more than a quarter.
 */
export function durationInWords(seconds: number): string {
  for (const [unit, size] of units) {
    const count = Math.round(seconds / size);
    if (seconds < size * 0.99 || (unit === 'year' && Math.abs(seconds / size - count) > 0.05)) continue;
    return `${count} ${unit}${count === 1 ? '' : 's'}`;
  }
  return `${Math.max(0, Math.round(seconds))} seconds`;
}
