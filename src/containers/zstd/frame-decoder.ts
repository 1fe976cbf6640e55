/** Decodes the blocks of one zstd frame. */
import { SlidingWindow } from '../sliding-window.js';
import { BadFrame } from './bad-frame.js';
import { BlockBytes, BLOCK_BYTES } from './block-bytes.js';
import type { FrameHeader } from './frame-header.js';
import { LiteralsDecoder } from './literals.js';
import { SequenceDecoder } from './sequence-decoder.js';
import { Xxhash64 } from './xxhash64.js';

/** A block of one byte, which its content repeats. */
export const RUN_BLOCK = 1;
const RAW_BLOCK = 0;
const PACKED_BLOCK = 2;

/**
 * Decodes frame after frame. It holds what one block leaves for the next: the window, the last tables, the last
 * offsets, the checksum. Made once for a file, because files of a million tiny frames exist.
 */
export class FrameDecoder {
  readonly #window = new SlidingWindow();
  readonly #block = new BlockBytes();
  readonly #literals = new LiteralsDecoder();
  readonly #sequences = new SequenceDecoder();
  #checksum: Xxhash64 | null = null;
  /** Bytes decoded so far in this frame. */
  bytesOut = 0;

  /** Starts a frame, with nothing left of the last. */
  start(header: FrameHeader): void {
    this.#window.reset(header.windowBytes);
    this.#literals.reset();
    this.#sequences.reset();
    this.#checksum = header.hasChecksum ? new Xxhash64() : null;
    this.bytesOut = 0;
  }

  /** The low half of the content's hash, or null when the frame does not carry it. */
  get checksum(): number | null {
    return this.#checksum?.low32() ?? null;
  }

  /**
   * Decodes one block of `size` as its header says: the length of its content for `RUN_BLOCK`, else that of `bytes`.
   * The view that it gives is valid until the next call. Throws `BadFrame`.
   */
  decode(type: number, size: number, bytes: Uint8Array): Uint8Array {
    const window = this.#window;
    window.makeRoom(type === PACKED_BLOCK ? BLOCK_BYTES : size);
    const start = window.end;
    if (type === RAW_BLOCK) {
      window.bytes.set(bytes, start);
      window.end += size;
    } else if (type === RUN_BLOCK) {
      window.bytes.fill(bytes[0] as number, start, start + size);
      window.end += size;
    } else if (type === PACKED_BLOCK) {
      this.#block.fill(bytes);
      const at = this.#literals.decode(this.#block);
      this.#sequences.decode(this.#block, at, this.#literals, window);
    } else {
      throw new BadFrame('a block is of no known type');
    }
    const content = window.bytes.subarray(start, window.end);
    this.#checksum?.update(content);
    this.bytesOut += content.length;
    return content;
  }
}
