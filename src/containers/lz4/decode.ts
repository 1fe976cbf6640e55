/** From lz4 frames to what they hold. */
import type { ByteReader } from '../byte-reader.js';
import { ContainerError, corrupt, truncated, unsupported } from '../container-error.js';
import { readUint32, readUint64 } from '../read-uint.js';
import { isCutFrame, SKIPPABLE_HEADER_BYTES, startsSkippableFrame } from '../skippable-frame.js';
import { SlidingWindow } from '../sliding-window.js';
import { FRAME_MAGIC, startsFrame } from './starts-frame.js';
import { unpackBlock } from './unpack-block.js';
import { Xxhash32 } from './xxhash32.js';

/** How far a copy can reach. */
const WINDOW_BYTES = 64 * 1024;
/** Magic, flags, block size, 8 bytes of content size, 4 of dictionary id, checksum. */
const LONGEST_HEADER_BYTES = 19;
/** One byte of length stands for 255 bytes of a copy; nothing grows more. */
const MOST_GROWTH = 256;
const STORED_BIT = 0x80000000;

/** What the header of a frame says. */
interface FrameHeader {
  readonly areBlocksApart: boolean;
  readonly hasBlockChecksums: boolean;
  readonly hasChecksum: boolean;
  readonly contentBytes: number | null;
  readonly blockBytes: number;
}

/** A `Decoder` for lz4. */
export async function* decode(reader: ByteReader): AsyncGenerator<Uint8Array> {
  const window = new SlidingWindow();
  for (;;) {
    const start = await reader.peek(SKIPPABLE_HEADER_BYTES);
    if (start.length === 0) return;
    if (start.length >= 4 && readUint32(start, 0) === FRAME_MAGIC) {
      yield* decodeFrame(reader, await readHeader(reader), window);
    } else if (start.length === SKIPPABLE_HEADER_BYTES && startsSkippableFrame(start)) {
      if (!(await reader.skip(SKIPPABLE_HEADER_BYTES + readUint32(start, 4)))) throw truncated('lz4', reader.position);
    } else if (isCutFrame(start, FRAME_MAGIC)) {
      throw truncated('lz4', reader.position + start.length);
    } else {
      throw new ContainerError(
        'archive-corrupt',
        `Bytes that are no lz4 data follow the lz4 data at byte ${reader.position}. They were searched as they stand.`,
        true,
      );
    }
  }
}

async function readHeader(reader: ByteReader): Promise<FrameHeader> {
  const bytes = await reader.peek(LONGEST_HEADER_BYTES);
  const flags = bytes[4] ?? 0;
  const sizeWidth = flags & 0x08 ? 8 : 0;
  const dictionaryWidth = flags & 0x01 ? 4 : 0;
  const length = 7 + sizeWidth + dictionaryWidth;
  if (bytes.length < length) throw truncated('lz4', reader.position + bytes.length);
  const checksum = new Xxhash32().update(bytes.subarray(4, length - 1)).digest();
  if (!startsFrame(bytes) || ((checksum >>> 8) & 0xff) !== bytes[length - 1])
    throw corrupt('lz4', 'the header is wrong', reader.position);
  if (dictionaryWidth > 0) throw unsupported('lz4', 'it was made with a dictionary, which it does not hold');
  const size = (bytes[5] as number) >> 4;
  if (size < 4) throw corrupt('lz4', 'the header is wrong', reader.position);
  const contentBytes = sizeWidth > 0 ? readUint64(bytes, 6) : null;
  reader.consume(length);
  return {
    areBlocksApart: (flags & 0x20) !== 0,
    hasBlockChecksums: (flags & 0x10) !== 0,
    hasChecksum: (flags & 0x04) !== 0,
    contentBytes,
    blockBytes: 2 ** (8 + 2 * size),
  };
}

async function* decodeFrame(
  reader: ByteReader,
  header: FrameHeader,
  window: SlidingWindow,
): AsyncGenerator<Uint8Array> {
  window.reset(WINDOW_BYTES);
  const checksum = header.hasChecksum ? new Xxhash32() : null;
  let bytesOut = 0;
  for (;;) {
    const size = readUint32(await reader.takeExactly(4, 'lz4'), 0);
    if (size === 0) break;
    const length = size % STORED_BIT;
    if (length > header.blockBytes) throw corrupt('lz4', 'a block is longer than it may be', reader.position);
    if (header.areBlocksApart) window.end = 0;
    // Room for what can come out, not for what the header allows: frames of a few bytes exist by the million.
    const room = Math.min(header.blockBytes, length * MOST_GROWTH);
    window.makeRoom(room);
    const block = await reader.take(length);
    const start = window.end;
    let fault: string | null = null;
    if (size >= STORED_BIT) {
      window.bytes.set(block, start);
      window.end += block.length;
    } else ({ end: window.end, fault } = unpackBlock(block, window.bytes, start, start + room));
    const content = window.bytes.subarray(start, window.end);
    checksum?.update(content);
    bytesOut += content.length;
    const isSound =
      !header.hasBlockChecksums ||
      block.length < length ||
      new Xxhash32().update(block).digest() === readUint32(await reader.peek(4), 0);
    if (content.length > 0) yield content;
    if (block.length < length) throw truncated('lz4', reader.position);
    if (fault !== null) throw corrupt('lz4', fault, reader.position);
    if (header.hasBlockChecksums) await reader.takeExactly(4, 'lz4');
    if (!isSound) throw corrupt('lz4', 'the checksum of a block does not match', reader.position);
  }
  if (checksum !== null && readUint32(await reader.takeExactly(4, 'lz4'), 0) !== checksum.digest())
    throw corrupt('lz4', 'the checksum does not match', reader.position);
  if (header.contentBytes !== null && header.contentBytes !== bytesOut)
    throw corrupt('lz4', 'the length does not match', reader.position);
}
