/** The last step of bzip2: walks a block's chain and undoes the first run-length code, with the checksum. */
import type { Block, BlockSpace } from './block.js';

const OUTPUT_BYTES = 64 * 1024;
/** A run may overshoot by what its count says. */
const LONGEST_RUN = 255;
/** Four equal bytes are followed by a count of more of them. */
const RUN_BYTES = 4;
/** CRC-32 with the highest bit first, polynomial 0x04c11db7. */
const TABLE = Int32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit += 1) value = (value << 1) ^ (value < 0 ? 0x04c11db7 : 0);
  return value;
});

/** Unpacks block after block, piece by piece, into one buffer that is used again and again. */
export class BlockUnpacker {
  #chain = new Uint32Array(0);
  readonly #output = new Uint8Array(OUTPUT_BYTES + LONGEST_RUN);
  #left = 0;
  #place = 0;
  #checksum = -1;
  #last = -1;
  #equal = 0;

  /** Starts a block that was decoded into `space`. */
  start(block: Block, space: BlockSpace): void {
    this.#chain = space.chain;
    this.#left = block.length;
    this.#place = block.start;
    this.#checksum = -1;
    this.#last = -1;
    this.#equal = 0;
  }

  /** The checksum of what was unpacked so far, unsigned. */
  get checksum(): number {
    return ~this.#checksum >>> 0;
  }

  /** The next piece; empty at the end of the block. Valid until the next call. */
  next(): Uint8Array {
    const chain = this.#chain;
    const output = this.#output;
    let filled = 0;
    let place = this.#place;
    let last = this.#last;
    let equal = this.#equal;
    let left = this.#left;
    for (; left > 0 && filled < OUTPUT_BYTES; left -= 1) {
      const link = chain[place] as number;
      const value = link & 0xff;
      place = link >>> 8;
      if (equal === RUN_BYTES) {
        output.fill(last, filled, filled + value);
        filled += value;
        equal = 0;
        last = -1;
      } else {
        output[filled++] = value;
        equal = value === last ? equal + 1 : 1;
        last = value;
      }
    }
    this.#place = place;
    this.#last = last;
    this.#equal = equal;
    this.#left = left;
    const piece = output.subarray(0, filled);
    this.#checksum = addToChecksum(this.#checksum, piece);
    return piece;
  }
}

function addToChecksum(checksum: number, bytes: Uint8Array): number {
  let sum = checksum;
  for (let at = 0; at < bytes.length; at += 1)
    sum = (sum << 8) ^ (TABLE[(sum >>> 24) ^ (bytes[at] as number)] as number);
  return sum;
}
