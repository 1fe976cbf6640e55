/**
 * The anchors of every encoding. **The anchor lemma**: every token that is wrapped in a way promised here holds at
 * least one of these strings, unbroken; so a searcher that looks at these places and no others misses nothing.
 *
 * Where they come from: a Kubernetes token's header is JSON without spaces that starts with one of the keys `alg`,
 * `kid`, `typ` (kubernetes pkg/serviceaccount/jwt.go and go-jose write `alg` first; an external signer, KEP-740,
 * writes these three keys in an order of its own), each followed by `":"`. In base64url (RFC 7515) that makes nine
 * certain characters, cut here into a *front* and a *back*, so that a line break can cut only one of them. What
 * wraps the text further is carried through `lift-*.ts`, front and back apart.
 */
import type { Anchor } from './encoding.js';
import { liftBase64 } from './lift-base64.js';
import { liftByteList } from './lift-byte-list.js';
import { liftHex } from './lift-hex.js';
import { liftUtf16 } from './lift-utf16.js';

/** First four of the ten certain characters: `{"a`, `{"k`, `{"t`. */
const FRONTS = ['eyJh', 'eyJr', 'eyJ0'] as const;

/** What follows, as far as nine characters go: of nine, breaks at 8 columns and more cut only one piece. */
const BACKS = ['bGciO', 'aWQiO', 'eXAiO'] as const;

/**
 * Kept of a piece in deeper layers, of what follows the cut in the third one less: two of these and what may stand
 * between them are 17 characters at most, so that breaks 16 columns apart do not cut both.
 */
const DEEP = 7;
const DEEPEST = 6;

/** How a container starts: bytes that never differ, and how far into the container they stand. */
interface Magic {
  readonly bytes: string;
  readonly offset: number;
}

/**
 * gzip (RFC 1952; the last byte stands for all flags below 16), zstd (RFC 8878), xz (without its first byte, which
 * base64 writes in two ways), bzip2 (without the block size: the first digits of pi), zip.
 */
const MAGICS: readonly Magic[] = [
  { bytes: '\x1f\x8b\x08\x00', offset: 0 },
  { bytes: '\x28\xb5\x2f\xfd', offset: 0 },
  { bytes: '7zXZ\0', offset: 1 },
  { bytes: '1AY&SY', offset: 4 },
  { bytes: 'PK\x03\x04', offset: 0 },
];

/** The last `length` characters of an anchor (all, when it is shorter), with the phase they have in base64 text. */
function keepEnd(anchor: Anchor, length: number): Anchor {
  const cut = Math.max(0, anchor.text.length - length);
  return { text: anchor.text.slice(cut), phase: (anchor.phase + cut) % 4 };
}

/** The first `length` characters of an anchor. */
function keepStart(anchor: Anchor, length: number): Anchor {
  return { text: anchor.text.slice(0, length), phase: anchor.phase };
}

/** Carries a piece through one more layer, and keeps what is nearest to the cut. */
function deeper(piece: readonly Anchor[], keep: typeof keepEnd, length = DEEP): readonly Anchor[] {
  return piece.flatMap(({ text }) => liftBase64(text)).map((anchor) => keep(anchor, length));
}

function unphased(texts: readonly string[]): readonly Anchor[] {
  return [...new Set(texts)].map((text) => ({ text, phase: 0 }));
}

function magic(anchors: readonly Anchor[]): readonly Anchor[] {
  return anchors.map(({ text, phase }) => ({ text, phase, isMagic: true }));
}

function unique(anchors: readonly Anchor[]): readonly Anchor[] {
  const plainOnes = anchors.map(({ text, phase, isMagic }) =>
    isMagic === true ? { text, phase, isMagic } : { text, phase },
  );
  return [...new Map(plainOnes.map((anchor) => [`${anchor.phase}${anchor.text}`, anchor])).values()];
}

const fronts = FRONTS.flatMap(liftBase64);
const backs = BACKS.flatMap(liftBase64);
const fronts2 = deeper(fronts, keepEnd);
const backs2 = deeper(backs, keepStart);

/** One layer of base64: four characters on either side of the cut, which with the one between them are nine. */
const once = [...fronts.map((anchor) => keepEnd(anchor, 4)), ...backs.map((anchor) => keepStart(anchor, 4))];
const twice = [...fronts2, ...backs2];
const thrice = [...deeper(fronts2, keepEnd), ...deeper(backs2, keepStart, DEEPEST)];

/** Four to eight characters, of gzip just those four that depend on no flag. */
const containers = MAGICS.flatMap(({ bytes, offset }) =>
  liftBase64(bytes).map((anchor) => ({
    ...keepStart(anchor, bytes.startsWith('\x1f') ? 4 : 8),
    isAtStart: anchor.phase === [0, 2, 3][offset % 3],
  })),
);
const wrappedContainers = containers.filter(({ isAtStart }) => isAtStart).flatMap(({ text }) => liftBase64(text));

/** UTF-16 between base64 and the token: front and back again, so close that nine characters hold both. */
const utf16Once = [
  ...FRONTS.flatMap((front) => liftBase64(liftUtf16(front))).map((anchor) => keepEnd(anchor, 4)),
  ...BACKS.flatMap((back) => liftBase64(`\0${liftUtf16(back)}`)).map((anchor) => keepStart(anchor, 4)),
];

/**
 * Promised: a token, whole or broken at 8 columns or more. Nine characters then hold at most one break, so either
 * `eyJ` (which starts a payload, too) or what follows it is whole. `phase`: the distance from the header's start.
 */
export const plainAnchors: readonly Anchor[] = [
  { text: 'eyJ', phase: 0 },
  ...BACKS.map((text) => ({ text, phase: 4 })),
];

