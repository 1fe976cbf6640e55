/** From bzip2 streams to what they hold. */
import type { ByteReader } from '../byte-reader.js';
import { ContainerError, corrupt, truncated } from '../container-error.js';
import { BitSource, OutOfBits } from './bit-source.js';
import { BadBlock, BlockSpace, decodeBlock, type Block } from './block.js';
import { BlockUnpacker } from './block-unpacker.js';
import { BLOCK_MAGIC, END_MAGIC, HEADER_BYTES, levelOf } from './starts-stream.js';

/** A block of random bytes, packed, and more than that: 20 bits for each of 900,000 bytes, and the tables. */
const USUAL_BLOCK_BYTES = 1_000_000;
const LONGEST_BLOCK_BYTES = 2_400_000;

/** A `Decoder` for bzip2. */
export async function* decode(reader: ByteReader): AsyncGenerator<Uint8Array> {
  const space = new BlockSpace();
  const unpacker = new BlockUnpacker();
  for (let isFirst = true; ; isFirst = false) {
    const header = await reader.peek(HEADER_BYTES);
    if (header.length === 0 && !isFirst) return;
    const level = levelOf(header);
    if (level === 0) {
      if (header.length < HEADER_BYTES && 'BZh'.startsWith(Buffer.from(header).toString('latin1'))) {
        throw truncated('bzip2', reader.position);
      }
      throw new ContainerError(
        'archive-corrupt',
        `Bytes that are no bzip2 data follow the bzip2 data at byte ${reader.position}. They were searched as they stand.`,
        true,
      );
    }
    reader.consume(HEADER_BYTES);
    space.setLevel(level);
    yield* decodeStream(reader, space, unpacker);
  }
}

async function* decodeStream(
  reader: ByteReader,
  space: BlockSpace,
  unpacker: BlockUnpacker,
): AsyncGenerator<Uint8Array> {
  let skipBits = 0;
  let checksums = 0;
  for (;;) {
    const { bits, block } = await nextBlock(reader, skipBits, space);
    if (block === null) {
      const claimed = bits.read32();
      if (bits.position > bits.bytes.length * 8) throw truncated('bzip2', reader.position + bits.bytes.length);
      reader.consume(Math.ceil(bits.position / 8));
      if (claimed !== checksums) throw corrupt('bzip2', 'the checksum does not match', reader.position);
      return;
    }
    const { position } = bits;
    unpacker.start(block, space);
    for (let piece = unpacker.next(); piece.length > 0; piece = unpacker.next()) yield piece;
    const { checksum } = unpacker;
    reader.consume(position >> 3);
    skipBits = position & 7;
    if (checksum !== block.checksum) throw corrupt('bzip2', 'the checksum of a block does not match', reader.position);
    checksums = (((checksums << 1) | (checksums >>> 31)) ^ checksum) >>> 0;
  }
}

/** Decodes what comes next, with as much of the input as that takes; `block` is null at the end of the stream. */
async function nextBlock(
  reader: ByteReader,
  skipBits: number,
  space: BlockSpace,
): Promise<{ bits: BitSource; block: Block | null }> {
  for (const wanted of [USUAL_BLOCK_BYTES, LONGEST_BLOCK_BYTES]) {
    const bytes = await reader.peek(wanted);
    const bits = new BitSource(bytes, skipBits);
    const magic = [bits.read(24), bits.read(24)];
    try {
      bits.check();
      if (magic[0] === END_MAGIC[0] && magic[1] === END_MAGIC[1]) return { bits, block: null };
      if (magic[0] !== BLOCK_MAGIC[0] || magic[1] !== BLOCK_MAGIC[1]) throw new BadBlock('no block starts here');
      return { bits, block: decodeBlock(bits, space) };
    } catch (error) {
      if (error instanceof BadBlock) throw corrupt('bzip2', error.message, reader.position);
      if (!(error instanceof OutOfBits)) throw error;
      if (bytes.length < wanted) throw truncated('bzip2', reader.position + bytes.length);
    }
  }
  throw corrupt('bzip2', 'a block is longer than it may be', reader.position);
}
