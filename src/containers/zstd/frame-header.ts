/** The header of a zstd frame, RFC 8878 §3.1.1.1. */

/** What a frame starts with, as a little-endian number. */
export const FRAME_MAGIC = 0xfd2fb528;
/** Magic and the longest header: descriptor, window, 4 bytes of dictionary id, 8 of content size. */
export const LONGEST_HEADER_BYTES = 18;

/** What a decoder must know before the first block. */
export interface FrameHeader {
  /** Bytes of magic and header. */
  readonly length: number;
  /** How far the blocks may look back. */
  readonly windowBytes: number;
  /** Bytes of content, or null when not told. */
  readonly contentBytes: number | null;
  /** 0: none is needed, or it is not named. */
  readonly dictionary: number;
  readonly hasChecksum: boolean;
}

/** Reads the header; undefined when `bytes` end before it does, null when it uses what is reserved. */
export function readFrameHeader(bytes: Uint8Array): FrameHeader | null | undefined {
  const descriptor = bytes[4];
  if (descriptor === undefined) return undefined;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryWidth = [0, 1, 2, 4][descriptor & 3] as number;
  const sizeWidth = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] as number;
  const windowWidth = isSingleSegment ? 0 : 1;
  const length = 5 + windowWidth + dictionaryWidth + sizeWidth;
  if (bytes.length < length) return undefined;
  if ((descriptor & 0x08) !== 0) return null;
  const size = readNumber(bytes, length - sizeWidth, sizeWidth) + (sizeWidth === 2 ? 256 : 0);
  const exponent = ((bytes[5] as number) >> 3) + 10;
  const base = 2 ** exponent;
  return {
    length,
    windowBytes: isSingleSegment ? size : base + (base / 8) * ((bytes[5] as number) & 7),
    contentBytes: sizeWidth === 0 ? null : size,
    dictionary: readNumber(bytes, 5 + windowWidth, dictionaryWidth),
    hasChecksum: (descriptor & 0x04) !== 0,
  };
}

/** A little-endian number; beyond 2^53 it is only nearly right, and then too large for any use. */
function readNumber(bytes: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let index = width - 1; index >= 0; index -= 1) value = value * 256 + (bytes[at + index] as number);
  return value;
}
