/** What the program says about itself, on standard error. Everything passes the mask: an argument may be a token. */
import { escapeTerminal, maskTokens } from '../index.js';
import type { Shell } from './shell.js';

/** Characters of one line; a path may be long, a line that fills the screen is an attack. */
const LONGEST_LINE = 1000;

/**
 * What looks like a token, or like base64 of one, though it is none that decodes: a piece of one that was pasted
 * wrongly is still somebody's secret.
 */
const TOKEN_SHAPED = /(e(?:y[A-DI-L]|w[k-r0-3])|ZXlK|ZXdv)([\w+/=-]{5})[\w+/=.-]{6,}/g;

/** `text` without tokens, each line safe for a terminal. */
export function harmless(text: string): string {
  return maskTokens(text)
    .replaceAll(TOKEN_SHAPED, '$1$2…')
    .split('\n')
    .map((line) => escapeTerminal(line, LONGEST_LINE))
    .join('\n');
}

/** Writes lines to standard error, the first one after the program's name. */
export function say(shell: Pick<Shell, 'stderr'>, text: string): void {
  shell.stderr.write(`kubeleaks: ${harmless(text)}\n`);
}
