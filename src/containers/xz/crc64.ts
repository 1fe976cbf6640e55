/** CRC-64 as xz uses it: ECMA-182's polynomial, lowest bit first; in 32-bit halves. */

const LOW = new Int32Array(256);
const HIGH = new Int32Array(256);
for (let index = 0; index < 256; index += 1) {
  let low = index;
  let high = 0;
  for (let bit = 0; bit < 8; bit += 1) {
    const isOdd = (low & 1) === 1;
    low = (low >>> 1) | (high << 31);
    high >>>= 1;
    if (isOdd) {
      low ^= 0xd7870f42;
      high ^= 0xc96c5795;
    }
  }
  LOW[index] = low;
  HIGH[index] = high;
}

/** Sums bytes that come in pieces. */
export class Crc64 {
  #low = -1;
  #high = -1;

  /** Takes in the next piece. */
  update(bytes: Uint8Array): void {
    let low = this.#low;
    let high = this.#high;
    for (let at = 0; at < bytes.length; at += 1) {
      const index = (low ^ (bytes[at] as number)) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ (LOW[index] as number);
      high = (high >>> 8) ^ (HIGH[index] as number);
    }
    this.#low = low;
    this.#high = high;
  }

  /** The sum of all pieces: low half, high half, unsigned. */
  digest(): readonly [number, number] {
    return [~this.#low >>> 0, ~this.#high >>> 0];
  }
}
