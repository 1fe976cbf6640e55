/** The shape of a command: one file in `commands/` and one line in `commands.ts`. */
import type { Flag, ValuesOf } from './flag.js';
import type { Shell } from './shell.js';

/** What a command is called with. */
export interface Call<Values = unknown> {
  /** The words that are no flags. */
  readonly operands: readonly string[];
  /** The flags that were typed, read. */
  readonly values: Values;
  readonly shell: Shell;
  /** All commands there are. */
  readonly commands: readonly CommandEntry[];
}

/** A command in the list: what is known of it before it is loaded. */
export interface CommandEntry {
  readonly name: string;
  /** One line for the list. */
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** What there is to know of a command, and what it does. */
export interface Command {
  /** How the help calls the operands: `[PATH...]`; empty when there are none. */
  readonly operands: string;
  /** What shells offer for the operands. */
  readonly completes: Flag['completes'];
  /** What it does, in a few lines, for its own help. */
  readonly description: string;
  /** Command lines with what they are for. */
  readonly examples: readonly (readonly [line: string, meaning: string])[];
  readonly flags: readonly Flag[];
  /** Does the work; gives the exit code. Throws `UsageError` for what the user can mend. */
  readonly run: (call: Call<never>) => Promise<number>;
}

type Typed<Flags extends readonly Flag[]> = Omit<Command, 'flags' | 'run'> & {
  readonly flags: Flags;
  readonly run: (call: Call<ValuesOf<Flags>>) => Promise<number>;
};

/** Makes a command whose `run` knows the types of its flags. */
export function command<const Flags extends readonly Flag[]>(typed: Typed<Flags>): Command {
  return typed;
}
