/** Bytes listed as numbers: Go's `[101 121 74]`, `[101, 121, 74]`, `0x65, 0x79, 0x4a`. */
import { byteListAnchors } from './anchors.js';
import type { Anchor, Encoding, Layer, Source } from './encoding.js';
import { isHexDigit, pairValue } from './hex-digits.js';
import { alphabetOf, type Notation, numberList } from './number-list.js';
import { rewrapByteList } from './rewrap-byte-list.js';

const ZERO = 0x30;
const X = 0x78;
const blanksAndCommas = alphabetOf(', ');

/** One to three digits. */
function readDecimal(text: Uint8Array, at: number): number {
  let value = 0;
  let end = at;
  for (; end < at + 4; end++) {
    const digit = (text[end] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) break;
    value = 10 * value + digit;
  }
  return end === at || end - at > 3 || value > 0xff ? 0 : ((end - at) << 8) | value;
}

/** `0x` and one or two digits. */
function readPrefixed(text: Uint8Array, at: number): number {
  if (text[at] !== ZERO || text[at + 1] !== X || isHexDigit[text[at + 2] ?? 0] !== 1) return 0;
  const second = text[at + 3] ?? 0;
  // The next number may start right behind this one, where a line ended: `0x5` and `0x79` are no `0x50`.
  if (isHexDigit[second] !== 1 || (second === ZERO && text[at + 4] === X))
    return (3 << 8) | pairValue(ZERO, text[at + 2] as number);
  return (4 << 8) | pairValue(text[at + 2] as number, second);
}

/** By the phase of their anchors. */
const notations: readonly Notation[] = [
  { alphabet: alphabetOf('0123456789, '), separators: blanksAndCommas, read: readDecimal },
  { alphabet: alphabetOf('0123456789abcdefABCDEFx, '), separators: blanksAndCommas, read: readPrefixed },
];

/** Reads the numbers around an anchor back into bytes. */
export const byteList: Encoding = {
  id: 'byte-list',
  anchors: byteListAnchors,
  unwrap(source: Source, at: number, anchor: Anchor): Layer | undefined {
    const notation = notations[anchor.phase];
    const layer = notation === undefined ? undefined : numberList(source, at, notation);
    if (layer === undefined) return undefined;
    return { ...layer, covers: (hit, other) => other.phase === anchor.phase && layer.covers(hit, other) };
  },
  rewrap: rewrapByteList,
};
