/** What surrounds the program. */
import type { Environment } from '../index.js';

/** What the program was given by whoever started it; the commands see the process only through this. */
export interface Shell extends Environment {
  /** The arguments, without node and script. */
  readonly arguments: readonly string[];
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}
