/** Numbers names of objects, and finds them again in the bytes of trees. */
import type { NameColumns } from '../../../model/tree-columns.js';

/** A slot this far from where it belongs is given up: only names that were made to collide get there. */
const MOST_STEPS = 512;

const LEAST_SLOTS = 1024;

/** Four bits a slot. */
const BITS_SHARE = 8;

/** Names in the order in which they came: the first one is number 0. */
export class NameTable {
  /** Bytes of a name: 20 (SHA-1) or 32 (SHA-256). */
  readonly hashBytes: number;
  /** How many names there are. */
  count = 0;
  /** Some names could not be kept, because somebody made them collide. */
  isLossy = false;
  #names: Uint8Array;
  /** The first four bytes of every name. */
  #words: Uint32Array;
  /** Numbers, plus one; 0 where nothing is. */
  #slots: Int32Array;
  /** A bit for the start of every name, so few that they stay in a processor's cache: most questions end here. */
  #bits: Uint32Array;
  /** What of a name's first four bytes is not part of the number of its slot, and of its bit. */
  #slotShift: number;
  #bitShift: number;

  /** The name that is asked for in hex. */
  readonly #wanted: Buffer;

  /** `from`: about how many names will come, or what another table told as `columns`, to ask and not to add. */
  constructor(hashBytes: number, from: number | NameColumns = 0) {
    this.hashBytes = hashBytes;
    this.#wanted = Buffer.alloc(hashBytes);
    let slots = LEAST_SLOTS;
    while (typeof from === 'number' && slots < from * 2) slots *= 2;
    const { names, words, ...columns } = typeof from === 'number' ? emptyColumns(slots, hashBytes) : from;
    this.count = columns.count;
    this.#names = names;
    this.#words = words;
    this.#slots = columns.slots;
    this.#bits = columns.bits;
    this.#slotShift = shiftOf(this.#slots.length);
    this.#bitShift = shiftOf(this.#bits.length * 32);
  }

  /** All of it, for another thread; what is added later is not seen there for sure. */
  get columns(): NameColumns {
    const { hashBytes, count } = this;
    return { hashBytes, count, names: this.#names, words: this.#words, slots: this.#slots, bits: this.#bits };
  }

  /** The number of the name at `bytes[at…]`; it gets one when it has none. -1: there is no room for it. */
  add(bytes: Uint8Array, at: number): number {
    const found = this.find(bytes, at);
    if (found >= 0) return found;
    if (this.count >= this.#words.length) this.#grow();
    const number = this.count;
    const word = wordOf(bytes, at);
    if (!this.#place(number, word)) {
      this.isLossy = true;
      return -1;
    }
    this.#words[number] = word;
    const start = number * this.hashBytes;
    for (let index = 0; index < this.hashBytes; index += 1) this.#names[start + index] = bytes[at + index] as number;
    this.count += 1;
    return number;
  }

  /** The number of the name at `bytes[at…]`, which has to lie within; -1 when it has none. */
  find(bytes: Uint8Array, at: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const word = wordOf(bytes, at);
    const bit = word >>> this.#bitShift;
    if (((this.#bits[bit >>> 5] as number) & (1 << (bit & 31))) === 0) return -1;
    let slot = word >>> this.#slotShift;
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const number = (slots[slot] as number) - 1;
      if (number < 0) return -1;
      if (this.#words[number] === word && this.#is(number, bytes, at)) return number;
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  /** The number of a name in hex, or -1. */
  findHex(name: string): number {
    if (name.length !== this.hashBytes * 2) return -1;
    return this.#wanted.write(name, 'hex') === this.hashBytes ? this.find(this.#wanted, 0) : -1;
  }

  /** The name of a number, in hex. */
  name(number: number): string {
    const { buffer, byteOffset } = this.#names;
    return Buffer.from(buffer, byteOffset + number * this.hashBytes, this.hashBytes).toString('hex');
  }

  #is(number: number, bytes: Uint8Array, at: number): boolean {
    const start = number * this.hashBytes;
    for (let index = 4; index < this.hashBytes; index += 1) {
      if (this.#names[start + index] !== bytes[at + index]) return false;
    }
    return true;
  }

  #place(number: number, word: number): boolean {
    const bit = word >>> this.#bitShift;
    this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] as number) | (1 << (bit & 31));
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = word >>> this.#slotShift;
    for (let step = 0; step < MOST_STEPS; step += 1) {
      if (slots[slot] === 0) {
        slots[slot] = number + 1;
        return true;
      }
      slot = (slot + 1) & mask;
    }
    return false;
  }

  #grow(): void {
    const { names, words, slots, bits } = emptyColumns(this.#slots.length * 2, this.hashBytes);
    names.set(this.#names);
    this.#names = names;
    words.set(this.#words);
    this.#words = words;
    this.#slots = slots;
    this.#bits = bits;
    this.#slotShift = shiftOf(this.#slots.length);
    this.#bitShift = shiftOf(this.#bits.length * 32);
    for (let number = 0; number < this.count; number += 1) this.#place(number, words[number] as number);
  }
}

function emptyColumns(slots: number, hashBytes: number): NameColumns {
  const shared = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes);
  return {
    hashBytes,
    count: 0,
    names: new Uint8Array(shared((slots / 2) * hashBytes)),
    words: new Uint32Array(shared(slots * 2)),
    slots: new Int32Array(shared(slots * 4)),
    bits: new Uint32Array(shared((slots * 4) / BITS_SHARE)),
  };
}

/** Slots are in the order of names: those of an index are added, and lie, one after the other. */
function wordOf(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number)) >>>
    0
  );
}

function shiftOf(powerOfTwo: number): number {
  return Math.clz32(powerOfTwo) + 1;
}
