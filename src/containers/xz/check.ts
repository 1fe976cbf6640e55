/** The checks that a block of an xz stream may end with. */
import { crc32 } from 'node:zlib';
import { readUint32 } from '../read-uint.js';
import { Crc64 } from './crc64.js';

const CRC32 = 1;
const CRC64 = 4;
/** By type of check, 0 to 15 (xz file format §2.1.1.2). */
const CHECK_BYTES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];

/** Sums what comes out of a block. SHA-256 and the types to come are read, but not compared. */
export class Check {
  readonly #type: number;
  readonly #crc64: Crc64 | null;
  #crc32 = 0;

  /** `type` as the stream's flags say, 0 to 15. */
  constructor(type: number) {
    this.#type = type;
    this.#crc64 = type === CRC64 ? new Crc64() : null;
  }

  /** How many bytes it takes in the stream. */
  get length(): number {
    return CHECK_BYTES[this.#type] ?? 0;
  }

  /** Takes in the next piece. */
  update(bytes: Uint8Array): void {
    if (this.#type === CRC32) this.#crc32 = crc32(bytes, this.#crc32);
    this.#crc64?.update(bytes);
  }

  /** False when `stored`, the bytes in the stream, say otherwise. */
  matches(stored: Uint8Array): boolean {
    if (this.#type === CRC32) return readUint32(stored, 0) === this.#crc32;
    const [low, high] = this.#crc64?.digest() ?? [0, 0];
    return this.#crc64 === null || (readUint32(stored, 0) === low && readUint32(stored, 4) === high);
  }
}
