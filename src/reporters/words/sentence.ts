/** Our own sentences, which may name what a stranger made. */
import { escapeTerminal } from './escape-terminal.js';

/** Titles, doubts, remedies and messages are ours: long enough to be read whole, short enough to be no flood. */
const LONGEST_SENTENCE = 1000;

/** A sentence of ours, escaped for terminals; a stranger's own string takes `escapeTerminal`, which cuts sooner. */
export function sentence(text: string): string {
  return escapeTerminal(text, LONGEST_SENTENCE);
}
