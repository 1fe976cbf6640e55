/** The index of a pack (gitformat-pack, "Original (version 1) pack-*.idx files" and "Version 2"): names and offsets. */
import { GitError } from '../git-error.js';

const FANOUT_BYTES = 256 * 4;
const MAGIC = 0xff744f63;
/** In version 2 an offset with this bit is a place in the table of 64-bit offsets. */
const LARGE = 0x80000000;

/** Looks into an index; bytes stay as they are in the file. */
export class PackIndex {
  /** Number of objects. */
  readonly count: number;
  readonly hashBytes: number;
  /** The whole file. */
  readonly bytes: Uint8Array;
  readonly #bytes: Buffer;
  readonly #isNew: boolean;
  readonly #fanout: number;
  readonly #names: number;
  /** Bytes from one name to the next. */
  readonly #stride: number;
  readonly #offsets: number;
  readonly #offsetStride: number;
  readonly #large: number;
  readonly #largeCount: number;

  /**
   * @param bytes the whole file
   * @param hashBytes 20 (SHA-1) or 32 (SHA-256)
   * @throws GitError when it is no index, or one that cannot be as long as it says
   */
  constructor(bytes: Uint8Array, hashBytes: number) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.bytes = bytes;
    this.hashBytes = hashBytes;
    const isNew = bytes.length >= 8 && this.#bytes.readUInt32BE(0) === MAGIC;
    this.#isNew = isNew;
    const head = isNew ? 8 : 0;
    if (isNew && this.#bytes.readUInt32BE(4) !== 2)
      throw new GitError('pack-corrupt', 'Its index is of an unknown version.');
    if (bytes.length < head + FANOUT_BYTES + 2 * hashBytes)
      throw new GitError('pack-corrupt', 'Its index is too short.');
    this.#fanout = head;
    this.count = this.#bytes.readUInt32BE(head + FANOUT_BYTES - 4);
    const start = head + FANOUT_BYTES;
    const end = bytes.length - 2 * hashBytes;
    this.#names = isNew ? start : start + 4;
    this.#stride = isNew ? hashBytes : hashBytes + 4;
    this.#offsets = isNew ? start + this.count * (hashBytes + 4) : start;
    this.#offsetStride = isNew ? 4 : hashBytes + 4;
    this.#large = isNew ? this.#offsets + this.count * 4 : end;
    this.#largeCount = Math.floor((end - this.#large) / 8);
    const least = isNew ? this.#large : start + this.count * (hashBytes + 4);
    if (least > end || !this.#hasSoundFanout()) {
      throw new GitError('pack-corrupt', 'Its index names more objects than it has room for.');
    }
  }

  #hasSoundFanout(): boolean {
    let before = 0;
    for (let byte = 0; byte < 256; byte += 1) {
      const here = this.#bytes.readUInt32BE(this.#fanout + byte * 4);
      if (here < before) return false;
      before = here;
    }
    return true;
  }

  /** Where the entry of the object at `position` starts in the pack; NaN when the index points outside of itself. */
  offset(position: number): number {
    const offset = this.#bytes.readUInt32BE(this.#offsets + position * this.#offsetStride);
    if (!this.#isNew || offset < LARGE) return offset;
    const large = offset - LARGE;
    if (large >= this.#largeCount) return Number.NaN;
    return Number(this.#bytes.readBigUInt64BE(this.#large + large * 8));
  }

  /** The name of the object at `position`, in lower-case hex. */
  name(position: number): string {
    const at = this.#names + position * this.#stride;
    return this.#bytes.toString('hex', at, at + this.hashBytes);
  }

  /** Where the name of the object at `position` stands in `bytes`. */
  nameAt(position: number): number {
    return this.#names + position * this.#stride;
  }

  /** Copies the name of the object at `position` to `target`. */
  copyName(position: number, target: Uint8Array, at: number): void {
    const from = this.nameAt(position);
    this.#bytes.copy(target, at, from, from + this.hashBytes);
  }

  /** The position of the object whose name is the bytes at `name[at…]`, or -1. */
  find(name: Uint8Array, at: number): number {
    const first = name[at] as number;
    let low = first === 0 ? 0 : this.#bytes.readUInt32BE(this.#fanout + (first - 1) * 4);
    let high = this.#bytes.readUInt32BE(this.#fanout + first * 4);
    while (low < high) {
      const middle = (low + high) >>> 1;
      const from = this.#names + middle * this.#stride;
      const order = this.#bytes.compare(name, at, at + this.hashBytes, from, from + this.hashBytes);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return -1;
  }
}
