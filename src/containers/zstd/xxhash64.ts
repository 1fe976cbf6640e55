/** xxHash64 with seed 0, whose low half ends a zstd frame. Stripes in 32-bit halves for speed, the last steps in BigInt. */

const PRIME_1 = 0x9e3779b185ebca87n;
const PRIME_2 = 0xc2b2ae3d27d4eb4fn;
const PRIME_3 = 0x165667b19e3779f9n;
const PRIME_4 = 0x85ebca77c2b2ae63n;
const PRIME_5 = 0x27d4eb2f165667c5n;
const [P1_HIGH, P1_LOW] = halves(PRIME_1);
const [P2_HIGH, P2_LOW] = halves(PRIME_2);
const STRIPE_BYTES = 32;

/** Hashes bytes that come in pieces. */
export class Xxhash64 {
  /** Four lanes of 64 bits: high half, low half. */
  readonly #lanes = Int32Array.of(...halves(PRIME_1 + PRIME_2), P2_HIGH, P2_LOW, 0, 0, ...halves(-PRIME_1));
  readonly #pending = new Uint8Array(STRIPE_BYTES);
  #pendingBytes = 0;
  #total = 0;

  /** Takes in the next piece. */
  update(bytes: Uint8Array): void {
    this.#total += bytes.length;
    let at = 0;
    if (this.#pendingBytes > 0) {
      at = Math.min(bytes.length, STRIPE_BYTES - this.#pendingBytes);
      this.#pending.set(bytes.subarray(0, at), this.#pendingBytes);
      this.#pendingBytes += at;
      if (this.#pendingBytes < STRIPE_BYTES) return;
      addStripes(this.#lanes, this.#pending, 0, STRIPE_BYTES);
      this.#pendingBytes = 0;
    }
    const end = bytes.length - ((bytes.length - at) % STRIPE_BYTES);
    addStripes(this.#lanes, bytes, at, end);
    this.#pending.set(bytes.subarray(end));
    this.#pendingBytes = bytes.length - end;
  }

  /** The low 32 bits of the hash of all pieces, unsigned. */
  low32(): number {
    let hash = this.#total >= STRIPE_BYTES ? this.#mergeLanes() : PRIME_5;
    hash += BigInt(this.#total);
    const rest = this.#pending.subarray(0, this.#pendingBytes);
    const view = new DataView(rest.buffer, 0, rest.length);
    let at = 0;
    for (; at + 8 <= rest.length; at += 8) {
      hash ^= round(0n, view.getBigUint64(at, true));
      hash = word(rotate(word(hash), 27n) * PRIME_1 + PRIME_4);
    }
    for (; at + 4 <= rest.length; at += 4) {
      hash ^= word(BigInt(view.getUint32(at, true)) * PRIME_1);
      hash = word(rotate(word(hash), 23n) * PRIME_2 + PRIME_3);
    }
    for (; at < rest.length; at += 1) {
      hash ^= word(BigInt(view.getUint8(at)) * PRIME_5);
      hash = word(rotate(word(hash), 11n) * PRIME_1);
    }
    hash = word(hash);
    hash = word((hash ^ (hash >> 33n)) * PRIME_2);
    hash = word((hash ^ (hash >> 29n)) * PRIME_3);
    return Number((hash ^ (hash >> 32n)) & 0xffffffffn);
  }

  #mergeLanes(): bigint {
    const lanes = [0, 2, 4, 6].map(
      (at) => (BigInt((this.#lanes[at] as number) >>> 0) << 32n) | BigInt((this.#lanes[at + 1] as number) >>> 0),
    );
    const turns = [1n, 7n, 12n, 18n];
    let hash = word(lanes.reduce((sum, lane, index) => sum + rotate(lane, turns[index] as bigint), 0n));
    for (const lane of lanes) hash = word((hash ^ round(0n, lane)) * PRIME_1 + PRIME_4);
    return hash;
  }
}

/** Adds whole stripes; each lane takes 8 bytes of each: lane = rotate(lane + bytes × P2, 31) × P1. */
function addStripes(lanes: Int32Array, bytes: Uint8Array, start: number, end: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = start; at < end; at += STRIPE_BYTES) {
    for (let lane = 0; lane < 4; lane += 1) {
      const low = view.getInt32(at + lane * 8, true);
      const high = view.getInt32(at + lane * 8 + 4, true);
      const productLow = Math.imul(low, P2_LOW);
      const productHigh = (highOfProduct(low, P2_LOW) + Math.imul(high, P2_LOW) + Math.imul(low, P2_HIGH)) | 0;
      const sumLow = ((lanes[lane * 2 + 1] as number) + productLow) | 0;
      const carry = sumLow >>> 0 < productLow >>> 0 ? 1 : 0;
      const sumHigh = ((lanes[lane * 2] as number) + productHigh + carry) | 0;
      const turnedHigh = (sumHigh << 31) | (sumLow >>> 1);
      const turnedLow = (sumLow << 31) | (sumHigh >>> 1);
      lanes[lane * 2] =
        (highOfProduct(turnedLow, P1_LOW) + Math.imul(turnedHigh, P1_LOW) + Math.imul(turnedLow, P1_HIGH)) | 0;
      lanes[lane * 2 + 1] = Math.imul(turnedLow, P1_LOW);
    }
  }
}

/** The high half of the product of two unsigned 32-bit numbers. */
function highOfProduct(a: number, b: number): number {
  const lowA = a & 0xffff;
  const highA = a >>> 16;
  const lowB = b & 0xffff;
  const highB = b >>> 16;
  const middle = (Math.imul(highA, lowB) >>> 0) + (Math.imul(lowA, lowB) >>> 16);
  const other = (Math.imul(lowA, highB) >>> 0) + (middle & 0xffff);
  return (Math.imul(highA, highB) + (middle >>> 16) + (other >>> 16)) | 0;
}

function halves(value: bigint): readonly [number, number] {
  return [Number(BigInt.asIntN(32, value >> 32n)), Number(BigInt.asIntN(32, value))];
}

function word(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}

function rotate(value: bigint, turns: bigint): bigint {
  return word((value << turns) | (value >> (64n - turns)));
}

function round(lane: bigint, bytes: bigint): bigint {
  return word(rotate(word(lane + bytes * PRIME_2), 31n) * PRIME_1);
}
