/** What the anchor lemma's tests share: tokens with every header, and ways to wrap and break them. */
import fc from 'fast-check';
import type { Anchor } from '../../src/encodings/encoding.js';
import { mintShape } from '../helpers/mint.js';

/** Tokens whose headers start with each of the three keys, in every order that a signer may choose. */
export const tokens: fc.Arbitrary<string> = fc
  .record({
    alg: fc.constantFrom('RS256', 'ES256', 'ES384', 'ML-DSA-65'),
    kid: fc.string({ maxLength: 50 }),
    keys: fc.shuffledSubarray(['alg', 'kid', 'typ'] as const, { minLength: 1 }),
    kind: fc.constantFrom('legacy' as const, 'pod-bound' as const, 'eks' as const),
  })
  .map(({ alg, kid, keys, kind }) => {
    const values = { alg, kid, typ: 'JWT' };
    return mintShape({ kind, alg, header: Object.fromEntries(keys.map((key) => [key, values[key]])) });
  });

/** Text around a token that moves it to every place of a group, as bytes in latin1. */
export const neighbours: fc.Arbitrary<readonly [string, string]> = fc.tuple(
  fc.string({ unit: 'binary-ascii', maxLength: 40 }),
  fc.string({ unit: 'binary-ascii', maxLength: 10 }),
);

/** How lines are broken: every `width` characters, the first line `start` characters short, `seam` at each break. */
export interface Breaks {
  readonly width: number;
  readonly start: number;
  readonly seam: string;
}

/** Breaks at `least` columns and more, with the seams of the formats in which tokens are broken. */
export function breaks(least: number): fc.Arbitrary<Breaks> {
  return fc.integer({ min: least, max: 100 }).chain((width) => fc.record({
    width: fc.constant(width),
    start: fc.nat(width - 1),
    seam: fc.oneof(
      fc.constantFrom('\n', '\r\n', '=\n', '\\\n', '\\n', '" +\n    "', "'\n. '", '"\n"'),
      fc.nat(20).map((indent) => `\n${' '.repeat(indent)}`),
    ),
  }));
}

/** Breaks `text` into lines. */
export function broken(text: string, { width, start, seam }: Breaks): string {
  const lines = [text.slice(0, width - start)];
  for (let at = width - start; at < text.length; at += width) lines.push(text.slice(at, at + width));
  return lines.join(seam);
}

/** Base64 of latin1 text, in either alphabet, padded or not. */
export function base64(text: string, form: 'standard' | 'url' | 'unpadded' = 'standard'): string {
  const encoded = Buffer.from(text, 'latin1').toString(form === 'url' ? 'base64url' : 'base64');
  return form === 'unpadded' ? encoded.replace(/=+$/, '') : encoded;
}

/** True when one of the anchors stands in `text`. */
export function holdsAnchor(text: string, anchors: readonly Anchor[]): boolean {
  return anchors.some((anchor) => text.includes(anchor.text));
}

/** UTF-16 of latin1 text. */
export function utf16(text: string, order: 'LE' | 'BE', mark = false): string {
  const bytes = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le');
  return (order === 'LE' ? bytes : bytes.swap16()).toString('latin1');
}

/** How a dump writes a line of bytes, and what stands between lines. */
export interface Dump {
  readonly columns: number;
  readonly line: (digits: readonly string[]) => string;
  readonly seam: string;
}

const middle = (digits: readonly string[]): string => `${digits.slice(0, 8).join(' ')}  ${digits.slice(8).join(' ')}`;
const groups = (size: number) => (digits: readonly string[]): string =>
  digits.map((digit, index) => (index > 0 && index % size === 0 ? ` ${digit}` : digit)).join('');

/** Dumps of the tools that people paste from; the text column is left out, so that the hex alone must do. */
export const dumps: fc.Arbitrary<Dump> = fc.record({
  layout: fc.constantFrom(middle, groups(1), groups(2), groups(4), groups(8), groups(1000)),
  columns: fc.constantFrom(16, 30, 32),
  seam: fc.constantFrom('\n', '\r\n', '  |................|\n00000010  ', '\n\t0x0010:  '),
}).map(({ layout, columns, seam }) => ({ line: layout, columns, seam }));

/** Hex of latin1 text. */
export function hexDump(text: string, { columns, line, seam }: Dump, isUpper: boolean): string {
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += columns) {
    const part = text.slice(at, at + columns);
    lines.push(line(Array.from(part, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0'))));
  }
  return isUpper ? lines.map((shown) => shown.toUpperCase()).join(seam) : lines.join(seam);
}
