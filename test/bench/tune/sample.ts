/** Three bytes in a row at many places of texts, kept so that one question asks all of them at once. */
import { Random } from '../corpus/random.js';

/** For each place of a window, first the low, then the high nibbles that a bucket holds: six numbers of 16 bits. */
export type Nibbles = readonly number[];

/** A text, and its share of the sample. */
export interface Part {
  readonly text: Buffer;
  readonly places: number;
}

function bitsSet(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Places in texts; place n is bit n of every set. */
export class Sample {
  readonly places: number;
  /** The places at which a nibble (of six, of 16 values) stands. */
  readonly #sets: readonly Uint32Array[];
  readonly #unions = new Map<number, Uint32Array>();
  readonly #counts = new Map<string, number>();

  constructor(parts: readonly Part[], seed: number) {
    const random = new Random(seed);
    this.places = parts.reduce((sum, { places }) => sum + places, 0);
    this.#sets = Array.from({ length: 6 * 16 }, () => new Uint32Array(Math.ceil(this.places / 32)));
    let place = 0;
    for (const { text, places } of parts) {
      for (let count = 0; count < places; count += 1, place += 1) {
        const at = random.below(text.length - 3);
        for (let nibble = 0; nibble < 6; nibble += 1) {
          const value = ((text[at + (nibble >> 1)] as number) >> (nibble % 2 === 0 ? 0 : 4)) & 15;
          const set = this.#sets[nibble * 16 + value] as Uint32Array;
          set[place >>> 5] = (set[place >>> 5] as number) | (1 << (place & 31));
        }
      }
    }
  }

  /** How many places a bucket lets through. */
  passing(nibbles: Nibbles): number {
    const key = nibbles.join();
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    const sets = nibbles.map((bits, nibble) => this.#union(nibble, bits));
    const [first, ...others] = sets as [Uint32Array, ...Uint32Array[]];
    let count = 0;
    for (let word = 0; word < first.length; word += 1) {
      let bits = first[word] as number;
      for (let other = 0; bits !== 0 && other < others.length; other += 1)
        bits &= (others[other] as Uint32Array)[word] as number;
      if (bits !== 0) count += bitsSet(bits);
    }
    if (this.#counts.size > 500_000) this.#counts.clear();
    this.#counts.set(key, count);
    return count;
  }

  #union(nibble: number, bits: number): Uint32Array {
    const key = nibble * 0x10000 + bits;
    const known = this.#unions.get(key);
    if (known !== undefined) return known;
    const union = new Uint32Array(Math.ceil(this.places / 32));
    for (let value = 0; value < 16; value += 1) {
      if (((bits >> value) & 1) === 0) continue;
      const set = this.#sets[nibble * 16 + value] as Uint32Array;
      for (let word = 0; word < union.length; word += 1) union[word] = (union[word] as number) | (set[word] as number);
    }
    if (this.#unions.size > 20_000) this.#unions.clear();
    this.#unions.set(key, union);
    return union;
  }
}
