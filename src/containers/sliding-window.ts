/** Output that a decoder looks back into: the last bytes it made, in one piece of memory that never outgrows them. */

/** Room for new output beside the history: sliding less often costs memory, more often costs copying. */
const LEAST_ROOM_BYTES = 1024 * 1024;
const FIRST_BYTES = 64 * 1024;

/**
 * A decoder calls `makeRoom`, writes into `bytes` from `end` on, and moves `end`. Memory is taken as output comes, so
 * a header that asks for much and brings little costs little.
 */
export class SlidingWindow {
  /** Changes with `makeRoom`. */
  bytes: Uint8Array = new Uint8Array(0);
  /** Where the next byte goes. Below it stands the history: all output so far, or at least the last `size` bytes. */
  end = 0;
  #size = 0;

  /** Starts anew: `size` is how far a decoder may look back, in bytes. Memory is kept unless it is much too large. */
  reset(size: number): void {
    this.#size = size;
    this.end = 0;
    if (this.bytes.length > 2 * this.#most(0)) this.bytes = new Uint8Array(0);
  }

  /** Sees to it that `count` bytes can be written at `end`. */
  makeRoom(count: number): void {
    const needed = this.end + count;
    if (needed <= this.bytes.length) return;
    const most = this.#most(count);
    if (this.bytes.length < most) {
      const roomier = new Uint8Array(Math.min(most, Math.max(needed, 2 * this.bytes.length, FIRST_BYTES)));
      const from = needed <= roomier.length ? 0 : this.end - this.#size;
      roomier.set(this.bytes.subarray(from, this.end));
      this.bytes = roomier;
      this.end -= from;
    } else {
      this.bytes.copyWithin(0, this.end - this.#size, this.end);
      this.end = this.#size;
    }
  }

  #most(count: number): number {
    return this.#size + Math.max(count, LEAST_ROOM_BYTES, this.#size >> 3);
  }
}
