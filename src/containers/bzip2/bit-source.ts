/** Bits of a byte string, first bit first, as bzip2 writes them. */

/** Thrown when the bytes ran out; the caller may have more of them. */
export class OutOfBits extends Error {}

/**
 * Reads up to 24 bits at a time. The fields are open so that a hot loop can hold them in variables; past the end it
 * reads zeros, and `check` tells.
 */
export class BitSource {
  readonly bytes: Uint8Array;
  /** The next byte to load. */
  at: number;
  /** Loaded bits; the lowest `count` of them are still to be read. */
  buffer = 0;
  count = 0;

  /** Starts `skipBits` (0 to 7) into the first byte. */
  constructor(bytes: Uint8Array, skipBits: number) {
    this.bytes = bytes;
    this.at = 0;
    if (skipBits > 0) this.read(skipBits);
  }

  /** The next `width` bits, 1 to 24, as a number. */
  read(width: number): number {
    while (this.count < width) {
      this.buffer = (this.buffer << 8) | (this.bytes[this.at] ?? 0);
      this.at += 1;
      this.count += 8;
    }
    this.count -= width;
    return (this.buffer >>> this.count) & ((1 << width) - 1);
  }

  /** The next 32 bits, unsigned. */
  read32(): number {
    return this.read(16) * 0x10000 + this.read(16);
  }

  /** Bits read so far, the skipped ones included. */
  get position(): number {
    return this.at * 8 - this.count;
  }

  /** Throws `OutOfBits` when bits were read that are not there. */
  check(): void {
    if (this.position > this.bytes.length * 8) throw new OutOfBits();
  }
}
