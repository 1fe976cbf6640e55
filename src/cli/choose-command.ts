/** Which command is meant. */
import { type Flag, nameOf, needsValue } from './flag.js';

/** What was chosen, and what is left of the arguments. */
export interface Choice {
  /** Name of the command, or undefined when none was typed. */
  readonly name: string | undefined;
  /** The arguments without that name. */
  readonly rest: readonly string[];
  /** The first word that is no flag, if it was no command. */
  readonly word: string | undefined;
}

/**
 * The first word that is no flag and no flag's value is the command if it is in `names`, wherever it stands:
 * `kubeleaks -f json dir src` means `kubeleaks dir -f json src`. `flags` are those of all commands, which says what
 * takes a value. After `--` there are no commands.
 */
export function chooseCommand(given: readonly string[], names: readonly string[], flags: readonly Flag[]): Choice {
  const valued = new Set(
    flags.filter(needsValue).flatMap((flag) => [nameOf(flag), ...(flag.short === undefined ? [] : [`-${flag.short}`])]),
  );
  for (let index = 0; index < given.length; index += 1) {
    const word = given[index] ?? '';
    if (word === '--') break;
    if (word.startsWith('-') && word !== '-') {
      if (takesNext(word, valued)) index += 1;
      continue;
    }
    if (!names.includes(word)) return { name: undefined, rest: given, word };
    return { name: word, rest: given.toSpliced(index, 1), word: undefined };
  }
  return { name: undefined, rest: given, word: undefined };
}

/** True when the flag's value is the next argument: `--format json`, `-f json`, `-qf json`; not `-fjson`. */
function takesNext(word: string, valued: ReadonlySet<string>): boolean {
  if (word.startsWith('--')) return valued.has(word);
  const letters = Array.from(word.slice(1), (letter) => `-${letter}`);
  const first = letters.findIndex((letter) => valued.has(letter));
  return first >= 0 && first === letters.length - 1;
}
