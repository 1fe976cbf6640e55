/** Reads entries of a pack straight into the memory where they are inflated. */
import { readSync } from 'node:fs';
import type { PackLayout } from '../../../model/pack-layout.js';
import { slackBytes, type PackMemory } from './pack-memory.js';

/** Read at once when entries are wanted here and there; doubled as long as they are wanted one after the other. */
const LEAST_READ_BYTES = 4096;

/** What lies between two entries and is not wanted is read with them when it is no longer: a call costs as much. */
const GAP_BYTES = 1024;

/** An open pack. `from` and `end` tell where the bytes of the entry that was read last stand. */
export class PackFile {
  readonly layout: PackLayout;
  from = 0;
  end = 0;
  readonly #file: number;
  readonly #memory: PackMemory;
  /** What of the pack stands in the memory's input area. */
  #start = 0;
  #stop = 0;
  #readBytes = LEAST_READ_BYTES;
  /** By entry: where it stands in the memory's held area; 0 when it does not. */
  #held: Uint32Array | undefined;

  /** `file`: a descriptor, which stays the caller's. */
  constructor(file: number, layout: PackLayout, memory: PackMemory) {
    this.#file = file;
    this.layout = layout;
    this.#memory = memory;
  }

  /** Compressed bytes of an entry, its head included, by what the index says of the next one. */
  lengthOf(entry: number): number {
    const { count, offsets } = this.layout;
    const offset = offsets[entry] as number;
    let next = entry + 1;
    while (next < count && offsets[next] === offset) next += 1;
    return (offsets[next] as number) - offset;
  }

  /** Reads as many of the wanted entries as the memory's held area takes, in place of those that it held before. */
  hold(isWanted: Uint8Array): void {
    const { count, offsets } = this.layout;
    const { held: area, heldEnd } = this.#memory;
    const held = (this.#held ??= new Uint32Array(count));
    held.fill(0);
    let place = area;
    let start = 0;
    let end = 0;
    for (let entry = 0; entry < count; entry += 1) {
      if (isWanted[entry] === 0) continue;
      const offset = offsets[entry] as number;
      const next = offset + this.lengthOf(entry);
      if (offset > end + GAP_BYTES) {
        if (end > start) this.#read(place, end - start, start);
        place += end - start;
        start = offset;
      }
      if (place + next - start > heldEnd) break;
      held[entry] = place + offset - start;
      end = next;
    }
    if (end > start) this.#read(place, end - start, start);
  }

  /**
   * Brings an entry into memory. A large one borrows from `[free, limit)`, at its end; the new limit is the answer, or
   * -1 when it does not fit there. Bytes that a shortened file no longer holds read as zeros.
   */
  load(entry: number, free: number, limit: number): number {
    const memory = this.#memory;
    const offset = this.layout.offsets[entry] as number;
    const length = this.lengthOf(entry);
    const held = this.#held?.[entry] ?? 0;
    if (held > 0) {
      this.from = held;
      this.end = held + length;
      return limit;
    }
    if (offset >= this.#start && offset + length <= this.#stop) {
      this.from = memory.input + offset - this.#start;
      this.end = this.from + length;
      return limit;
    }
    const inputBytes = memory.inputEnd - memory.input;
    if (length > inputBytes) {
      const place = Math.floor((limit - length - slackBytes) / 16) * 16;
      if (place < free) return -1;
      this.#read(place, length, offset);
      return place;
    }
    const isNext = offset >= this.#start && offset <= this.#stop + LEAST_READ_BYTES;
    this.#readBytes = isNext ? Math.min(inputBytes, this.#readBytes * 2) : LEAST_READ_BYTES;
    const wanted = Math.max(length, Math.min(inputBytes, this.#readBytes));
    this.#start = offset;
    this.#stop = offset + Math.max(length, this.#read(memory.input, wanted, offset));
    this.end = this.from + length;
    return limit;
  }

  #read(place: number, length: number, offset: number): number {
    this.from = place;
    this.end = place + length;
    let count = 0;
    while (count < length) {
      const some = readSync(this.#file, this.#memory.bytes, place + count, length - count, offset + count);
      if (some === 0) break;
      count += some;
    }
    this.#memory.bytes.fill(0, place + count, place + length);
    return count;
  }
}
