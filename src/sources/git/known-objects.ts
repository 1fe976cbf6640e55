/** Objects that need no search, because an earlier run searched them. */
import type { PackLayout } from '../../model/pack-layout.js';
import type { PackIndex } from './pack/pack-index.js';

/** Answers by names, which are sorted and lie one after the other. */
export class KnownObjects {
  readonly #names: Buffer;
  readonly #hashBytes: number;

  /** @param names ascending, `hashBytes` bytes each */
  constructor(names: Uint8Array, hashBytes: number) {
    this.#names = Buffer.from(names.buffer, names.byteOffset, names.length);
    this.#hashBytes = hashBytes;
  }

  /** Is the object of this name, in hex, among them? */
  has(name: string): boolean {
    const wanted = Buffer.from(name, 'hex');
    const bytes = this.#hashBytes;
    let low = 0;
    let high = this.#names.length / bytes;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = wanted.compare(this.#names, middle * bytes, (middle + 1) * bytes);
      if (order === 0) return true;
      if (order < 0) high = middle;
      else low = middle + 1;
    }
    return false;
  }

  /** For every entry of a pack: not 0 when its object is among them. Null when none is. */
  entriesIn(layout: PackLayout, index: PackIndex): Uint8Array | null {
    const bytes = this.#hashBytes;
    const isKnown = new Uint8Array(layout.count);
    const name = Buffer.alloc(bytes);
    let at = 0;
    let count = 0;
    // Both lists ascend.
    for (let position = 0; position < layout.count && at < this.#names.length; position += 1) {
      index.copyName(position, name, 0);
      while (at < this.#names.length && name.compare(this.#names, at, at + bytes) > 0) at += bytes;
      if (at < this.#names.length && name.compare(this.#names, at, at + bytes) === 0) {
        isKnown[position] = 1;
        count += 1;
      }
    }
    if (count === 0) return null;
    const entries = new Uint8Array(new SharedArrayBuffer(layout.count));
    for (let entry = 0; entry < layout.count; entry += 1)
      entries[entry] = isKnown[layout.positions[entry] as number] as number;
    return entries;
  }
}
