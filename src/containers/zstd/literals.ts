/** The literals section of a zstd block, RFC 8878 §3.1.1.3.1. */
import { BadFrame } from './bad-frame.js';
import { decodeStream, readHuffmanTable, type HuffmanTable } from './huffman-table.js';
import { type BlockBytes, BLOCK_BYTES } from './block-bytes.js';

const RAW = 0;
const RUN = 1;
const WITH_TREE = 2;

/** Decodes the literals of one block after the other; a block may use the tree of the one before. */
export class LiteralsDecoder {
  /** The literals of the last block: the first `length` bytes. */
  readonly bytes = new Uint8Array(BLOCK_BYTES);
  length = 0;
  #table: HuffmanTable | null = null;

  /** Forgets the last tree. */
  reset(): void {
    this.#table = null;
  }

  /** Decodes the section at the start of the block; gives where it ends. */
  decode(block: BlockBytes): number {
    const { bytes, start, end } = block;
    const head = bytes[start] as number;
    const type = head & 3;
    const format = (head >> 2) & 3;
    if (type === RAW || type === RUN) return this.#copy(block, type, head, format);
    const headBytes = [3, 3, 4, 5][format] as number;
    // Two numbers of 10, 10, 14 or 18 bits behind four bits of type and format.
    const width = [10, 10, 14, 18][format] as number;
    const low = block.view.getUint32(start, true);
    const high = bytes[start + 4] as number;
    this.length = (low >>> 4) & ((1 << width) - 1);
    const size = width === 18 ? (low >>> 22) + high * 1024 : (low >>> (4 + width)) & ((1 << width) - 1);
    let at = start + headBytes;
    const streamsEnd = at + size;
    if (streamsEnd > end || this.length > BLOCK_BYTES) throw new BadFrame('literals are longer than their block');
    if (type === WITH_TREE) {
      const tree = readHuffmanTable(bytes.subarray(0, streamsEnd), at);
      this.#table = tree.table;
      at = tree.end;
    }
    if (this.#table === null) throw new BadFrame('a tree is missing');
    if (format === 0) decodeStream(this.#table, block.view, at, streamsEnd, this.bytes, 0, this.length);
    else this.#decodeFour(this.#table, block.view, at, streamsEnd);
    return streamsEnd;
  }

  #copy({ bytes, start, end }: BlockBytes, type: number, head: number, format: number): number {
    const headBytes = [1, 2, 1, 3][format] as number;
    this.length =
      headBytes === 1
        ? head >> 3
        : (head >> 4) + (bytes[start + 1] as number) * 16 + (headBytes === 3 ? (bytes[start + 2] as number) * 4096 : 0);
    const at = start + headBytes;
    const next = at + (type === RUN ? 1 : this.length);
    if (next > end || this.length > BLOCK_BYTES) throw new BadFrame('literals are longer than their block');
    if (type === RUN) this.bytes.fill(bytes[at] as number, 0, this.length);
    else this.bytes.set(bytes.subarray(at, next));
    return next;
  }

  #decodeFour(table: HuffmanTable, view: DataView, at: number, end: number): void {
    const quarter = (this.length + 3) >> 2;
    let start = at + 6;
    if (start > end || quarter * 3 > this.length) throw new BadFrame('streams are longer than their block');
    for (let stream = 0; stream < 4; stream += 1) {
      const streamEnd = stream === 3 ? end : start + view.getUint16(at + 2 * stream, true);
      if (streamEnd > end) throw new BadFrame('streams are longer than their block');
      const to = stream === 3 ? this.length : quarter * (stream + 1);
      decodeStream(table, view, start, streamEnd, this.bytes, quarter * stream, to);
      start = streamEnd;
    }
  }
}
