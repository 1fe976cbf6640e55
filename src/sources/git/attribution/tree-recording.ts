/**
 * What the trees of a pack hold, as a walk along delta families saw it: of every tree what its base does not hold, and
 * where its base was copied. So the whole of it takes little memory, and asking which trees hold something costs no
 * second reading.
 */
import type { TreeColumns } from '../../../model/tree-columns.js';
import { NumberList } from './number-list.js';
import { TreeEntries } from './tree-entries.js';
import { type TreeLinks, UNKNOWN_NAME } from './tree-links.js';

/** Numbers that are kept at once; four bytes each. */
const MOST_NUMBERS = 24_000_000;

/** TreeEntries that are new in a tree, and numbers that say what it copies, as repositories have them: lists grow seldom. */
const FRESH_PER_TREE = 2.5;
const NUMBERS_PER_TREE = 8;

/** In which trees an object stands anew: object `o` in `trees[starts[o]…starts[o + 1]]`, in order. */
interface Postings {
  readonly starts: Uint32Array;
  readonly trees: Uint32Array;
}

/** Trees in the order of the walk; each is recorded by `begin`, then its entries and copies in order, then `end`. */
export class TreeRecording {
  readonly #hashBytes: number;
  /** Of every tree: what the caller calls it, and how many bases it stands on. */
  readonly #entries: NumberList;
  readonly #depths: NumberList;
  /** Where its new entries and its copies end. */
  readonly #freshEnds: NumberList;
  readonly #copyEnds: NumberList;
  /** Of every new entry the members of `TreeEntries`. */
  readonly #places: NumberList;
  readonly #backs: NumberList;
  readonly #objects: NumberList;
  readonly #names: NumberList;
  /** Of every copy: from, length, to. */
  readonly #copies: NumberList;
  readonly #stack: TreeEntries[] = [];
  /** Made when they are first asked for, and so when all is recorded. */
  #postings: Postings | undefined;

  /** `expected`: about how many trees will come. */
  constructor(hashBytes: number, expected = 0) {
    this.#hashBytes = hashBytes;
    const lists = (count: number): NumberList => new NumberList(Math.min(count, MOST_NUMBERS / 8));
    this.#entries = lists(expected);
    this.#depths = lists(expected);
    this.#freshEnds = lists(expected);
    this.#copyEnds = lists(expected);
    this.#places = lists(expected * FRESH_PER_TREE);
    this.#backs = lists(expected * FRESH_PER_TREE);
    this.#objects = lists(expected * FRESH_PER_TREE);
    this.#names = lists(expected * FRESH_PER_TREE);
    this.#copies = lists(expected * NUMBERS_PER_TREE);
  }

  /** It holds about as much as should be in memory, */
  get isFull(): boolean {
    return this.#size >= MOST_NUMBERS;
  }

  /** or half of it. */
  get isHalfFull(): boolean {
    return this.#size >= MOST_NUMBERS / 2;
  }

