/** Carrying anchors through hex: plain hex strings and the columns of dumps. */

/**
 * Where three bytes in a row can be parted. Nothing: hex strings, `xxd -p`, groups of four and more. One space: Go's
 * hex.Dump, `hexdump -C`, `od -t x1`, the first two with one more in the middle of a line. Pairs, at either half:
 * `xxd`, `tcpdump -X`.
 */
const GAPS = [['', ''], [' ', ' '], ['  ', ' '], [' ', '  '], ['', ' '], [' ', '']] as const;

/**
 * The ways to write three bytes in a row as hex, in lower and upper case.
 * @param inner three characters of latin1 text.
 */
export function liftHex(inner: string): readonly string[] {
  const [first, second, third] = Array.from(inner, (character) => character.charCodeAt(0).toString(16).padStart(2, '0'));
  const lower = GAPS.map(([one, two]) => `${first}${one}${second}${two}${third}`);
  return [...new Set([...lower, ...lower.map((text) => text.toUpperCase())])];
}
