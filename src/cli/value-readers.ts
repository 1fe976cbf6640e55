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
