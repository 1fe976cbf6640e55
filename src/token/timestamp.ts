/** Seconds since the epoch, as people and programs read them. */

/** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z: RFC 3339 has no other years. */
const FIRST_SECOND = -62_135_596_800;
const LAST_SECOND = 253_402_300_799;

/**
 * RFC 3339 in UTC with whole seconds. Parts of a second are dropped, years beyond 0001 and 9999 clamped; null for
 * what is no number.
 */
export function timestamp(seconds: number): string;
export function timestamp(seconds: number | null): string | null;
export function timestamp(seconds: number | null): string | null {
  if (seconds === null || Number.isNaN(seconds)) return null;
  const clamped = Math.max(FIRST_SECOND, Math.min(LAST_SECOND, Math.floor(seconds)));
  return `${new Date(clamped * 1000).toISOString().slice(0, 19)}Z`;
}
