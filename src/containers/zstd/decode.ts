/** From zstd frames to what they hold. */
import type { Budget } from '../budget.js';
import type { ByteReader } from '../byte-reader.js';
import { ContainerError, corrupt, truncated, unsupported } from '../container-error.js';
import { readUint32 } from '../read-uint.js';
import { isCutFrame, SKIPPABLE_HEADER_BYTES, startsSkippableFrame } from '../skippable-frame.js';
import { BadFrame } from './bad-frame.js';
import { BLOCK_BYTES } from './block-bytes.js';
import { FrameDecoder, RUN_BLOCK } from './frame-decoder.js';
import { FRAME_MAGIC, LONGEST_HEADER_BYTES, readFrameHeader } from './frame-header.js';

const BLOCK_HEADER_BYTES = 3;
const CHECKSUM_BYTES = 4;

/** A `Decoder` for zstd. */
export async function* decode(reader: ByteReader, budget: Budget): AsyncGenerator<Uint8Array> {
  const decoder = new FrameDecoder();
  for (;;) {
    const start = await reader.peek(SKIPPABLE_HEADER_BYTES);
    if (start.length === 0) return;
    if (readUint32(start, 0) === FRAME_MAGIC) {
      yield* decodeFrame(reader, decoder, budget.limits.windowBytes);
    } else if (start.length === SKIPPABLE_HEADER_BYTES && startsSkippableFrame(start)) {
      if (!(await reader.skip(SKIPPABLE_HEADER_BYTES + readUint32(start, 4)))) throw truncated('zstd', reader.position);
    } else if (isCutFrame(start, FRAME_MAGIC)) {
      throw truncated('zstd', reader.position + start.length);
    } else {
      throw new ContainerError(
        'archive-corrupt',
        `Bytes that are no zstd data follow the zstd data at byte ${reader.position}. They were searched as they stand.`,
        true,
      );
    }
  }
}

async function* decodeFrame(
  reader: ByteReader,
  decoder: FrameDecoder,
  mostWindowBytes: number,
): AsyncGenerator<Uint8Array> {
  const header = readFrameHeader(await reader.peek(LONGEST_HEADER_BYTES));
  if (header === undefined) throw truncated('zstd', reader.position);
  if (header === null) throw corrupt('zstd', 'a reserved bit is set', reader.position);
  if (header.dictionary !== 0)
    throw unsupported('zstd', `it was made with dictionary ${header.dictionary}, which it does not hold`);
  if (header.windowBytes > mostWindowBytes) {
    throw unsupported(
      'zstd',
      `it takes ${header.windowBytes} bytes of memory to look back, and ${mostWindowBytes} are allowed`,
    );
  }
  reader.consume(header.length);
  decoder.start(header);
  for (let isLast = false; !isLast; ) {
    const bits = readUint32(await reader.takeExactly(BLOCK_HEADER_BYTES, 'zstd'), 0);
    isLast = (bits & 1) === 1;
    const type = (bits >> 1) & 3;
    const size = bits >> 3;
    if (size > BLOCK_BYTES) throw corrupt('zstd', 'a block is longer than it may be', reader.position);
    const content = unpack(
      decoder,
      type,
      size,
      await reader.takeExactly(type === RUN_BLOCK ? 1 : size, 'zstd'),
      reader.position,
    );
    if (content.length > 0) yield content;
  }
  const { checksum } = decoder;
  if (checksum !== null && readUint32(await reader.takeExactly(CHECKSUM_BYTES, 'zstd'), 0) !== checksum) {
    throw corrupt('zstd', 'the checksum does not match', reader.position);
  }
  if (header.contentBytes !== null && header.contentBytes !== decoder.bytesOut) {
    throw corrupt('zstd', 'the length does not match', reader.position);
  }
}

function unpack(decoder: FrameDecoder, type: number, size: number, bytes: Uint8Array, at: number): Uint8Array {
  try {
    return decoder.decode(type, size, bytes);
  } catch (error) {
    if (!(error instanceof BadFrame)) throw error;
    throw corrupt('zstd', error.message, at);
  }
}
