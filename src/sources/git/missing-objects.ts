/**
 * What a partial clone left out: what trees and commits name and is not there. Trees are read as a walk along delta
 * families sees them, of each what its base does not hold; git's own list of the same takes many times as long.
 */
import type { PackLayout } from '../../model/pack-layout.js';
import { LONGEST_MODE, nameStart } from './attribution/name-start.js';
import { NameTable } from './attribution/name-table.js';
import { ObjectStore, type StoredPack } from './attribution/object-store.js';
import { eachEntry, TREE_REACH, wholeText } from './attribution/tree-reader.js';
import { entryKind } from './pack/entry-header.js';
import type { PackObject } from './pack/pack-object.js';
import type { Repository } from './repository/repository.js';

/** Objects that are not there. */
export interface MissingObjects {
  readonly count: number;
  /** Names of some of them, in hex. */
  readonly some: readonly string[];
  /** Some trees or commits could not be read, or there is too much to count: there may be more. */
  readonly isCut: boolean;
}

const MOST_NAMED = 3;

/** Names that are held, of what is there and of what is not; about 50 bytes each. */
const MOST_HELD = 8_000_000;

/** Names that are told without a look into a table that no processor's cache holds; a power of two. */
const RECENT = 32_768;

/** `tree `, and a name in hex. */
const TREE_LINE = 5 + 64;

/** Looks which objects are missing that others name. `layouts`: of packs, by path, as far as they are known. */
export function findMissingObjects(repository: Repository, layouts: ReadonlyMap<string, PackLayout>): MissingObjects {
  const store = new ObjectStore(repository, layouts);
  try {
    return new MissingSearch(store).search();
  } finally {
    store.close();
  }
}

class MissingSearch {
  readonly #store: ObjectStore;
  /** What is there, and then what was missed. */
  readonly #names: NameTable;
  /** Eight bytes of each name that was found lately, by its first bits. */
  readonly #recentFirst = new Int32Array(RECENT);
  readonly #recentSecond = new Int32Array(RECENT);
  readonly #some: string[] = [];
  #count = 0;
  #isCut = false;

  constructor(store: ObjectStore) {
    this.#store = store;
    this.#names = new NameTable(
      store.hashBytes,
      Math.min(
        MOST_HELD,
        store.packs.reduce((sum, { layout }) => sum + layout.count, 0),
      ),
    );
  }

  search(): MissingObjects {
    for (const { index, layout } of this.#store.packs) {
      for (let position = 0; position < layout.count && this.#hasRoom; position += 1)
        this.#names.add(index.bytes, index.nameAt(position));
    }
    for (const name of this.#store.looseNames()) this.#names.add(Buffer.from(name, 'hex'), 0);
    for (const pack of this.#store.packs) {
      this.#walk(pack, entryKind.tree, TREE_REACH + 1, (object) => this.#readTree(object));
      this.#walk(pack, entryKind.commit, 1, (object) => this.#readCommit(object));
    }
    for (const { object } of this.#store.loose(() => (this.#isCut = true))) {
      if (object.type === 'tree') this.#readEntries(object.bytes);
      else if (object.type === 'commit') this.#readTreeLine(object.bytes);
    }
    return { count: this.#count, some: this.#some, isCut: this.#isCut || !this.#hasRoom || this.#names.isLossy };
  }

  get #hasRoom(): boolean {
    return this.#names.count < MOST_HELD;
  }

  #walk(pack: StoredPack, kind: number, longest: number, read: (object: PackObject) => void): void {
    this.#store.walk(
      pack,
      kind,
      { longest, headBytes: 0 },
      {
        look(object) {
          read(object);
          // Of commits, few are deltas, and their trees stand at the start: they are shown whole.
          return kind === entryKind.commit;
        },
        refuse: () => (this.#isCut = true),
      },
    );
  }

  #readTree(object: PackObject): void {
    if (object.isWhole) return this.#readEntries(wholeText(object));
    const { gathered, gatheredEnd } = object;
    let isSure = true;
    for (let from = gathered; from < gatheredEnd; ) {
      const end = gathered + object.runEnd(from - gathered);
      isSure = this.#readRun(from, end, object.placeOf(from - gathered) === 0) && isSure;
      from = end;
    }
    if (!isSure) this.#readEntries(wholeText(object));
  }

  /** Entries that stand in a piece of a tree. False when one began so far before that nobody knows what it is. */
  #readRun(from: number, end: number, isStart: boolean): boolean {
    const { memory, hashBytes } = this.#store;
    const { bytes, words, window } = memory;
    const last = end - hashBytes;
    let isSure = true;
    for (let start = from; start < last; start = memory.listedEnd) {
      const count = memory.listZeros(start, last);
      for (let index = 0; index < count; index += 1) {
        const zero = words[(window >>> 2) + index] as number;
        if (this.#isThere(bytes, zero + 1)) continue;
        const name = nameStart(bytes, from, isStart, zero, hashBytes);
        if (name >= 0) this.#miss(bytes, zero + 1, isLink(bytes, name));
        // So long without a zero is no object's name, but the end of a file's.
        else if (zero - from >= hashBytes && !bytes.subarray(zero - hashBytes, zero).includes(0)) isSure = false;
      }
    }
    return isSure;
  }

  /** Most of what a delta shows stood beside its base's entries, too, and was asked for just before. */
  #isThere(bytes: Uint8Array, at: number): boolean {
    const first = wordAt(bytes, at);
    const second = wordAt(bytes, at + 4);
    const slot = first & (RECENT - 1);
    if (this.#recentFirst[slot] === first && this.#recentSecond[slot] === second) return true;
    if (this.#names.find(bytes, at) < 0) return false;
    this.#recentFirst[slot] = first;
    this.#recentSecond[slot] = second;
    return true;
  }

  #readEntries(tree: Uint8Array): void {
    eachEntry(tree, this.#store.hashBytes, (_start, name, zero) => {
      if (this.#names.find(tree, zero + 1) < 0) this.#miss(tree, zero + 1, isLink(tree, name));
    });
  }

  #readCommit(object: PackObject): void {
    const length = Math.min(object.size, TREE_LINE);
    const head = new Uint8Array(length);
    object.copy(0, length, head, 0);
    this.#readTreeLine(head);
  }

  #readTreeLine(commit: Uint8Array): void {
    const digits = Buffer.from(commit.subarray(5, 5 + this.#store.hashBytes * 2)).toString('latin1');
    const tree = Buffer.from(digits, 'hex');
    if (tree.length === this.#store.hashBytes && this.#names.find(tree, 0) < 0) this.#miss(tree, 0, false);
  }

  /** Remembers what was met. A submodule's commit lies elsewhere by design. */
  #miss(bytes: Uint8Array, at: number, isElsewhere: boolean): void {
    if (!this.#hasRoom) return;
    this.#names.add(bytes, at);
    if (isElsewhere) return;
    this.#count += 1;
    if (this.#some.length < MOST_NAMED)
      this.#some.push(Buffer.from(bytes.subarray(at, at + this.#store.hashBytes)).toString('hex'));
  }
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

/** Submodules are named, and lie elsewhere: mode 160000. The name starts after the mode and a space. */
function isLink(bytes: Uint8Array, name: number): boolean {
  return bytes[name - LONGEST_MODE] === 0x31 && bytes[name - LONGEST_MODE + 1] === 0x36;
}