  get #size(): number {
    return 4 * this.#entries.count + 4 * this.#places.count + this.#copies.count;
  }

  /** How many trees there are. */
  get count(): number {
    return this.#entries.count;
  }

  /** All of it, for another thread. */
  get columns(): Omit<TreeColumns, 'parts' | 'refused'> {
    return {
      entries: this.#entries.list,
      depths: this.#depths.list,
      freshEnds: this.#freshEnds.list,
      copyEnds: this.#copyEnds.list,
      places: this.#places.list,
      backs: this.#backs.list,
      objects: this.#objects.list,
      names: this.#names.list,
      copies: this.#copies.list,
    };
  }

  /** Adds trees `[first, end)` of another recording; the first one is no delta. */
  append(columns: Omit<TreeColumns, 'parts' | 'refused'>, first: number, end: number): void {
    const startOf = (ends: Uint32Array, tree: number): number => (tree > 0 ? (ends[tree - 1] as number) : 0);
    const fresh = startOf(columns.freshEnds, first);
    const freshEnd = startOf(columns.freshEnds, end);
    const copy = startOf(columns.copyEnds, first);
    const moved = (ends: Uint32Array, by: number): Uint32Array => ends.subarray(first, end).map((each) => each + by);
    this.#freshEnds.append(moved(columns.freshEnds, this.#places.count - fresh));
    this.#copyEnds.append(moved(columns.copyEnds, this.#copies.count - copy));
    this.#entries.append(columns.entries.subarray(first, end));
    this.#depths.append(columns.depths.subarray(first, end));
    this.#places.append(columns.places.subarray(fresh, freshEnd));
    this.#backs.append(columns.backs.subarray(fresh, freshEnd));
    this.#objects.append(columns.objects.subarray(fresh, freshEnd));
    this.#names.append(columns.names.subarray(fresh, freshEnd));
    this.#copies.append(columns.copies.subarray(copy, startOf(columns.copyEnds, end)));
  }

  /** Starts over. */
  clear(): void {
    this.#postings = undefined;
    for (const list of [this.#entries, this.#depths, this.#freshEnds, this.#copyEnds]) list.count = 0;
    for (const list of [this.#places, this.#backs, this.#objects, this.#names, this.#copies]) list.count = 0;
  }

  begin(entry: number, depth: number): void {
    this.#entries.push(entry);
    this.#depths.push(depth);
  }

  /** `place`: where the object's name starts; `back`: how far before that the entry starts. */
  add(place: number, back: number, object: number, name: number): void {
    this.#places.push(place);
    this.#backs.push(back);
    this.#objects.push(object);
    this.#names.push(name);
  }

  /** Bytes `[from, from + length)` of the base stand at `to`. */
  copy(from: number, length: number, to: number): void {
    this.#copies.push(from);
    this.#copies.push(length);
    this.#copies.push(to);
  }

  end(): void {
    this.#freshEnds.push(this.#places.count);
    this.#copyEnds.push(this.#copies.count);
  }

  /**
   * Links the trees that hold an object of a level to it. `fresh`: the objects of that level. `numberOf` gives the
   * number of a tree.
   */
  link(
    levels: Uint16Array,
    level: number,
    fresh: readonly number[],
    links: TreeLinks,
    numberOf: (entry: number) => number,
  ): void {
    const hasNew = this.#treesWith(fresh);
    const depths = this.#depths.values;
    const stack = this.#stack;
    for (let tree = 0; tree < this.#entries.count; tree += 1) {
      const depth = depths[tree] as number;
      const own = (stack[depth] ??= new TreeEntries());
      own.count = 0;
      const base = depth > 0 ? (stack[depth - 1] as TreeEntries) : undefined;
      if (hasNew[tree] === 0 && (base === undefined || base.count === 0)) continue;
      this.#fill(own, tree, base, levels, level);
      if (own.count === 0) continue;
      const parent = numberOf(this.#entries.values[tree] as number);
      if (parent < 0) continue;
      for (let at = 0; at < own.count; at += 1) links.add(parent, own.objects[at] as number, own.names[at] as number);
    }
  }

  /** By tree: 1 where one of these objects stands anew. */
  #treesWith(objects: readonly number[]): Uint8Array {
    const { starts, trees } = (this.#postings ??= this.#post());
    const hasNew = new Uint8Array(this.#entries.count);
    for (const object of objects) {
      const end = object + 1 < starts.length ? (starts[object + 1] as number) : 0;
      for (let at = starts[object] as number; at < end; at += 1) hasNew[trees[at] as number] = 1;
    }
    return hasNew;
  }

  #post(): Postings {
    const objects = this.#objects.values;
    const freshEnds = this.#freshEnds.values;
    let most = 0;
    for (let at = 0; at < this.#objects.count; at += 1) most = Math.max(most, (objects[at] as number) + 1);
    const starts = new Uint32Array(most + 1);
    for (let at = 0; at < this.#objects.count; at += 1) {
      const object = objects[at] as number;
      starts[object] = (starts[object] as number) + 1;
    }
    // Where each one's end was counted, its start is left when all are put there from behind.
    for (let object = 1; object <= most; object += 1) {
      starts[object] = (starts[object] as number) + (starts[object - 1] as number);
    }
    const trees = new Uint32Array(this.#objects.count);
    let at = this.#objects.count - 1;
    for (let tree = this.#entries.count - 1; tree >= 0; tree -= 1) {
      const first = tree > 0 ? (freshEnds[tree - 1] as number) : 0;
      for (; at >= first; at -= 1) {
        const object = objects[at] as number;
        const place = (starts[object] as number) - 1;
        starts[object] = place;
        trees[place] = tree;
      }
    }
    return { starts, trees };
  }

  #fill(own: TreeEntries, tree: number, base: TreeEntries | undefined, levels: Uint16Array, level: number): void {
    const freshEnds = this.#freshEnds.values;
    const copyEnds = this.#copyEnds.values;
    const fresh = tree > 0 ? (freshEnds[tree - 1] as number) : 0;
    const freshEnd = freshEnds[tree] as number;
    const copy = tree > 0 ? (copyEnds[tree - 1] as number) : 0;
    const copyEnd = copyEnds[tree] as number;
    if (base !== undefined && base.count > 0 && copy < copyEnd) {
      this.#join(base, copy, copyEnd, fresh, freshEnd, levels, level, own);
      return;
    }
    const objects = this.#objects.values;
    for (let at = fresh; at < freshEnd; at += 1) if (levels[objects[at] as number] === level) this.#addTo(own, at);
  }

  /** Joins what the base holds and is copied with what is new, in order. */
  #join(
    base: TreeEntries,
    copyStart: number,
    copyEnd: number,
    freshStart: number,
    freshEnd: number,
    levels: Uint16Array,
    level: number,
    own: TreeEntries,
  ): void {
    const copies = this.#copies.values;
    const places = this.#places.values;
    const objects = this.#objects.values;
    let fresh = freshStart;
    for (let copy = copyStart; copy < copyEnd; copy += 3) {
      const from = copies[copy] as number;
      const end = from + (copies[copy + 1] as number) - this.#hashBytes;
      const shift = (copies[copy + 2] as number) - from;
      // The zero before an object's name has to be copied, too.
      for (let at = base.firstFrom(from + 1); at < base.count; at += 1) {
        const place = base.places[at] as number;
        if (place > end) break;
        const moved = place + shift;
        for (; fresh < freshEnd && (places[fresh] as number) <= moved; fresh += 1) {
          if (levels[objects[fresh] as number] === level) this.#addTo(own, fresh);
        }
        // It was just seen anew; there its name can be better known, or not.
        const isSeen = own.count > 0 && own.places[own.count - 1] === moved;
        if (isSeen && own.names[own.count - 1] !== UNKNOWN_NAME) continue;
        if (isSeen) own.count -= 1;
        const back = base.backs[at] as number;
        own.add(
          moved,
          back,
          base.objects[at] as number,
          place - back >= from ? (base.names[at] as number) : UNKNOWN_NAME,
        );
      }
    }
    for (; fresh < freshEnd; fresh += 1) {
      if (levels[objects[fresh] as number] === level) this.#addTo(own, fresh);
    }
  }

  #addTo(own: TreeEntries, at: number): void {
    own.add(
      this.#places.values[at] as number,
      this.#backs.values[at] as number,
      this.#objects.values[at] as number,
      this.#names.values[at] as number,
    );
  }
}
