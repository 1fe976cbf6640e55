/** The paths under which objects were ever kept: in all trees of all commits, each path once. */
import type { ObjectStore } from './object-store.js';
import type { TreeClosure } from './tree-closure.js';
import { UNKNOWN_NAME, hashName } from './tree-links.js';
import { eachEntry } from './tree-reader.js';

/** Paths of one object or folder that are followed, and folders in all. */
const MOST_PATHS = 100;
const MOST_FOLDERS = 200_000;
/** Trees that are read once more for a name that could not be told from what changed. */
const MOST_READ_AGAIN = 20_000;

const ROOT = 0;
/** Folders may be numbered with a name's hash behind: both fit into an exact number. */
const HASHES = 2 ** 32;

/** Paths as bytes, in their order, and whether there are more. */
export interface ObjectPaths {
  readonly paths: readonly Uint8Array[];
  readonly isCut: boolean;
}

/** See the head of the file. */
export class DirectoryPaths {
  readonly #store: ObjectStore;
  readonly #closure: TreeClosure;
  /** By folder: the one above it, and its name. */
  readonly #above: number[] = [-1];
  readonly #names: Uint8Array[] = [new Uint8Array(0)];
  readonly #folders = new Map<number, number>();
  /** By tree: the number of the list of folders that it was, 0 when it was none. Thousands of trees share one. */
  readonly #ofTree: Uint32Array;
  readonly #lists: (readonly number[])[] = [[]];
  readonly #isCut = new Set<number>();
  /** By folder: the number of the list that holds it alone. */
  readonly #single = new Map<number, number>();
  readonly #nameOfHash = new Map<number, Uint8Array>();
  #readAgain = 0;

  /** `roots`: the trees of commits, and those that refs name. */
  constructor(store: ObjectStore, closure: TreeClosure, roots: Iterable<number>) {
    this.#store = store;
    this.#closure = closure;
    this.#ofTree = new Uint32Array(closure.names.count);
    for (const root of roots) if (root >= 0) this.#ofTree[root] = this.#listOf(ROOT);
    // Every tree comes before what it holds.
    for (let at = closure.order.length - 1; at >= 0; at -= 1) {
      const node = closure.order[at] as number;
      if (node >= closure.objects) this.#place(node);
    }
  }

  /** The paths of an object. */
  of(object: number): ObjectPaths {
    const paths = new Map<string, Uint8Array>();
    let isCut = false;
    this.#closure.eachParent(object, (parent, hash) => {
      const folders = this.#lists[this.#ofTree[parent] as number] as readonly number[];
      if (folders.length === 0) return;
      isCut ||= this.#isCut.has(parent);
      for (const name of this.#namesOf(parent, object, hash)) {
        for (const folder of folders) {
          const path = this.#join(folder, name);
          const key = Buffer.from(path).toString('latin1');
          if (paths.has(key)) continue;
          if (paths.size < MOST_PATHS) paths.set(key, path);
          else isCut = true;
        }
      }
    });
    return { paths: [...paths.values()].sort(Buffer.compare), isCut: isCut || this.#isCut.has(object) };
  }

  /** Adds what the trees that hold a tree make of it. */
  #place(node: number): void {
    const { starts, parents, linkNames } = this.#closure;
    const ofTree = this.#ofTree;
    const hasCuts = this.#isCut.size > 0;
    const end = starts[node + 1] as number;
    const before = this.#lists[ofTree[node] as number] as readonly number[];
    let own = before;
    let last = 0;
    let lastHash = UNKNOWN_NAME;
    for (let at = starts[node] as number; at < end; at += 1) {
      const parent = parents[at] as number;
      const list = ofTree[parent] as number;
      if (list === 0) continue;
      if (hasCuts && this.#isCut.has(parent)) this.#isCut.add(node);
      const hash = linkNames[at] as number;
      // Thousands of versions of a tree hold the same one under the same name.
      if (list === last && hash === lastHash && hash !== UNKNOWN_NAME) continue;
      last = list;
      lastHash = hash;
      for (const name of this.#namesOf(parent, node, hash)) {
        for (const above of this.#lists[list] as readonly number[])
          own = this.#added(own, this.#folder(above, name), node);
      }
    }
    if (own !== before) ofTree[node] = own.length === 1 ? this.#listOf(own[0] as number) : this.#lists.push(own) - 1;
  }

  #added(own: readonly number[], folder: number, node: number): readonly number[] {
    if (folder >= 0 && own.includes(folder)) return own;
    if (folder < 0 || own.length >= MOST_PATHS) {
      this.#isCut.add(node);
      return own;
    }
    return [...own, folder];
  }

  #listOf(folder: number): number {
    let list = this.#single.get(folder);
    if (list === undefined) {
      list = this.#lists.push([folder]) - 1;
      this.#single.set(folder, list);
    }
    return list;
  }

  /** The number of a folder in another one; -1 when there are too many. */
  #folder(above: number, name: Uint8Array): number {
    const key = above * HASHES + hashName(name, 0, name.length);
    const known = this.#folders.get(key);
    if (known !== undefined) return known;
    if (this.#above.length >= MOST_FOLDERS) return -1;
    const folder = this.#above.length;
    this.#above.push(above);
    this.#names.push(name);
    this.#folders.set(key, folder);
    return folder;
  }

  /** The names under which a tree holds something, by the hash of one of them; all names when that is not known. */
  #namesOf(parent: number, child: number, hash: number): readonly Uint8Array[] {
    const known = this.#nameOfHash.get(hash);
    if (known !== undefined) return [known];
    if (this.#readAgain >= MOST_READ_AGAIN) {
      this.#isCut.add(child);
      return [];
    }
    this.#readAgain += 1;
    const { names } = this.#closure;
    const bytes = this.#store.read(names.name(parent), 'tree');
    const found: Uint8Array[] = [];
    if (bytes === undefined) return found;
    eachEntry(bytes, names.hashBytes, (_start, nameAt, zero) => {
      if (names.find(bytes, zero + 1) !== child) return;
      const name = bytes.slice(nameAt, zero);
      const own = hashName(name, 0, name.length);
      this.#nameOfHash.set(own, name);
      if (hash === UNKNOWN_NAME || hash === own) found.push(name);
    });
    return found;
  }

  #join(folder: number, name: Uint8Array): Uint8Array {
    const parts = [name];
    for (let at = folder; at !== ROOT; at = this.#above[at] as number) {
      parts.unshift(this.#names[at] as Uint8Array, Buffer.from('/'));
    }
    return Buffer.concat(parts);
  }
}
