/** From xz streams to what they hold. */
import { crc32 } from 'node:zlib';
import type { Budget } from '../budget.js';
import type { ByteReader } from '../byte-reader.js';
import { ContainerError, corrupt, truncated, unsupported } from '../container-error.js';
import { readUint32 } from '../read-uint.js';
import { readBlockHeader, VarintReader, type BlockHeader } from './block-header.js';
import { Check } from './check.js';
import { Lzma2Decoder } from './lzma2-decoder.js';
import { STREAM_MAGIC, startsStream } from './starts-stream.js';

const STREAM_HEADER_BYTES = 12;
const STREAM_FOOTER_BYTES = 12;
/** A record of the index holds two numbers of at most 9 bytes each. */
const LONGEST_NUMBER_BYTES = 9;

/** A `Decoder` for xz. */
export async function* decode(reader: ByteReader, budget: Budget): AsyncGenerator<Uint8Array> {
  const lzma2 = new Lzma2Decoder();
  for (;;) {
    const header = await reader.peek(STREAM_HEADER_BYTES);
    if (header.length === 0) return;
    const isBeginning = STREAM_MAGIC.every((byte, index) => index >= header.length || header[index] === byte);
    if (isBeginning && header.length < STREAM_HEADER_BYTES) throw truncated('xz', reader.position + header.length);
    if (!isBeginning) {
      throw new ContainerError(
        'archive-corrupt',
        `Bytes that are no xz data follow the xz data at byte ${reader.position}. They were searched as they stand.`,
        true,
      );
    }
    if (!startsStream(header) || crc32(header.subarray(6, 8)) !== readUint32(header, 8))
      throw corrupt('xz', 'the header is wrong', reader.position);
    const checkType = header[7] as number;
    reader.consume(STREAM_HEADER_BYTES);
    yield* decodeStream(reader, lzma2, checkType, budget.limits.windowBytes);
    await skipPadding(reader);
  }
}

async function* decodeStream(
  reader: ByteReader,
  lzma2: Lzma2Decoder,
  checkType: number,
  mostWindowBytes: number,
): AsyncGenerator<Uint8Array> {
  for (let blocks = 0; ; blocks += 1) {
    const words = (await reader.peek(1))[0];
    if (words === undefined) throw truncated('xz', reader.position);
    if (words === 0) {
      await readIndex(reader, blocks);
      const footer = await reader.takeExactly(STREAM_FOOTER_BYTES, 'xz');
      if (
        crc32(footer.subarray(4, 10)) !== readUint32(footer, 0) ||
        footer[9] !== checkType ||
        footer[10] !== 0x59 ||
        footer[11] !== 0x5a
      ) {
        throw corrupt('xz', 'the footer is wrong', reader.position);
      }
      return;
    }
    const header = await readHeader(reader, (words + 1) * 4, mostWindowBytes);
    yield* decodeBlock(reader, header, lzma2, new Check(checkType));
  }
}

async function readHeader(reader: ByteReader, headerBytes: number, mostWindowBytes: number): Promise<BlockHeader> {
  const bytes = await reader.takeExactly(headerBytes, 'xz');
  if (crc32(bytes.subarray(0, -4)) !== readUint32(bytes, headerBytes - 4))
    throw corrupt('xz', 'a block header is wrong', reader.position);
  const header = readBlockHeader(bytes.subarray(1, -4));
  if ('filter' in header) {
    if (header.filter === null) throw corrupt('xz', 'a block header is wrong', reader.position);
    throw unsupported('xz', `it was made with the filter ${header.filter}`);
  }
  if (header.dictionaryBytes > mostWindowBytes) {
    throw unsupported(
      'xz',
      `it takes ${header.dictionaryBytes} bytes of memory to look back, and ${mostWindowBytes} are allowed`,
    );
  }
  return header;
}

async function* decodeBlock(
  reader: ByteReader,
  header: BlockHeader,
  lzma2: Lzma2Decoder,
  check: Check,
): AsyncGenerator<Uint8Array> {
  const start = reader.position;
  let length = 0;
  for await (const content of lzma2.decode(reader, header.dictionaryBytes)) {
    check.update(content);
    length += content.length;
    yield content;
  }
  const padding = (4 - ((reader.position - start) % 4)) % 4;
  const stored = await reader.takeExactly(padding + check.length, 'xz');
  if (!check.matches(stored.subarray(padding)))
    throw corrupt('xz', 'the check of a block does not match', reader.position);
  if (header.contentBytes !== null && header.contentBytes !== length)
    throw corrupt('xz', 'the length does not match', reader.position);
}

/** Reads past the index, which must have a record for each block. */
async function readIndex(reader: ByteReader, blocks: number): Promise<void> {
  const start = reader.position;
  let checksum = crc32(await reader.takeExactly(1, 'xz'));
  for (let number = -1; number < 2 * blocks; number += 1) {
    const bytes = await reader.peek(LONGEST_NUMBER_BYTES);
    const numbers = new VarintReader(bytes, 0);
    const value = numbers.next();
    if (numbers.isBad && bytes.length < LONGEST_NUMBER_BYTES) throw truncated('xz', reader.position);
    if (numbers.isBad || (number === -1 && value !== blocks))
      throw corrupt('xz', 'the index is wrong', reader.position);
    checksum = crc32(bytes.subarray(0, numbers.at), checksum);
    reader.consume(numbers.at);
  }
  const padding = (4 - ((reader.position - start) % 4)) % 4;
  if (padding > 0) checksum = crc32(await reader.takeExactly(padding, 'xz'), checksum);
  if (readUint32(await reader.takeExactly(4, 'xz'), 0) !== checksum)
    throw corrupt('xz', 'the index is wrong', reader.position);
}

/** Zeros may stand between streams and at the end, four at a time. */
async function skipPadding(reader: ByteReader): Promise<void> {
  for (;;) {
    const word = await reader.peek(4);
    if (word.length === 0 || readUint32(word, 0) !== 0) return;
    if (word.length < 4) throw truncated('xz', reader.position + word.length);
    reader.consume(4);
  }
}
