/** The bytes of one compressed block, copied to where they can be read a word at a time beyond both ends. */

/** No block is longer, packed or not (RFC 8878 §3.1.1.2.4). */
export const BLOCK_BYTES = 128 * 1024;
/** One sequence reads at most 12 bytes past the start before that is noticed. */
const MARGIN_BYTES = 32;

/** Filled anew for every block. */
export class BlockBytes {
  readonly bytes = new Uint8Array(BLOCK_BYTES + 2 * MARGIN_BYTES);
  readonly view = new DataView(this.bytes.buffer);
  /** The block is `[start, end)` of `bytes`. */
  readonly start = MARGIN_BYTES;
  end = MARGIN_BYTES;

  /** Takes a block in. */
  fill(block: Uint8Array): void {
    this.bytes.set(block, this.start);
    this.end = this.start + block.length;
    this.bytes.fill(0, this.end, this.end + MARGIN_BYTES);
  }
}