/**
 * Promised:
 * - base64 of text that holds a token, at any alignment, in both alphabets, broken at 8 columns or more;
 * - base64 of such base64, and a third layer, broken at 16 columns or more in any one of the layers;
 * - base64 of UTF-16 in either byte order, broken at 8 columns or more;
 * - base64 of bytes that hold the start of a gzip, zstd, xz, bzip2 or zip container, and base64 of base64 that starts
 *   with one, each unbroken there.
 * Instead of the layers, the token itself may be broken at 8 columns or more.
 * `phase`: characters, modulo 4, from the start of a 4-character group to the start of the anchor.
 */
export const base64Anchors: readonly Anchor[] = unique([
  ...once,
  ...twice,
  ...thrice,
  ...utf16Once,
  ...wrappedContainers,
  ...magic(containers),
]);

/**
 * Promised: UTF-16 in either byte order, at odd and even offsets, of a token broken at 8 columns or more, of base64 of
 * text that holds one (8 columns, two layers 16), and of base64 that holds or wraps a container.
 * The position is that of the first ASCII byte.
 */
export const utf16Anchors: readonly Anchor[] = unphased(
  [...plainAnchors, ...once, ...twice, ...containers, ...wrappedContainers].map(({ text }) => liftUtf16(text)),
);

/** Hex that is written without gaps, and what else three bytes can look like: see `liftHex`. */
const hexStrings = [
  ...unphased([...fronts, ...backs].flatMap(({ text }) => liftHex(text, 'unbroken'))),
  ...unphased(['eyJ', 'iOi'].flatMap((text) => liftHex(text, 'grouped'))),
  ...magic(unphased(liftHex('\x1f\x8b\x08', 'grouped'))),
];

/** `phase` of the anchors of `hexDumpAnchors` that stand in the text column of a dump. */
export const TEXT_COLUMN = 1;

/**
 * Promised, with line breaks after 16 bytes or more:
 * - a token, base64 of text that holds one, or the start of gzip, in hex without gaps;
 * - a token or the start of gzip in hex of single bytes, pairs or groups of four and more (`od -t x1`, `tcpdump -x`);
 * - a token, or base64 of text that holds one in up to three layers, in a dump with a text column (Go's hex.Dump,
 *   `hexdump -C`, `xxd`, `tcpdump -X`), however its hex is grouped.
 * `phase` 0: the position is that of the first hex digit; `TEXT_COLUMN`: that of a character in the text column.
 */
export const hexDumpAnchors: readonly Anchor[] = [
  ...hexStrings,
  ...[...new Set([...plainAnchors, ...once, ...twice, ...thrice].map(({ text }) => text))].map((text) => ({
    text,
    phase: TEXT_COLUMN,
  })),
];

/**
 * Promised: a token as a list of numbers, perhaps in indented lines of ten numbers or more (of ten characters, at most
 * one of these two triples is then cut): decimal as Go, Rust, Java and JavaScript print bytes, and `0x65` as C, Go and
 * `xxd -i` do.
 * `phase`: the notation, as `liftByteList` counts them.
 */
export const byteListAnchors: readonly Anchor[] = ['eyJ', 'iOi'].flatMap(liftByteList);

/**
 * Codes of letters, digits, `-`, `.` and `_` in hex: the first digit, and the second one where the first says too
 * little. Of `6`, too: pages are full of `&#x60;`, a backtick.
 */
const HEX_CODES = [
  ...'457',
  ...Array.from({ length: 10 }, (_, digit) => `3${digit}`),
  ...[...'123456789abcdefABCDEF'].map((digit) => `6${digit}`),
  '2d',
  '2e',
  '2D',
  '2E',
];

/** The same in decimal. Pages are full of `&#9;`, `&#10;`, `&#13;`, `&#64;`, `&#91;`, `&#160;` and `&#8217;`. */
const DECIMAL_CODES = [
  ...Array.from({ length: 8 }, (_, digit) => `5${digit}`),
  ...Array.from({ length: 10 }, (_, digit) => `7${digit}`),
  ...Array.from({ length: 10 }, (_, digit) => `8${digit};`),
  ...Array.from({ length: 10 }, (_, digit) => `10${digit}`),
  ...'45 46 48 49 65 66 67 68 69 90 95 97 98 99 11 120 121 122'.split(' '),
];

/** After a leading zero that most numbers do without, one digit says enough: not `&#039;`, `&#x0a;` or `&#x09;`. */
const AFTER_ZERO = [...'01456789'].map((digit) => `&#0${digit}`);
const AFTER_HEX_ZERO = ['&#x0', '&#X0', '&#x00', '&#X00'].flatMap((start) =>
  [...'234567'].map((digit) => `${start}${digit}`),
);

/**
 * Promised: a token with a character in JSON's `\u0065` (RFC 8259), or in HTML's `&#101;` or `&#x65;` (without more
 * than one leading zero), or with the dot before its payload in percent-encoding, once or twice (`%2E`, `%252E`), or
 * with `&period;`; and a token that is in percent-encoding or in `\x65` of programs (`\\x65` too) throughout.
 * What escapes never write so, like `\u003e`, `\u001b` or `&#39;`, is no anchor: such text is common, and a git object
 * that holds an anchor is searched whole, with all that are deltas of it.
 */
export const escapesAnchors: readonly Anchor[] = unphased([
  ...HEX_CODES.flatMap((code) => [`\\u00${code}`, `&#x${code}`, `&#X${code}`]),
  ...DECIMAL_CODES.map((code) => `&#${code}`),
  ...AFTER_ZERO,
  ...AFTER_HEX_ZERO,
  '%65%79%4',
  '\\x65\\x79\\x4',
  '\\x65\\\\x79\\\\x4',
  '2EeyJ',
  '2eeyJ',
  '&period;',
]);
