/** Readers of flag values that several flags share. */
import { UsageError } from '../index.js';
import { misfit } from './flag.js';

/** A text that is not empty: a path, a name. */
export function textReader(name: string, what: string): (given: string) => string {
  return (given) => {
    if (given === '') throw new UsageError('flag-value', `${name}: ${what} is needed, not an empty text`);
    return given;
  };
}

/** One word of a closed list. */
export function wordReader<const Words extends readonly string[]>(name: string, words: Words) {
  return (given: string): Words[number] => {
    if (!words.includes(given)) throw misfit(name, `one of ${words.join(', ')} is needed`, given);
    return given;
  };
}

/** A whole number in decimal digits, from `least` to `most`. */
export function numberReader(name: string, least: number, most: number): (given: string) => number {
  return (given) => {
    const number = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw misfit(name, `a whole number from ${least} to ${most} is needed`, given);
  };
}

/** Two texts around the first `=`, neither empty. */
export function pairReader(name: string, what: string): (given: string) => readonly [string, string] {
  return (given) => {
    const at = given.indexOf('=');
    if (at > 0 && at < given.length - 1) return [given.slice(0, at), given.slice(at + 1)];
    throw misfit(name, `${what} is needed`, given);
  };
}

const unitSeconds: Readonly<Record<string, number>> = { h: 3600, d: 86_400, w: 7 * 86_400, y: 365 * 86_400 };

/** A time in milliseconds since 1970: a day (its start or its end), a time as RFC 3339 writes it, or how long ago. */
export function timeReader(name: string, edge: 'start' | 'end'): (given: string) => number {
  return (given) => {
    const ago = /^(\d{1,6})([hdwy])$/.exec(given);
    if (ago !== null) return Date.now() - Number(ago[1]) * (unitSeconds[ago[2] as string] as number) * 1000;
    const isDay = /^\d{4}-\d\d-\d\d$/.test(given);
    const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(given);
    const time = Date.parse(isDay ? `${given}T${edge === 'start' ? '00:00:00.000' : '23:59:59.999'}Z` : given);
    // 2024-02-31 would be taken for a day of March.
    const isReal = !isDay || new Date(time).toISOString().startsWith(given);
    if ((isDay || isTime) && !Number.isNaN(time) && isReal) return time;
    throw misfit(name, 'a time is needed, as 2024-05-01, 2024-05-01T12:00:00Z or 90d (h, d, w, y)', given);
  };
}
