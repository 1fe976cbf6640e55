/**
 * Reads the trees of a pack family by family and tells which of the wanted objects each one holds. Of a delta only what
 * its base does not hold is looked at; what the base holds is taken over where its bytes are copied.
 */
import type { PackLayout } from '../../../model/pack-layout.js';
import type { PackMemory } from '../pack/pack-memory.js';
import type { PackObject } from '../pack/pack-object.js';
import type { NameTable } from './name-table.js';
import { type TreeLinks, hashName, UNKNOWN_NAME } from './tree-links.js';

/** As many bytes around what is new are looked at: a name of an object, and before it most names of files. */
export const TREE_REACH = 72;

const SPACE = 32;

/** What a tree holds of what is wanted, in the order of the tree. */
class Entries {
  entry = -1;
  count = 0;
  /** Where the object's name starts in the tree; how far before that the entry starts, */
  places: number[] = [];
  backs: number[] = [];
  objects: number[] = [];
  /** and the hash of the file's name. */
  names: number[] = [];

  add(place: number, back: number, object: number, name: number): void {
    const { count } = this;
    this.places[count] = place;
    this.backs[count] = back;
    this.objects[count] = object;
    this.names[count] = name;
    this.count = count + 1;
  }
}

/** What is looked for: objects of a table, by number. */
export interface WantedNames {
  readonly names: NameTable;
  readonly from: number;
  readonly to: number;
}

/** Reads the trees of one pack, in the order of a `FamilyWalk` that it is the visitor of. */
export class TreeReader {
  readonly #layout: PackLayout;
  readonly #memory: PackMemory;
  readonly #wanted: WantedNames;
  readonly #links: TreeLinks;
  readonly #numberOf: (entry: number) => number;
  readonly #hashBytes: number;
  /** What stands on the walk's stack, and the one that is being made. */
  readonly #stack: Entries[] = [new Entries()];
  #depth = 0;
  #fresh = new Entries();

  /** `numberOf` gives the number of a pack's entry in the wanted table, adding it where it is missing. */
  constructor(
    layout: PackLayout,
    memory: PackMemory,
    wanted: WantedNames,
    links: TreeLinks,
    numberOf: (entry: number) => number,
  ) {
    this.#layout = layout;
    this.#memory = memory;
    this.#wanted = wanted;
    this.#links = links;
    this.#numberOf = numberOf;
    this.#hashBytes = wanted.names.hashBytes;
  }

