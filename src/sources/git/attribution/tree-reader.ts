/**
 * Reads the trees of a pack family by family and tells which of the wanted objects each one holds. Of a delta only what
 * its base does not hold is looked at; what the base holds is taken over where its bytes are copied.
 */
import type { PackLayout } from '../../../model/pack-layout.js';
import type { PackMemory } from '../pack/pack-memory.js';
import type { PackObject } from '../pack/pack-object.js';
import { LONGEST_MODE, nameStart } from './name-start.js';
import type { NameTable } from './name-table.js';
import { hashName, UNKNOWN_NAME } from './tree-links.js';
import type { TreeRecording } from './tree-recording.js';

/** As many bytes around what is new are looked at: a name of an object, and before it most names of files. */
export const TREE_REACH = 64;

const SPACE = 32;
const FOUR = 0x34;

/** Reads the trees of one pack, in the order of a `FamilyWalk` that it is the visitor of. */
export class TreeReader {
  readonly #layout: PackLayout;
  readonly #memory: PackMemory;
  readonly #names: NameTable;
  readonly #recording: TreeRecording;
  /** The entries that stand on the walk's stack. */
  readonly #stack: number[] = [];
  #depth = 0;

  /** Records what trees hold of the objects that are in a table. */
  constructor(layout: PackLayout, memory: PackMemory, names: NameTable, recording: TreeRecording) {
    this.#layout = layout;
    this.#memory = memory;
    this.#names = names;
    this.#recording = recording;
  }

  /** As `FamilyVisitor.look`: no tree has to be shown whole because its base holds something. */
  look(object: PackObject): boolean {
    const { entry } = object;
    const base = this.#layout.bases[entry] as number;
    while (this.#depth > 0 && this.#stack[this.#depth - 1] !== base) this.#depth -= 1;
    this.#recording.begin(entry, this.#depth);
    if (object.isWhole || this.#depth === 0) this.#readWhole(object);
    else {
      this.#readFresh(object);
      this.#readCopies(object.delta, object.deltaEnd);
    }
    this.#recording.end();
    if ((this.#layout.firstDelta[entry] as number) >= 0) {
      this.#stack[this.#depth] = entry;
      this.#depth += 1;
    }
    return false;
  }

  #readWhole(object: PackObject): void {
    const { text } = object;
    if (text === null) recordTree(wholeText(object), this.#names, this.#recording);
    else this.#readText(text.byteOffset, object.size);
  }

  /** As `recordTree`, of a tree in the memory. */
  #readText(text: number, size: number): void {
    const memory = this.#memory;
    const { bytes, words, window } = memory;
    const names = this.#names;
    const end = text + size;
    let start = text;
    for (let at = text; at < end; at = memory.listedEnd) {
      const count = memory.listZeros(at, end);
      for (let index = 0; index < count; index += 1) {
        const zero = words[(window >>> 2) + index] as number;
        if (zero < start) continue;
        const space = spaceAfter(bytes, start);
        if (space < 0 || zero + 1 + names.hashBytes > end) return;
        if (zero < space) continue;
        const object = names.find(bytes, zero + 1);
        if (object >= 0)
          this.#recording.add(zero + 1 - text, zero + 1 - start, object, hashName(bytes, space + 1, zero));
        start = zero + 1 + names.hashBytes;
      }
    }
  }

  /** What stands in the bytes that were gathered. */
  #readFresh(object: PackObject): void {
    const { gathered, gatheredEnd } = object;
    for (let from = gathered; from < gatheredEnd; ) {
      const end = gathered + object.runEnd(from - gathered);
      this.#readRun(from, end, object.placeOf(from - gathered) - from, object.size);
      from = end;
    }
  }

  /**
   * A run starts and ends with `TREE_REACH` bytes that are copied from one place, but where the tree does: entries that
   * lie there whole are the base's.
   */
  #readRun(from: number, end: number, shift: number, size: number): void {
    const memory = this.#memory;
    const { bytes, words, window } = memory;
    const names = this.#names;
    const { hashBytes } = names;
    const last = end - hashBytes;
    const copied = end + shift < size ? end - TREE_REACH : end;
    // Where at the earliest the entry starts that is looked at.
    let low = from;
    for (let start = from + shift > 0 ? from + TREE_REACH - hashBytes : from; start < last; start = memory.listedEnd) {
      const count = memory.listZeros(start, last);
      for (let index = 0; index < count; index += 1) {
        if (low >= copied) return;
        const zero = words[(window >>> 2) + index] as number;
        const object = names.find(bytes, zero + 1);
        if (object >= 0) this.#add(from, zero, shift, object);
        // Between an object and the one before there is no zero but in names of objects.
        low = Math.max(low, object >= 0 ? zero + 1 + hashBytes : zero + 1);
      }
    }
  }

