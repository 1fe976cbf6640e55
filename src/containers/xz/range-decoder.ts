/**
 * The range decoder of LZMA: bits out of bytes, each by a probability that learns. The methods that read several bits
 * keep everything in variables, which is what makes them fast.
 */

/** Probabilities have 11 bits and move by a 32nd of the way. */
const MODEL_BITS = 11;
const MODEL_TOTAL = 1 << MODEL_BITS;
const MOVE_BITS = 5;
/** What every probability starts with: even odds. */
export const EVEN_ODDS = MODEL_TOTAL >> 1;
/** Bytes that `start` takes. */
export const RANGE_HEADER_BYTES = 5;

/** Reads from `bytes`; past its end it reads zeros, and `at` tells. */
export class RangeDecoder {
  readonly #probabilities: Uint16Array;
  #bytes: Uint8Array = new Uint8Array(0);
  #range = 0;
  #code = 0;
  /** The next byte. */
  at = 0;

  constructor(probabilities: Uint16Array) {
    this.#probabilities = probabilities;
  }

  /** Starts anew on `bytes`; false when their first byte is not the zero it must be. */
  start(bytes: Uint8Array): boolean {
    this.#bytes = bytes;
    this.#range = -1;
    this.#code = 0;
    for (this.at = 1; this.at < RANGE_HEADER_BYTES; this.at += 1)
      this.#code = (this.#code << 8) | (bytes[this.at] ?? 0);
    return bytes[0] === 0;
  }

  /** True when nothing is left in the register, as at the end of a sound stream. */
  get isFinished(): boolean {
    return this.#code === 0;
  }

  /** One bit by the probability at `index`. */
  bit(index: number): number {
    const probability = this.#probabilities[index] as number;
    const bound = Math.imul(this.#range >>> MODEL_BITS, probability);
    let bit = 0;
    if (this.#code >>> 0 < bound >>> 0) {
      this.#range = bound;
      this.#probabilities[index] = probability + ((MODEL_TOTAL - probability) >> MOVE_BITS);
    } else {
      this.#range -= bound;
      this.#code = (this.#code - bound) | 0;
      this.#probabilities[index] = probability - (probability >> MOVE_BITS);
      bit = 1;
    }
    if (this.#range >>> 24 === 0) {
      this.#range <<= 8;
      this.#code = (this.#code << 8) | (this.#bytes[this.at++] ?? 0);
    }
    return bit;
  }

  /** A number below `size`, a power of 2, highest bit first, by a tree of probabilities at `base`. */
  tree(base: number, size: number): number {
    const probabilities = this.#probabilities;
    const bytes = this.#bytes;
    let range = this.#range;
    let code = this.#code;
    let at = this.at;
    let symbol = 1;
    while (symbol < size) {
      const index = base + symbol;
      const probability = probabilities[index] as number;
      const bound = Math.imul(range >>> MODEL_BITS, probability);
      if (code >>> 0 < bound >>> 0) {
        range = bound;
        probabilities[index] = probability + ((MODEL_TOTAL - probability) >> MOVE_BITS);
        symbol <<= 1;
      } else {
        range = (range - bound) | 0;
        code = (code - bound) | 0;
        probabilities[index] = probability - (probability >> MOVE_BITS);
        symbol = (symbol << 1) | 1;
      }
      if (range >>> 24 === 0) {
        range <<= 8;
        code = (code << 8) | (bytes[at++] ?? 0);
      }
    }
    this.#range = range;
    this.#code = code;
    this.at = at;
    return symbol - size;
  }

  /** A literal whose first bits are expected to be those of `match`, the byte where the last copy would go on. */
  literalLike(match: number, base: number): number {
    let symbol = 1;
    let expected = match;
    while (symbol < 0x100) {
      const hint = (expected >> 7) & 1;
      expected <<= 1;
      const bit = this.bit(base + ((1 + hint) << 8) + symbol);
      symbol = (symbol << 1) | bit;
      if (bit !== hint) return symbol >= 0x100 ? symbol - 0x100 : this.#restOfTree(base, symbol);
    }
    return symbol - 0x100;
  }

  /** A number of `width` bits, lowest bit first. */
  reverseTree(base: number, width: number): number {
    let symbol = 1;
    let value = 0;
    for (let index = 0; index < width; index += 1) {
      const bit = this.bit(base + symbol);
      symbol = (symbol << 1) | bit;
      value |= bit << index;
    }
    return value;
  }

  /** A number of `width` bits at even odds, unsigned. */
  direct(width: number): number {
    let value = 0;
    for (let left = width; left > 0; left -= 1) {
      this.#range >>>= 1;
      const isOne = this.#code >>> 0 >= this.#range >>> 0;
      if (isOne) this.#code = (this.#code - this.#range) | 0;
      value = value * 2 + (isOne ? 1 : 0);
      if (this.#range >>> 24 === 0) {
        this.#range <<= 8;
        this.#code = (this.#code << 8) | (this.#bytes[this.at++] ?? 0);
      }
    }
    return value;
  }

  #restOfTree(base: number, start: number): number {
    let symbol = start;
    while (symbol < 0x100) symbol = (symbol << 1) | this.bit(base + symbol);
    return symbol - 0x100;
  }
}
