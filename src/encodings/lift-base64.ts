/**
 * Carrying anchors through a layer: given a string that the inner bytes are known to hold, the strings of which the
 * wrapped text must hold one, wherever the inner string happens to start.
 */
import type { Anchor } from './encoding.js';

/** The two letters in which the URL alphabet of base64 (RFC 4648 §5) differs from the standard one (§4). */
const URL_LETTERS: Readonly<Record<string, string>> = { '+': '-', '/': '_' };

/**
 * The characters of base64 text that depend on nothing but `inner`, once for each of the three places in which
 * `inner` can start in a 3-byte group. `phase` counts the characters from the start of a 4-character group to the
 * first one of `text`. Where the alphabets differ, both spellings are given.
 */
export function liftBase64(inner: string): readonly Anchor[] {
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.from('\0'.repeat(before) + inner, 'latin1').toString('base64');
    const first = Math.ceil((before * 8) / 6);
    const text = encoded.slice(first, Math.floor(((before + inner.length) * 8) / 6));
    const url = text.replace(/[+/]/g, (letter) => URL_LETTERS[letter] ?? letter);
    return [...new Set([text, url])].map((spelling) => ({ text: spelling, phase: first % 4 }));
  });
}
