/** What surrounds the program. */
import type { Environment } from '../index.js';

/** What the program was given by whoever started it; the commands see the process only through this. */
export interface Shell extends Environment {
  /** The arguments, without node and script. */
  readonly arguments: readonly string[];
  /** True when a person sits at standard input. */
  readonly isInputTerminal: boolean;
  /** To be touched for a terminal only: Node would make a pipe non-blocking, for everyone who has it open. */
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}
