/** A flag is one object: the parser, the help, the completions and the check of the README are made from it. */
import { UsageError } from '../index.js';

/** What a shell offers after the flag. */
export type Completes = 'file' | 'folder' | readonly string[] | 'nothing';

/** One flag. `Key` is its name in code; on the command line it is `--` and the key in kebab-case. */
export interface Flag<Key extends string = string, Value = unknown> {
  readonly key: Key;
  /** One letter, without the dash. */
  readonly short?: string;
  /** Heading it stands under in the help. */
  readonly group: string;
  /** One sentence without a full stop; starts small. */
  readonly help: string;
  /**
   * `on`: a switch; `off`: a switch written `--no-…` that turns off what is on; `one`: takes a value, the last one
   * counts; `many`: takes a value, all count; `maybe`: takes a value after `=` alone, and means something without.
   */
  readonly takes: 'on' | 'off' | 'one' | 'many' | 'maybe';
  /** What the help calls the value: `FILE`; empty for switches. */
  readonly value: string;
  readonly completes: Completes;
  /** Meaning of what was typed, in order; never called with an empty list. Switches get `['']` a time. */
  readonly read: (texts: readonly string[]) => Value;
}

/** Name on the command line: `--min-severity`, `--no-color`. */
export function nameOf(flag: Pick<Flag, 'key' | 'takes'>): string {
  const kebab = flag.key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return `--${flag.takes === 'off' ? 'no-' : ''}${kebab}`;
}

/** True when the next word is the flag's value. */
export function needsValue({ takes }: Pick<Flag, 'takes'>): boolean {
  return takes === 'one' || takes === 'many';
}

/** The values that a list of flags gives, each absent when it was not typed. */
export type ValuesOf<Flags extends readonly Flag[]> = {
  readonly [F in Flags[number] as F['key']]?: F extends Flag<string, infer Value> ? Value : never;
};

type Words<Key extends string> = Pick<Flag<Key>, 'key' | 'group' | 'help'> & { readonly short?: string };

type Valued<Key extends string, Value> = Words<Key> & {
  readonly value: string;
  readonly completes?: Completes;
  /** Reads one value; throws `UsageError` by `misfit`. */
  readonly read: (text: string) => Value;
};

/** A switch that turns something on. */
export function on<const Key extends string>(words: Words<Key>): Flag<Key, true> {
  return { ...words, takes: 'on', value: '', completes: 'nothing', read: () => true };
}

/** A switch `--no-…`: its value is false when it was typed. */
export function off<const Key extends string>(words: Words<Key>): Flag<Key, false> {
  return { ...words, takes: 'off', value: '', completes: 'nothing', read: () => false };
}

/** A flag with a value; when it is repeated, the last one counts. */
export function one<const Key extends string, Value>(valued: Valued<Key, Value>): Flag<Key, Value> {
  const { read } = valued;
  return { completes: 'nothing', ...valued, takes: 'one', read: (texts) => read(texts.at(-1) ?? '') };
}

/** A flag that may be given a value, as `--verify=plan`; without one, `read` gets an empty text. */
export function maybe<const Key extends string, Value>(valued: Valued<Key, Value>): Flag<Key, Value> {
  const { read } = valued;
  return { completes: 'nothing', ...valued, takes: 'maybe', read: (texts) => read(texts.at(-1) ?? '') };
}

/** A flag with a value that can be repeated. */
export function many<const Key extends string, Value>(valued: Valued<Key, Value>): Flag<Key, readonly Value[]> {
  const { read } = valued;
  return { completes: 'nothing', ...valued, takes: 'many', read: (texts) => texts.map(read) };
}

/** The error for a value that does not fit: `--jobs: a whole number is needed, not "x"`. */
export function misfit(name: string, needed: string, given: string): UsageError {
  return new UsageError('flag-value', `${name}: ${needed}, not "${given}"`);
}
