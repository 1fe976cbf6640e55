/** bzip2: streams one after another (pbzip2 writes thousands), read as one content. */
import { BitSource, OutOfBits } from './bzip2/bit-source.js';
import { BadBlock, BlockSpace, decodeBlock, type Block } from './bzip2/block.js';
import { BlockUnpacker } from './bzip2/block-unpacker.js';
import type { ByteReader } from './byte-reader.js';
import type { Container } from './container.js';
import { ContainerError, corrupt, truncated } from './container-error.js';
import { openWith } from './decoder.js';

const HEADER_BYTES = 4;
/** The digits of pi before a block, those of its square root at the end of a stream: 48 bits, in halves. */
const BLOCK_MAGIC = [0x314159, 0x265359] as const;
const END_MAGIC = [0x177245, 0x385090] as const;
/** A block of random bytes, packed, and more than that: 20 bits for each of 900,000 bytes, and the tables. */
const USUAL_BLOCK_BYTES = 1_000_000;
const LONGEST_BLOCK_BYTES = 2_400_000;

/** Opens bzip2 files, with several streams too. */
export const bzip2: Container = {
  id: 'bzip2',
  kind: 'compressed',
  magicBytes: HEADER_BYTES + 6,
  firstBytes: [0x42],
  matches: (head) => {
    if (head.length < HEADER_BYTES + 6 || levelOf(head) === 0) return false;
    const magic = head.subarray(HEADER_BYTES);
    return startsWith(magic, BLOCK_MAGIC) || startsWith(magic, END_MAGIC);
  },
  open: openWith('bzip2', decode),
};

async function* decode(reader: ByteReader): AsyncGenerator<Uint8Array> {
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

/** 1 to 9, or 0 when the bytes are no header. */
function levelOf(head: Uint8Array): number {
  const level = (head[3] ?? 0) - 0x30;
  return head[0] === 0x42 && head[1] === 0x5a && head[2] === 0x68 && level >= 1 && level <= 9 ? level : 0;
}

function startsWith(bytes: Uint8Array, magic: readonly [number, number]): boolean {
  const bits = new BitSource(bytes, 0);
  return bits.read(24) === magic[0] && bits.read(24) === magic[1];
}
