/** Characters written as escapes: JSON `\u0065`, HTML `&#101;` and `&#x65;`, percent-encoding of dots. */
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
      return shortest(bytes, at, end) ?? match(unicode, bytes, at, end, 16);
    case 0x26:
      return match(hexadecimal, bytes, at, end, 16) ?? match(decimal, bytes, at, end, 10) ?? named(bytes, at, end);
    case 0x25:
      return match(percent, bytes, at, end, 16);
    default:
      return undefined;
  }
}

/** `\\u00` and two digits, which is what nearly all escapes are. */
function shortest(bytes: Uint8Array, at: number, end: number): Escape | undefined {
  if (at + 6 > end || bytes[at + 1] !== 0x75 || bytes[at + 2] !== 0x30 || bytes[at + 3] !== 0x30) return undefined;
  const first = bytes[at + 4] as number;
  const second = bytes[at + 5] as number;
  if (isHexDigit[first] !== 1 || isHexDigit[second] !== 1) return undefined;
  const code = pairValue(first, second);
  return code < 0x80 ? { code, length: 6 } : undefined;
}

/** RFC 8259 §7; more than one backslash when JSON stands in JSON. */
const unicode = /^\\+u00([0-9A-Fa-f]{2})/;
/** HTML numeric character references. */
const hexadecimal = /^&#[xX]0{0,2}([0-9A-Fa-f]{2});/;
const decimal = /^&#0{0,2}([0-9]{2,3});/;
/** RFC 3986 §2.1; `%25` before the digits when it was encoded twice. */
const percent = /^%(?:25)*(2[DdEe]|5[Ff])/;

function match(pattern: RegExp, bytes: Uint8Array, at: number, end: number, radix: 10 | 16): Escape | undefined {
  const found = pattern.exec(ascii(bytes, at, end));
  if (found === null) return undefined;
  const code = Number.parseInt(found[1] as string, radix);
  return code < 0x80 ? { code, length: found[0].length } : undefined;
}

function named(bytes: Uint8Array, at: number, end: number): Escape | undefined {
  return ascii(bytes, at, end).startsWith('&period;') ? { code: 0x2e, length: '&period;'.length } : undefined;
}

function ascii(bytes: Uint8Array, at: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(at, Math.min(end, at + LONGEST_ESCAPE)));
}
