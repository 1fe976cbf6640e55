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
  /** By tree: the folders that it was. Lists are shared. */
  readonly #ofTree = new Map<number, readonly number[]>();
  readonly #isCut = new Set<number>();
  readonly #single = new Map<number, readonly number[]>();
  readonly #nameOfHash = new Map<number, Uint8Array>();
  #readAgain = 0;

  /** `roots`: the trees of commits, and those that refs name. */
  constructor(store: ObjectStore, closure: TreeClosure, roots: Iterable<number>) {
    this.#store = store;
    this.#closure = closure;
    for (const root of roots) if (root >= 0) this.#ofTree.set(root, this.#listOf(ROOT));
    // Every tree comes before what it holds.
    for (const node of closure.order.toReversed()) if (node >= closure.objects) this.#place(node);
  }

  /** The paths of an object. */
  of(object: number): ObjectPaths {
    const paths = new Map<string, Uint8Array>();
    let isCut = false;
    this.#closure.eachParent(object, (parent, hash) => {
      const folders = this.#ofTree.get(parent);
      if (folders === undefined) return;
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
    let own = this.#ofTree.get(node) ?? [];
    let last = -1;
    let lastHash = -1;
    this.#closure.eachParent(node, (parent, hash) => {
      const folders = this.#ofTree.get(parent);
      if (folders === undefined) return;
      if (this.#isCut.has(parent)) this.#isCut.add(node);
      // Thousands of versions of a tree hold the same one under the same name.
      if (folders.length === 1 && folders[0] === last && hash === lastHash && hash !== UNKNOWN_NAME) return;
      last = folders.length === 1 ? (folders[0] as number) : -1;
      lastHash = hash;
      for (const name of this.#namesOf(parent, node, hash)) {
        for (const above of folders) own = this.#added(own, this.#folder(above, name), node);
      }
    });
    if (own.length > 0) this.#ofTree.set(node, own);
  }

  #added(own: readonly number[], folder: number, node: number): readonly number[] {
    if (folder >= 0 && own.includes(folder)) return own;
    if (folder < 0 || own.length >= MOST_PATHS) {
      this.#isCut.add(node);
      return own;
    }
    return own.length === 0 ? this.#listOf(folder) : [...own, folder];
  }

  #listOf(folder: number): readonly number[] {
    let list = this.#single.get(folder);
    if (list === undefined) {
      list = [folder];
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
