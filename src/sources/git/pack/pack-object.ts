/** A git object while a walk shows it. */
import type { PackMemory } from './pack-memory.js';

/** Reading would take more memory than is left; the walk that showed the object handles it. */
export class NoRoomError extends Error {}

/**
 * One and the same for all objects of a walk: its fields tell of the object that is being shown, and nothing of it is
 * valid afterwards.
 */
export class PackObject {
  /** Its number in the order of the pack. */
  entry = 0;
  /** As `entryKind` numbers it. */
  type = 0;
  /** Bytes. */
  size = 0;
  /** True when all of it is to be looked at: nothing is known of its base. Then nothing is gathered. */
  isWhole = false;
  /** True when it was or will be shown by another unit, too, and only its mark is asked for. */
  isProbe = false;
  /** Where its rope lies; 0 when there is none yet. */
  rope = 0;
  ropeEnd = 0;
  /** Bytes that can hold what its base does not: `[gathered, gatheredEnd)` of the memory. */
  gathered = 0;
  gatheredEnd = 0;
  /** In a search, when it is not whole: where among them its start stands, 0 when it is that of its base. Else -1. */
  headAt = -1;
  headEnd = 0;
  /** When it is not whole: the delta from its base, `[delta, deltaEnd)` of the memory. */
  delta = 0;
  deltaEnd = 0;
  readonly #memory: PackMemory;
  readonly #makeRope: () => void;

  /** `makeRope` gives the object a rope when it has none. @throws NoRoomError */
  constructor(memory: PackMemory, makeRope: () => void) {
    this.#memory = memory;
    this.#makeRope = makeRope;
  }

  /**
   * What is to be looked at when it is not whole: everything that its base does not hold, with as much around as the
   * longest string can reach. Runs stand together that are apart in the object: `runEnd` tells them apart. In a search
   * for strings there are no such runs: what holds none of them is right, what holds one may hold it by chance.
   */
  get fresh(): Uint8Array {
    return this.#memory.bytes.subarray(this.gathered, this.gatheredEnd);
  }

  /** All of its bytes, when they lie in one place; else null. */
  get text(): Uint8Array | null {
    if (this.rope === 0 || this.ropeEnd - this.rope !== 8) return null;
    const text = this.#memory.words[(this.rope >>> 2) + 1] as number;
    return this.#memory.bytes.subarray(text, text + this.size);
  }

  /** The start of the object, as many bytes as the walk was asked for; null when its base starts with the same. */
  get head(): Uint8Array | null {
    if (this.headAt >= 0) return this.headAt === 0 ? null : this.#memory.bytes.subarray(this.headAt, this.headEnd);
    const { segments, segmentsEnd, words, bytes } = this.#memory;
    if (segments === segmentsEnd || words[(segments >>> 2) + 1] !== 0) return null;
    return bytes.subarray(this.gathered, this.gathered + this.runEnd(0));
  }

  /** When it is not whole: its last byte, or any number when that is copied from its base. */
  get deltaLast(): number {
    return this.#memory.bytes[this.deltaEnd - 1] as number;
  }

  /** Where the run that holds byte `index` of `fresh` ends in it. Ask before `copy`. */
  runEnd(index: number): number {
    const { words, segmentsEnd } = this.#memory;
    const low = this.#segmentAfter(index);
    const end = low < segmentsEnd >>> 2 ? (words[low] as number) : this.gatheredEnd;
    return end - this.gathered;
  }

  /** Where byte `index` of `fresh` stands in the object. Ask before `copy`. */
  placeOf(index: number): number {
    const { words } = this.#memory;
    const segment = this.#segmentAfter(index) - 2;
    return (words[segment + 1] as number) + this.gathered + index - (words[segment] as number);
  }

  /** The first segment that starts after byte `index` of `fresh`, as an index of `words`. */
  #segmentAfter(index: number): number {
    const { words, segments, segmentsEnd } = this.#memory;
    const address = this.gathered + index;
    let low = segments >>> 2;
    let high = segmentsEnd >>> 2;
    while (low < high) {
      const middle = low + (((high - low) >> 1) & ~1);
      if ((words[middle] as number) > address) high = middle;
      else low = middle + 2;
    }
    return low;
  }

  /**
   * Copies bytes `[from, to)` of the object, which must lie within it, to `target[at…]`. What was gathered is lost.
   * @throws NoRoomError, which is not to be caught
   */
  copy(from: number, to: number, target: Uint8Array, at: number): void {
    if (this.rope === 0) this.#makeRope();
    const { bytes, window, windowEnd } = this.#memory;
    const { text } = this;
    if (text !== null) {
      target.set(text.subarray(from, to), at);
      return;
    }
    for (let start = from; start < to; start += windowEnd - window) {
      const end = Math.min(to, start + windowEnd - window);
      this.#memory.readRope(this.rope, this.ropeEnd, start, end, window);
      target.set(bytes.subarray(window, window + end - start), at + start - from);
    }
  }
}
