/** Ignore entries: tokens that somebody decided not to count, with the reason and until when. */
import { UsageError } from '../model/usage-error.js';

/** One decision. */
export interface IgnoreEntry {
  /** Lower-case hex digits, 12 to 64, without `sha256:`. */
  readonly prefix: string;
  readonly reason: string | null;
  readonly by: string | null;
  /** From this day (`2027-01-31`, in UTC) or moment (RFC 3339) on the entry does not work any more. */
  readonly until: string | null;
}

/** All decisions, ready to be asked. */
export interface Ignores {
  readonly entries: readonly IgnoreEntry[];
  /** Entries by their first twelve digits. */
  readonly byStart: ReadonlyMap<string, readonly IgnoreEntry[]>;
}

/** Digits that every prefix has: 48 bits, so that no two tokens of one search share them by chance. */
const SHORTEST_PREFIX = 12;

const keys: ReadonlySet<string> = new Set(['fingerprint', 'reason', 'by', 'until']);

/**
 * Checks `{fingerprint, reason, by, until}` and reads it. A fingerprint is 12 to 64 hex digits, with `sha256:` or
 * without. Throws `UsageError` (`ignore-invalid`) whose message starts with `place` and never repeats a value, which
 * could be a token.
 */
export function readIgnoreEntry(entry: unknown, place: string): IgnoreEntry {
  const wrong = (needed: string): UsageError => new UsageError('ignore-invalid', `${place}: ${needed}`);
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
    throw wrong('an entry with a fingerprint is needed');
  const given: { readonly [key: string]: unknown } = { ...entry };
  if (Object.keys(given).some((key) => !keys.has(key)))
    throw wrong('an entry has fingerprint, reason, by and until, nothing else');
  const { fingerprint } = given;
  const prefix =
    typeof fingerprint === 'string' ? /^(?:sha256:)?([0-9a-f]{12,64})$/i.exec(fingerprint)?.[1] : undefined;
  if (prefix === undefined) throw wrong('a fingerprint is needed: sha256: and 12 to 64 hex digits');
  const text = (key: string): string | null => {
    const value = given[key] ?? null;
    if (value !== null && typeof value !== 'string') throw wrong(`${key}: a text is needed`);
    return value;
  };
  const until = text('until');
  if (until !== null && !isTime(until)) throw wrong('until: a date like 2027-01-31 is needed');
  return { prefix: prefix.toLowerCase(), reason: text('reason'), by: text('by'), until };
}

/** Puts entries together; entries of several files and flags may be joined. */
export function makeIgnores(entries: readonly IgnoreEntry[]): Ignores {
  const byStart = new Map<string, IgnoreEntry[]>();
  for (const entry of entries) {
    const start = entry.prefix.slice(0, SHORTEST_PREFIX);
    const known = byStart.get(start);
    if (known === undefined) byStart.set(start, [entry]);
    else known.push(entry);
  }
  return { entries, byStart };
}

/** The first entry that names this fingerprint and still works at `now`. */
export function ignoreEntryFor(fingerprint: string, ignores: Ignores, now: Date): IgnoreEntry | undefined {
  return entriesFor(fingerprint, ignores).find((entry) => !hasEnded(entry, now));
}

/** The entry that named this fingerprint and worked longest, when all of them are over at `now`. */
export function endedIgnoreFor(fingerprint: string, ignores: Ignores, now: Date): IgnoreEntry | undefined {
  const entries = entriesFor(fingerprint, ignores);
  if (entries.some((entry) => !hasEnded(entry, now))) return undefined;
  return entries.toSorted((a, b) => Date.parse(b.until ?? '') - Date.parse(a.until ?? ''))[0];
}

function entriesFor(fingerprint: string, { byStart }: Ignores): readonly IgnoreEntry[] {
  const digits = fingerprint.replace(/^sha256:/, '');
  const near = byStart.get(digits.slice(0, SHORTEST_PREFIX)) ?? [];
  return near.filter(({ prefix }) => digits.startsWith(prefix));
}

function hasEnded({ until }: IgnoreEntry, now: Date): boolean {
  return until !== null && now.getTime() >= Date.parse(until);
}

/** A day that exists, or a moment with its zone. */
function isTime(text: string): boolean {
  const match = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))?$/.exec(text);
  if (match === null || Number.isNaN(Date.parse(text))) return false;
  // Date.parse takes the 30th of February for the 2nd of March.
  const day = new Date(`${match[1]}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(match[1] ?? '');
}
