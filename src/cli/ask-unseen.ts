/** Asks for a token on the terminal without showing it. */
import type { Shell } from './shell.js';

/** Pasted text stands between these when the terminal was asked for it (xterm's bracketed paste). */
const PASTE_ON = '\u001B[?2004h';
const PASTE_OFF = '\u001B[?2004l';
const PASTE_START = '\u001B[200~';
const PASTE_END = '\u001B[201~';

const INTERRUPT = '\u0003';
const END = '\u0004';
const ERASE = /[\b\u007F]/;
const ERASE_ALL = '\u0015';

/** A token is a kilobyte or two; who pastes a megabyte has taken the wrong thing. */
const MOST_CHARACTERS = 1 << 20;

/**
 * Shows `question` on standard error and reads what is typed or pasted, unseen, up to Enter. Line breaks inside a paste
 * do not end it, so that nothing of a broken token reaches the shell. Undefined when it was given up by Ctrl-C or
 * Ctrl-D. Standard input must be a terminal.
 */
export async function askUnseen(question: string, { stdin, stderr }: Shell): Promise<string | undefined> {
  // First: who answers the moment the question appears would see the token echoed.
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  try {
    stderr.write(`${question}${PASTE_ON}`);
    const line = new UnseenLine();
    for await (const chunk of stdin) {
      line.take(String(chunk));
      if (line.state !== 'open') break;
    }
    return line.state === 'entered' ? line.text : undefined;
  } finally {
    stdin.setRawMode(false);
    stderr.write(`${PASTE_OFF}\n`);
  }
}

/** What was typed so far. */
export class UnseenLine {
  text = '';
  state: 'open' | 'entered' | 'given-up' = 'open';
  #isPasting = false;
  /** An escape sequence that is not whole yet. */
  #held = '';

  take(chunk: string): void {
    let rest = this.#held + chunk;
    this.#held = '';
    while (rest !== '' && this.state === 'open') {
      if (rest.startsWith('\u001B')) {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences start with a control character.
        const sequence = /^\u001B(?:\[[\d;]*[@-~]|O.|[^[O])/.exec(rest)?.[0];
        if (sequence === undefined) {
          this.#held = rest;
          return;
        }
        if (sequence === PASTE_START) this.#isPasting = true;
        if (sequence === PASTE_END) this.#isPasting = false;
        rest = rest.slice(sequence.length);
        continue;
      }
      const character = rest.slice(0, 1);
      rest = rest.slice(1);
      this.#key(character, rest === '');
    }
  }

  #key(character: string, isLast: boolean): void {
    if (character === INTERRUPT) this.state = 'given-up';
    else if (character === END) this.state = this.text === '' ? 'given-up' : 'entered';
    else if (/[\r\n]/.test(character)) this.#enter(isLast);
    else if (ERASE.test(character)) this.text = this.text.slice(0, -1);
    else if (character === ERASE_ALL) this.text = '';
    else if (this.text.length < MOST_CHARACTERS) this.text += character;
  }

  /** Terminals without bracketed paste send a paste as one chunk: a line break inside it is not Enter. */
  #enter(isLast: boolean): void {
    if (this.#isPasting || !isLast) this.text += '\n';
    else this.state = 'entered';
  }
}
