/** Text wrapped in base64 (RFC 4648 §4 and §5): any alignment, either alphabet, padded or not, broken over lines or not. */
import type { Span } from '../model/span.js';
import { base64Anchors } from './anchors.js';
import type { Anchor, Encoding, Layer, Source } from './encoding.js';
import { type Alphabet, characterBefore, isInText, JoinedText } from './joined-text.js';
import { emptyLayer } from './layer.js';
import { rewrapBase64 } from './rewrap-base64.js';

/** How far before its anchor a layer starts: the header of a token that was found by its payload lies there. */
const BEFORE = 3 * 1024;

/** The most source bytes after its anchor one layer peels; longer texts are peeled in steps that overlap. */
const STEP = 128 * 1024;

/** What two steps share: the longest token, wrapped three times, is 38 KiB. */
const OVERLAP = 40 * 1024;

/** Shorter texts hold neither a token nor an archive with one: a header and the start of claims take more. */
const LEAST = 40;

const NO_VALUE = 255;

/** The value of a base64 character of either alphabet, or 255. */
const values = new Uint8Array(256).fill(NO_VALUE);
for (const two of ['+/', '-_']) {
  const characters = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789${two}`;
  for (let value = 0; value < 64; value++) values[characters.charCodeAt(value)] = value;
}

/** 1 for the characters of both alphabets. */
export const alphabet: Alphabet = values.map((value) => (value === NO_VALUE ? 0 : 1));

/** Peels base64 around an anchor, at most `STEP` bytes at a time. */
export const base64: Encoding = {
  id: 'base64',
  anchors: base64Anchors,
  unwrap(source: Source, at: number, anchor: Anchor): Layer | undefined {
    const begin = textStart(source.bytes, at, anchor.phase);
    if (begin === undefined) return undefined;
    const { start, skip } = begin;
    const bytes = source.bytes.subarray(0, at + STEP);
    const joined = new JoinedText(bytes, start, alphabet);
    joined.readTo(LEAST);
    if (joined.length < LEAST) return emptyLayer(start, joined.end, joined.isCut && !source.isEnd);
    joined.readTo(STEP + BEFORE);
    const isCut = joined.isCut && bytes.length < source.bytes.length;
    const end = isCut ? Math.max(at + 1, joined.end - OVERLAP) : joined.end;
    return {
      bytes: decode(joined.text.subarray(skip, joined.length)),
      start,
      end,
      isOpen: joined.isCut && !isCut && !source.isEnd,
      isCut,
      locate: (span: Span) =>
        joined.locate({ start: skip + characterOf(span.start), end: skip + characterOf(span.end - 1) + 2 }),
      indexAt: (hit: number) => {
        const position = joined.positionOf(hit);
        return position === undefined ? undefined : Math.floor(((position - skip) * 3) / 4);
      },
      covers: (hit: number, other: Anchor) => {
        const position = hit < end ? joined.positionOf(hit) : undefined;
        return position !== undefined && (position - skip - other.phase) % 4 === 0;
      },
      isUniform: false,
    };
  },
  rewrap: rewrapBase64,
};

/** The first of the two characters that hold byte `index`. */
function characterOf(index: number): number {
  return Math.floor(index / 3) * 4 + (index % 3);
}

/**
 * Where the text starts that the anchor stands in, at most `BEFORE` bytes earlier, and how many of its characters to
 * skip so that groups of four are whole. Undefined when the anchor's own group is not.
 */
function textStart(bytes: Uint8Array, at: number, phase: number): { start: number; skip: number } | undefined {
  const floor = Math.max(0, at - BEFORE);
  let start = at;
  let count = 0;
  for (;;) {
    while (start > floor && isInText(bytes, start, alphabet)) {
      start--;
      count++;
    }
    const before = start > floor ? characterBefore(bytes, start, alphabet) : undefined;
    if (before === undefined || before < floor) break;
    start = before;
    count++;
  }
  if (count < phase) return undefined;
  return { start, skip: (count - phase) % 4 };
}

/** Decodes groups of four; a last group of two or three characters gives one or two bytes. */
export function decode(text: Uint8Array): Uint8Array {
  const into = new Uint8Array(Math.floor((text.length * 3) / 4));
  const whole = text.length - (text.length % 4);
  let length = 0;
  for (let at = 0; at < whole; at += 4) {
    const group =
      ((values[text[at] as number] as number) << 18) |
      ((values[text[at + 1] as number] as number) << 12) |
      ((values[text[at + 2] as number] as number) << 6) |
      (values[text[at + 3] as number] as number);
    into[length] = group >> 16;
    into[length + 1] = group >> 8;
    into[length + 2] = group;
    length += 3;
  }
  const [a = 0, b = 0, c = 0] = Array.from(text.subarray(whole), (character) => values[character] as number);
  if (text.length - whole > 1) into[length++] = (a << 2) | (b >> 4);
  if (text.length - whole > 2) into[length] = (b << 4) | (c >> 2);
  return into;
}