  #add(from: number, zero: number, shift: number, object: number): void {
    const { bytes } = this.#memory;
    const start = nameStart(bytes, from, from + shift === 0, zero, this.#names.hashBytes);
    const name = start < 0 ? UNKNOWN_NAME : hashName(bytes, start, zero);
    // Folders are 40000, all else has six digits: an entry that is copied from its very start on is known by name.
    const mode = bytes[start - LONGEST_MODE + 1] === FOUR ? LONGEST_MODE - 1 : LONGEST_MODE;
    const back = start < 0 ? zero - from : zero + 1 - start + mode;
    this.#recording.add(zero + 1 + shift, back, object, name);
  }

  /**
   * Records the copies of a sound delta (gitformat-pack, "Deltified representation"); those that go on where the one
   * before ended are one.
   */
  #readCopies(start: number, end: number): void {
    const { bytes } = this.#memory;
    let at = start;
    for (let size = 0; size < 2; size += 1) {
      while ((bytes[at] as number) & 128) at += 1;
      at += 1;
    }
    let to = 0;
    let heldFrom = 0;
    let held = 0;
    while (at < end) {
      const command = bytes[at++] as number;
      let from = -1;
      let length = command;
      if (command & 128) {
        from = 0;
        length = 0;
        if (command & 1) from = bytes[at++] as number;
        if (command & 2) from |= (bytes[at++] as number) << 8;
        if (command & 4) from |= (bytes[at++] as number) << 16;
        if (command & 8) from += (bytes[at++] as number) * 2 ** 24;
        if (command & 16) length = bytes[at++] as number;
        if (command & 32) length |= (bytes[at++] as number) << 8;
        if (command & 64) length |= (bytes[at++] as number) << 16;
        if (length === 0) length = 65_536;
      } else at += command;
      if (held > 0 && from !== heldFrom + held) {
        this.#recording.copy(heldFrom, held, to - held);
        held = 0;
      }
      if (from >= 0) {
        if (held === 0) heldFrom = from;
        held += length;
      }
      to += length;
    }
    if (held > 0) this.#recording.copy(heldFrom, held, to - held);
  }
}

/** All of an object in one place. */
export function wholeText(object: PackObject): Uint8Array {
  const { text } = object;
  if (text !== null) return text;
  const whole = new Uint8Array(object.size);
  object.copy(0, object.size, whole, 0);
  return whole;
}

/** Records what a whole tree holds of the objects that are in a table. */
export function recordTree(bytes: Uint8Array, names: NameTable, recording: TreeRecording): void {
  eachEntry(bytes, names.hashBytes, (start, nameAt, zero) => {
    const object = names.find(bytes, zero + 1);
    if (object >= 0) recording.add(zero + 1, zero + 1 - start, object, hashName(bytes, nameAt, zero));
  });
}

/**
 * Calls back for every entry of a tree (gitformat-pack knows no order but this: mode, space, name, zero, object): where
 * it starts, where its name starts, and where the zero stands. Ends where the tree makes no sense.
 */
export function eachEntry(
  bytes: Uint8Array,
  hashBytes: number,
  visit: (start: number, nameAt: number, zero: number) => void,
): void {
  let at = 0;
  while (at < bytes.length) {
    const space = spaceAfter(bytes, at);
    if (space < 0) return;
    const zero = bytes.indexOf(0, space);
    if (zero < 0 || zero + 1 + hashBytes > bytes.length) return;
    visit(at, space + 1, zero);
    at = zero + 1 + hashBytes;
  }
}

/** Where the mode ends that starts at `at`; -1 when it is none. */
function spaceAfter(bytes: Uint8Array, at: number): number {
  for (let space = at; space <= at + LONGEST_MODE; space += 1) if (bytes[space] === SPACE) return space;
  return -1;
}
