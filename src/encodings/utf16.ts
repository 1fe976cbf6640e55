/** Text in UTF-16 (RFC 2781), either byte order, with or without a byte order mark, at any offset. */
import type { Span } from '../model/span.js';
import { utf16Anchors } from './anchors.js';
import type { Anchor, Encoding, Layer, Source } from './encoding.js';
import { rewrapUtf16 } from './rewrap-utf16.js';

/** How far before its anchor a layer starts: the header of a token that was found by its payload lies there. */
const BEFORE = 3 * 1024;

/** The most source bytes after its anchor one layer peels; longer texts are peeled in steps that overlap. */
const STEP = 128 * 1024;

/** What two steps share: the longest token takes 32 KiB, wrapped in base64 43 KiB. */
const OVERLAP = 48 * 1024;

/** Peels the run of ASCII in UTF-16 around an anchor. */
export const utf16: Encoding = {
  id: 'utf16',
  anchors: utf16Anchors,
  unwrap(source: Source, at: number, _anchor: Anchor): Layer | undefined {
    const { bytes } = source;
    const first = firstCharacter(bytes, at);
    const limit = Math.min(bytes.length, at + STEP);
    let last = at;
    while (last + 2 < limit && bytes[last + 1] === 0 && isText(bytes[last + 2])) last += 2;
    const isCut = last + 2 >= limit && limit < bytes.length;
    const start = isBigEndian(bytes, first, last) ? first - 1 : first;
    const length = (last - first) / 2 + 1;
    const peeled = new Uint8Array(length);
    for (let index = 0; index < length; index++) peeled[index] = bytes[first + 2 * index] as number;
    const end = isCut ? last - OVERLAP : last + 1;
    return {
      bytes: peeled,
      start,
      end: Math.max(end, at + 1),
      isOpen: last + 2 >= bytes.length && !source.isEnd,
      isCut,
      locate: (span: Span) => [{ start: start + 2 * span.start, end: Math.min(bytes.length, start + 2 * span.end) }],
      covers: (hit: number, _other: Anchor) => hit >= first && hit < end && (hit - first) % 2 === 0,
      isUniform: false,
    };
  },
  rewrap: rewrapUtf16,
};

function firstCharacter(bytes: Uint8Array, at: number): number {
  const floor = Math.max(1, at - BEFORE);
  let first = at;
  while (first - 2 >= floor && bytes[first - 1] === 0 && isText(bytes[first - 2])) first -= 2;
  return first;
}

/** Inside a run nothing tells the byte orders apart; its ends do. */
function isBigEndian(bytes: Uint8Array, first: number, last: number): boolean {
  if (first === 0 || bytes[first - 1] !== 0) return false;
  if (bytes[first - 3] === 0xfe && bytes[first - 2] === 0xff) return true;
  return last + 1 < bytes.length && bytes[last + 1] !== 0;
}

/** Printable ASCII, tab and line ends. */
function isText(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}
