/** Carrying anchors through hex: plain hex strings and the columns of dumps. */

/**
 * `unbroken`: hex strings, `xxd -p`. `grouped`: also single bytes, and groups of two and more, wherever they part the
 * first three bytes.
 */
export type HexLayout = 'unbroken' | 'grouped';

/** What stands after the first and after the second byte. */
const GAPS: Readonly<Record<HexLayout, readonly (readonly [string, string])[]>> = {
  unbroken: [['', '']],
  grouped: [
    ['', ''],
    [' ', ' '],
    ['', ' '],
    [' ', ''],
  ],
};

/** The ways to write `inner` (latin1 text, three characters when `grouped`) as hex, in lower and upper case. */
export function liftHex(inner: string, layout: HexLayout): readonly string[] {
  const [first = '', second = '', ...rest] = Array.from(inner, (byte) =>
    byte.charCodeAt(0).toString(16).padStart(2, '0'),
  );
  const lower = GAPS[layout].map(([one, two]) => `${first}${one}${second}${two}${rest.join('')}`);
  return [...new Set([...lower, ...lower.map((text) => text.toUpperCase())])];
}
