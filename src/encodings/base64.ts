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

/** 1 for the characters of both alphabets. */
export const alphabet: Alphabet = new Uint8Array(256);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_') {
  alphabet[character.charCodeAt(0)] = 1;
}

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
function decode({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(buffer, byteOffset, length).toString('latin1'), 'base64');
}
