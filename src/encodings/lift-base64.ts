/**
 * Carrying anchors through a layer: given a string that the inner bytes are known to hold, the strings of which the
 * wrapped text must hold one, wherever the inner string happens to start.
 */
import type { Anchor } from './encoding.js';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The two alphabets of RFC 4648, §4 and §5: they differ in their last two letters. */
const STANDARD = `${DIGITS}+/`;
const URL = `${DIGITS}-_`;

/**
 * The characters of base64 text that depend on nothing but `inner`, once for each of the three places in which
 * `inner` can start in a 3-byte group. `phase` counts the characters from the start of a 4-character group to the
 * first one of `text`. Where the alphabets differ, both spellings are given.
 */
export function liftBase64(inner: string): readonly Anchor[] {
  const lifted: Anchor[] = [];
  for (let before = 0; before < 3; before += 1) {
    const first = Math.ceil((before * 8) / 6);
    const end = Math.floor(((before + inner.length) * 8) / 6);
    let text = '';
    let url = '';
    // By hand: each thread does this some hundred times when it starts, and so it takes a quarter of the time.
    for (let character = first; character < end; character += 1) {
      const bit = character * 6 - before * 8;
      const pair = (inner.charCodeAt(bit >> 3) << 8) | inner.charCodeAt((bit >> 3) + 1);
      const digit = (pair >> (10 - (bit & 7))) & 63;
      text += STANDARD[digit];
      url += URL[digit];
    }
    lifted.push({ text, phase: first % 4 });
    if (url !== text) lifted.push({ text: url, phase: first % 4 });
  }
  return lifted;
}