  /** As `FamilyVisitor.look`: no tree has to be shown whole because its base holds something. */
  look(object: PackObject): boolean {
    const { entry } = object;
    const base = this.#layout.bases[entry] as number;
    while (this.#depth > 0 && (this.#stack[this.#depth - 1] as Entries).entry !== base) this.#depth -= 1;
    const own = (this.#stack[this.#depth] ??= new Entries());
    own.entry = entry;
    own.count = 0;
    if (object.isWhole || this.#depth === 0) readWhole(wholeText(object), this.#wanted, own);
    else {
      this.#readFresh(object);
      this.#takeOver(this.#stack[this.#depth - 1] as Entries, object, own);
    }
    this.#tell(own);
    if ((this.#layout.firstDelta[entry] as number) >= 0) this.#depth += 1;
    return false;
  }

  #tell(own: Entries): void {
    if (own.count === 0) return;
    const parent = this.#numberOf(own.entry);
    if (parent < 0) return;
    for (let at = 0; at < own.count; at += 1) {
      this.#links.add(parent, own.objects[at] as number, own.names[at] as number);
    }
  }

  /** What stands in the bytes that were gathered. */
  #readFresh(object: PackObject): void {
    const { fresh } = object;
    this.#fresh.count = 0;
    for (let from = 0; from < fresh.length; ) {
      const end = object.runEnd(from);
      this.#readRun(fresh, from, end, object.placeOf(from) - from);
      from = end;
    }
  }

  #readRun(bytes: Uint8Array, from: number, end: number, shift: number): void {
    const { names, from: first, to } = this.#wanted;
    const last = end - this.#hashBytes;
    for (let zero = from; zero < last; zero += 1) {
      if (bytes[zero] !== 0) continue;
      const object = names.find(bytes, zero + 1);
      if (object < first || object >= to) continue;
      const start = nameStart(bytes, from, zero, this.#hashBytes);
      const name = start < 0 ? UNKNOWN_NAME : hashName(bytes, start, zero);
      this.#fresh.add(zero + 1 + shift, start < 0 ? zero - from : zero + 1 - start, object, name);
    }
  }

  /** Joins what the base holds and the delta copies with what is new, in order. */
  #takeOver(base: Entries, object: PackObject, own: Entries): void {
    const fresh = this.#fresh;
    let next = 0;
    const addFresh = (until: number): void => {
      while (next < fresh.count && (fresh.places[next] as number) <= until) {
        const place = fresh.places[next] as number;
        const back = fresh.backs[next] as number;
        own.add(place, back, fresh.objects[next] as number, fresh.names[next] as number);
        next += 1;
      }
    };
    if (base.count > 0) {
      eachCopy(this.#memory.bytes, object.delta, object.deltaEnd, (from, length, to) => {
        for (let at = firstFrom(base, from + 1); at < base.count; at += 1) {
          const place = base.places[at] as number;
          if (place + this.#hashBytes > from + length) break;
          const moved = place - from + to;
          addFresh(moved);
          // It was just seen anew; there its name can be better known, or not.
          const isSeen = own.count > 0 && own.places[own.count - 1] === moved;
          if (isSeen && own.names[own.count - 1] !== UNKNOWN_NAME) continue;
          const back = base.backs[at] as number;
          const isSame = place - back >= from;
          if (isSeen) own.count -= 1;
          own.add(moved, back, base.objects[at] as number, isSame ? (base.names[at] as number) : UNKNOWN_NAME);
        }
      });
    }
    addFresh(Number.MAX_SAFE_INTEGER);
  }
}

/** All of a tree in one place. */
function wholeText(object: PackObject): Uint8Array {
  const { text } = object;
  if (text !== null) return text;
  const whole = new Uint8Array(object.size);
  object.copy(0, object.size, whole, 0);
  return whole;
}

function readWhole(bytes: Uint8Array, { names, from, to }: WantedNames, own: Entries): void {
  eachEntry(bytes, names.hashBytes, (start, nameAt, zero) => {
    const object = names.find(bytes, zero + 1);
    if (object < from || object >= to) return;
    own.add(zero + 1, zero + 1 - start, object, hashName(bytes, nameAt, zero));
  });
}

/** Links of a tree whose bytes are at hand. `numberOf` is called when there are some. */
export function readTree(bytes: Uint8Array, wanted: WantedNames, links: TreeLinks, numberOf: () => number): void {
  const own = new Entries();
  readWhole(bytes, wanted, own);
  if (own.count === 0) return;
  const parent = numberOf();
  if (parent < 0) return;
  for (let at = 0; at < own.count; at += 1) links.add(parent, own.objects[at] as number, own.names[at] as number);
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
    const space = bytes.indexOf(SPACE, at);
    if (space < 0 || space - at > 7) return;
    const zero = bytes.indexOf(0, space);
    if (zero < 0 || zero + 1 + hashBytes > bytes.length) return;
    visit(at, space + 1, zero);
    at = zero + 1 + hashBytes;
  }
}

/** The first entry whose object's name starts at or after `place`. */
function firstFrom(entries: Entries, place: number): number {
  let low = 0;
  let high = entries.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries.places[middle] as number) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Where the name that ends before `zero` starts, in bytes that are known from `from` on; -1 when its start is not among
 * them. The entry starts right after the object of the entry before, which is `hashBytes` after a zero; that object may
 * hold zeros itself.
 */
function nameStart(bytes: Uint8Array, from: number, zero: number, hashBytes: number): number {
  let low = zero;
  while (low > from && bytes[low - 1] !== 0) low -= 1;
  for (let start = low; start <= low + hashBytes && start < zero; start += 1) {
    const length = modeLength(bytes, start);
    if (length > 0 && start + length < zero) return start + length;
  }
  return -1;
}

/** Bytes of the mode that stands here, with the space after it; 0 when there is none that git writes. */
function modeLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  // 40000, and 100644 and its like, 120000, 160000.
  const digits = first === 0x34 ? 5 : first === 0x31 ? 6 : 0;
  if (digits === 0 || bytes[at + digits] !== SPACE) return 0;
  for (let index = at + 1; index < at + digits; index += 1) {
    const digit = bytes[index] as number;
    if (digit < 0x30 || digit > 0x37) return 0;
  }
  return digits + 1;
}

/**
 * Calls back for every copy of a sound delta (gitformat-pack, "Deltified representation"): from, length, to. Copies that
 * go on where the one before ended are one.
 */
function eachCopy(
  bytes: Uint8Array,
  start: number,
  end: number,
  visit: (from: number, length: number, to: number) => void,
): void {
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
      for (let bit = 0; bit < 4; bit += 1) if (command & (1 << bit)) from += (bytes[at++] as number) * 2 ** (8 * bit);
      for (let bit = 0; bit < 3; bit += 1) if (command & (16 << bit)) length += (bytes[at++] as number) << (8 * bit);
      if (length === 0) length = 65_536;
    } else at += command;
    if (held > 0 && from !== heldFrom + held) {
      visit(heldFrom, held, to - held);
      held = 0;
    }
    if (from >= 0) {
      if (held === 0) heldFrom = from;
      held += length;
    }
    to += length;
  }
  if (held > 0) visit(heldFrom, held, to - held);
}
