/** Hex digits (RFC 4648 §8), either case. */
import type { Alphabet } from './joined-text.js';

const values = new Uint8Array(256).fill(255);
for (let value = 0; value < 16; value++) {
  const digit = value.toString(16);
  values[digit.charCodeAt(0)] = value;
  values[digit.toUpperCase().charCodeAt(0)] = value;
}

/** 1 for hex digits. */
export const isHexDigit: Alphabet = values.map((value) => (value === 255 ? 0 : 1));

/** The byte that two digits stand for. */
export function pairValue(first: number, second: number): number {
  return ((values[first] as number) << 4) | (values[second] as number);
}

/** The bytes of a text of digits; a last single digit is left out. */
export function readPairs(digits: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(digits.length >> 1);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = pairValue(digits[2 * index] as number, digits[2 * index + 1] as number);
  }
  return bytes;
}

/** The pair of digits at `at`, with no third behind it, as 256 times its length and its value; 0 when none stands there. */
export function readPair(text: Uint8Array, at: number): number {
  const first = text[at] ?? 0;
  const second = text[at + 1] ?? 0;
  if (isHexDigit[first] !== 1 || isHexDigit[second] !== 1 || isHexDigit[text[at + 2] ?? 0] === 1) return 0;
  return (2 << 8) | pairValue(first, second);
}
