/** Says of tokens that count again why they do: somebody had let them pass until a day that is over. */
import { endedIgnoreFor, type Ignores, type ScanEvent } from '../index.js';

/** Tokens that are told one by one; of more it is said that there are. */
const MOST_TOLD = 20;

/** Watches the events of one scan. */
export class EndedIgnores {
  readonly #ignores: Ignores | undefined;
  readonly #say: (text: string) => void;
  #now = new Date(0);
  #told = 0;

  constructor(ignores: Ignores | undefined, say: (text: string) => void) {
    this.#ignores = ignores;
    this.#say = say;
  }

  see(event: ScanEvent): void {
    if (this.#ignores === undefined) return;
    if (event.type === 'start') this.#now = new Date(event.run.startedAt);
    if (event.type !== 'finding' || event.finding.suppression !== null) return;
    const entry = endedIgnoreFor(event.finding.fingerprint, this.#ignores, this.#now);
    if (entry === undefined) return;
    this.#told += 1;
    if (this.#told > MOST_TOLD + 1) return;
    if (this.#told > MOST_TOLD) return this.#say('more ignore entries ended, and their tokens count again');
    const why = entry.reason === null ? '' : ` (${entry.reason})`;
    this.#say(`the ignore entry ${entry.prefix.slice(0, 16)} ended on ${entry.until}, so its token counts again${why}`);
  }
}
