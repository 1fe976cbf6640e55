/** xxHash32 with seed 0: the checksums of lz4 frames. */

const PRIME_1 = 0x9e3779b1 | 0;
const PRIME_2 = 0x85ebca77 | 0;
const PRIME_3 = 0xc2b2ae3d | 0;
const PRIME_4 = 0x27d4eb2f | 0;
const PRIME_5 = 0x165667b1 | 0;
const STRIPE_BYTES = 16;

/** Hashes bytes that come in pieces. */
export class Xxhash32 {
  readonly #lanes = Int32Array.of(PRIME_1 + PRIME_2, PRIME_2, 0, -PRIME_1);
  readonly #pending = new Uint8Array(STRIPE_BYTES);
  #pendingBytes = 0;
  #total = 0;

  /** Takes in the next piece. */
  update(bytes: Uint8Array): this {
    this.#total += bytes.length;
    let at = 0;
    if (this.#pendingBytes > 0) {
      at = Math.min(bytes.length, STRIPE_BYTES - this.#pendingBytes);
      this.#pending.set(bytes.subarray(0, at), this.#pendingBytes);
      this.#pendingBytes += at;
      if (this.#pendingBytes < STRIPE_BYTES) return this;
      addStripes(this.#lanes, this.#pending, 0, STRIPE_BYTES);
      this.#pendingBytes = 0;
    }
    const end = bytes.length - ((bytes.length - at) % STRIPE_BYTES);
    addStripes(this.#lanes, bytes, at, end);
    this.#pending.set(bytes.subarray(end));
    this.#pendingBytes = bytes.length - end;
    return this;
  }

  /** The hash of all pieces, unsigned. */
  digest(): number {
    const [a, b, c, d] = this.#lanes as unknown as [number, number, number, number];
    let hash = this.#total >= STRIPE_BYTES ? rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18) : PRIME_5;
    hash = (hash + this.#total) | 0;
    const view = new DataView(this.#pending.buffer);
    let at = 0;
    for (; at + 4 <= this.#pendingBytes; at += 4) {
      hash = Math.imul(rotate((hash + Math.imul(view.getInt32(at, true), PRIME_3)) | 0, 17), PRIME_4);
    }
    for (; at < this.#pendingBytes; at += 1) {
      hash = Math.imul(rotate((hash + Math.imul(view.getUint8(at), PRIME_5)) | 0, 11), PRIME_1);
    }
    hash = Math.imul(hash ^ (hash >>> 15), PRIME_2);
    hash = Math.imul(hash ^ (hash >>> 13), PRIME_3);
    return (hash ^ (hash >>> 16)) >>> 0;
  }
}

function addStripes(lanes: Int32Array, bytes: Uint8Array, start: number, end: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = start; at < end; at += STRIPE_BYTES) {
    for (let lane = 0; lane < 4; lane += 1) {
      const sum = ((lanes[lane] as number) + Math.imul(view.getInt32(at + lane * 4, true), PRIME_2)) | 0;
      lanes[lane] = Math.imul(rotate(sum, 13), PRIME_1);
    }
  }
}

function rotate(value: number, turns: number): number {
  return (value << turns) | (value >>> (32 - turns));
}
