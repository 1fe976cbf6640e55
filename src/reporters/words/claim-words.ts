/** Who vouches for what nobody asked about again. */
import { escapeTerminal as safe } from './escape-terminal.js';
import { timeWords } from './lifetime-words.js';

/** `claimed by the report of 2026-11-23 20:15 UTC`, or nothing for what a cluster or key said in this very run. */
export function claimWords(claimedBy: string | undefined): readonly string[] {
  return claimedBy === undefined ? [] : [`claimed by the report of ${timeWords(safe(claimedBy))}`];
}
