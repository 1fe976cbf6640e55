/** Characters written as escapes: JSON `\u0065`, `\x65`, HTML `&#101;` and `&#x65;`, percent-encoding. */
import type { Span } from '../model/span.js';
import { escapesAnchors } from './anchors.js';
import type { Anchor, Encoding, Layer, Source } from './encoding.js';
import { isHexDigit, pairValue } from './hex-digits.js';
import { emptyLayer } from './layer.js';
import { rewrapEscapes } from './rewrap-escapes.js';

/** How far before its anchor a layer starts: a token may have its first escape in the signature. */
const BEFORE = 3 * 1024;

/** The most source bytes after its anchor one layer peels: six for each character of the longest token. */
const STEP = 128 * 1024;

/** What two steps share: a token of 10 KiB that is escaped throughout. */
const OVERLAP = 64 * 1024;

/** The longest escape that is read: `\\\\\\\\u0065`, JSON in JSON in JSON in JSON. */
const LONGEST_ESCAPE = 14;

/**
 * Shorter texts hold no token: `system:serviceaccount:` and a name behind a header take more. Pages are full of single
 * escapes, and undoing each costs far more than finding it.
 */
const LEAST = 40;

/** Bytes that text with escapes is made of: base64 of either alphabet, dots, and what escapes are made of. */
const alphabet = new Uint8Array(256);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+/=\\&#;%') {
  alphabet[character.charCodeAt(0)] = 1;
}

/** Undoes the escapes in the run of token characters around an anchor. */
export const escapes: Encoding = {
  id: 'escapes',
  anchors: escapesAnchors,
  unwrap(source: Source, at: number, _anchor: Anchor): Layer | undefined {
    const { bytes } = source;
    let start = at;
    const floor = Math.max(0, at - BEFORE);
    while (start > floor && alphabet[bytes[start - 1] as number] === 1) start--;
    const limit = Math.min(bytes.length, at + STEP);
    let end = at;
    while (end < limit && alphabet[bytes[end] as number] === 1) end++;
    const isCut = end === limit && limit < bytes.length;
    const isOpen = end === bytes.length && !source.isEnd;
    if (isOpen) return emptyLayer(start, end, true);
    if (end - start < LEAST) return emptyLayer(start, end);
    const { text, starts } = decode(bytes, start, end);
    if (text.length < LEAST) return emptyLayer(start, end);
    const settled = isCut ? Math.max(at + 1, end - OVERLAP) : end;
    return {
      bytes: text,
      start,
      end: settled,
      isOpen,
      isCut,
      locate: (span: Span) => [{ start: starts[span.start] as number, end: starts[span.end] as number }],
      covers: (hit: number, _other: Anchor) => hit >= start && hit < settled,
      isUniform: true,
    };
  },
  rewrap: rewrapEscapes,
};

/** The text without escapes, and where each of its characters starts; one more start than characters. */
function decode(bytes: Uint8Array, start: number, end: number): { text: Uint8Array; starts: Uint32Array } {
  const text = new Uint8Array(end - start);
  const starts = new Uint32Array(end - start + 1);
  let length = 0;
  for (let at = start; at < end; length++) {
    const escape = escapeAt(bytes, at, end);
    starts[length] = at;
    text[length] = escape === undefined ? (bytes[at] as number) : escape.code;
    at += escape === undefined ? 1 : escape.length;
  }
  starts[length] = end;
  return { text: text.subarray(0, length), starts: starts.subarray(0, length + 1) };
}

interface Escape {
  readonly code: number;
  readonly length: number;
}

function escapeAt(bytes: Uint8Array, at: number, end: number): Escape | undefined {
  switch (bytes[at]) {
    case 0x5c:
      return unicode(bytes, at, end);
    case 0x26:
      return bytes[at + 1] === 0x23 ? numeric(bytes, at, end) : named(bytes, at, end);
    case 0x25:
      return percent(bytes, at, end);
    default:
      return undefined;
  }
}

/** RFC 8259 §7, `\\u00` and two digits, and `\\x` of programs; more than one backslash when JSON stands in JSON. */
function unicode(bytes: Uint8Array, at: number, end: number): Escape | undefined {
  let letter = at + 1;
  const limit = Math.min(end, at + LONGEST_ESCAPE);
  while (letter + 3 < limit && bytes[letter] === 0x5c) letter++;
  const isShort = bytes[letter] === 0x78;
  const digits = letter + (isShort ? 1 : 3);
  if (digits + 2 > limit) return undefined;
  if (!isShort && (bytes[letter] !== 0x75 || bytes[letter + 1] !== 0x30 || bytes[letter + 2] !== 0x30))
    return undefined;
  return escapeOf(hexPair(bytes, digits), digits + 2 - at);
}

/** HTML numeric character references: `&#101;`, `&#x65;`, with no more than two leading zeros. */
function numeric(bytes: Uint8Array, at: number, end: number): Escape | undefined {
  const isHex = bytes[at + 2] === 0x78 || bytes[at + 2] === 0x58;
  let digit = at + (isHex ? 3 : 2);
  for (let zeros = 0; zeros < 2 && bytes[digit] === 0x30; zeros++) digit++;
  if (isHex) {
    // A zero may be the first of the two digits.
    for (const first of [digit, digit - 1, digit - 2]) {
      if (first >= at + 3 && first + 2 < end && bytes[first + 2] === 0x3b)
        return escapeOf(hexPair(bytes, first), first + 3 - at);
    }
    return undefined;
  }
  let code = 0;
  const first = digit;
  while (digit < end && digit - first < 3 && isDecimal(bytes[digit]))
    code = code * 10 + (bytes[digit++] as number) - 0x30;
  return digit < end && digit > at + 3 && bytes[digit] === 0x3b ? escapeOf(code, digit + 1 - at) : undefined;
}

/** RFC 3986 §2.1, of printable characters; `%25` before the digits when it was encoded twice. */
function percent(bytes: Uint8Array, at: number, end: number): Escape | undefined {
  let digit = at + 1;
  const last = Math.min(end, at + LONGEST_ESCAPE) - 2;
  while (digit < last && bytes[digit] === 0x32 && bytes[digit + 1] === 0x35) digit += 2;
  if (digit > last) return undefined;
  const code = hexPair(bytes, digit);
  return code >= 0x20 && code < 0x7f ? escapeOf(code, digit + 2 - at) : undefined;
}

const isDecimal = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** The byte that two digits stand for; 255 when they are none. */
function hexPair(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  const second = bytes[at + 1] as number;
  return isHexDigit[first] === 1 && isHexDigit[second] === 1 ? pairValue(first, second) : 255;
}

function escapeOf(code: number, length: number): Escape | undefined {
  return code < 0x80 ? { code, length } : undefined;
}

const PERIOD = Buffer.from('&period;', 'latin1');

function named(bytes: Uint8Array, at: number, end: number): Escape | undefined {
  if (at + PERIOD.length > end) return undefined;
  for (let index = 0; index < PERIOD.length; index++) if (bytes[at + index] !== PERIOD[index]) return undefined;
  return { code: 0x2e, length: PERIOD.length };
}
