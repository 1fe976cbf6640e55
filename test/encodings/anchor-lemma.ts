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
  return fc.integer({ min: least, max: 100 }).chain((width) =>
    fc.record({
      width: fc.constant(width),
      start: fc.nat(width - 1),
      seam: fc.oneof(
        fc.constantFrom('\n', '\r\n', '=\n', '\\\n', '\\n', '" +\n    "', "'\n. '", '"\n"'),
        fc.nat(20).map((indent) => `\n${' '.repeat(indent)}`),
      ),
    }),
  );
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

/** How a dump writes bytes: the hex of a line, what stands around it, and whether a text column follows. */
export interface Dump {
  readonly columns: number;
  readonly digits: (bytes: readonly string[]) => string;
  readonly prefix: string;
  readonly hasText: boolean;
  readonly isUpper: boolean;
}

const groups =
  (size: number) =>
  (bytes: readonly string[]): string =>
    bytes.map((byte, index) => (index > 0 && index % size === 0 ? ` ${byte}` : byte)).join('');
const halves = (bytes: readonly string[]): string => `${bytes.slice(0, 8).join(' ')}  ${bytes.slice(8).join(' ')}`;
const lines = {
  prefix: fc.constantFrom('', '00000010  ', '\t0x0010:  ', '2026-11-23T20:38:15Z stdout F '),
  isUpper: fc.boolean(),
};

/** `xxd -p` and strings. */
export const hexStrings: fc.Arbitrary<Dump> = fc.record({
  ...lines,
  digits: fc.constant(groups(10_000)),
  columns: fc.constantFrom(16, 30, 10_000),
  hasText: fc.constant(false),
});

/** `od -t x1`, `tcpdump -x`. */
export const bareDumps: fc.Arbitrary<Dump> = fc.record({
  ...lines,
  digits: fc.constantFrom(groups(1), groups(2), groups(4), groups(8)),
  columns: fc.constantFrom(16, 32),
  hasText: fc.constant(false),
});

/** Go's hex.Dump, `hexdump -C`, `xxd`, `tcpdump -X`. */
export const fullDumps: fc.Arbitrary<Dump> = fc.record({
  ...lines,
  digits: fc.constantFrom(halves, groups(1), groups(2), groups(4)),
  columns: fc.constant(16),
  hasText: fc.constant(true),
});

/** Hex of latin1 text. */
export function hexDump(text: string, { columns, digits, prefix, hasText, isUpper }: Dump): string {
  let dump = '';
  for (let at = 0; at < text.length; at += columns) {
    const part = text.slice(at, at + columns);
    const shown = digits(Array.from(part, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')));
    dump += prefix + (isUpper ? shown.toUpperCase() : shown);
    dump += hasText ? `  |${part.replace(/[^ -~]/g, '.')}|\n` : '\n';
  }
  return dump;
}
