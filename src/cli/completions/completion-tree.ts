/** What a shell needs to know to complete command lines: plain data, so that a script is a pure function of it. */
import type { Completes, Flag } from '../flag.js';

/** A command with its flags. */
export interface CompletionCommand {
  readonly name: string;
  readonly summary: string;
  /** What its operands may be. */
  readonly completes: Completes;
  readonly flags: readonly Flag[];
}

/** All commands of a program. */
export interface CompletionTree {
  readonly program: string;
  readonly commands: readonly CompletionCommand[];
  /** The command that is meant when none is typed. */
  readonly standard: CompletionCommand;
}

/** `--format` and `-f`. */
export function spellings(flag: Flag, name: string): readonly string[] {
  return flag.short === undefined ? [name] : [`-${flag.short}`, name];
}
