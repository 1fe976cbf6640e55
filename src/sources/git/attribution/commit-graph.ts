/** The commits of a repository: whose tree each one shows, and which ones came before. */
import type { CommitColumns } from './commit-columns.js';
import { CommitList } from './commit-list.js';
import { NameTable } from './name-table.js';
import type { StoredPack } from './object-store.js';

/** Stands for a parent that is not here. */
export const MISSING_PARENT = -1;

/** Commits by number, in the order in which they were added. */
export class CommitGraph {
  readonly names: NameTable;
  /** Filled by `link`: the parents of commit `c` are `parents[starts[c]…starts[c + 1]]`. */
  starts: Int32Array = new Int32Array(1);
  parents: Int32Array = new Int32Array(0);
  /** Every commit after its parents. */
  order: Int32Array = new Int32Array(0);
  /** When it was committed, seconds; never before one of its parents, whatever it says. Filled by `link`. */
  dates = new Float64Array(0);
  readonly #list: CommitList;
  readonly #hashBytes: number;

  /** `expected`: about how many commits will come. */
  constructor(hashBytes: number, expected = 0) {
    this.#hashBytes = hashBytes;
    this.names = new NameTable(hashBytes, expected);
    this.#list = new CommitList(hashBytes);
  }

  /** When each was committed, as it says. */
  get times(): Float64Array {
    return this.#list.times;
  }

  /** Are there commits that make no sense? */
  get hasBroken(): boolean {
    return this.#list.isBroken.includes(1);
  }

  get count(): number {
    return this.names.count;
  }

  /** Takes a commit whose name is the bytes at `name[at…]`; a second one of that name is passed over. */
  add(name: Uint8Array, at: number, bytes: Uint8Array): void {
    if (this.#isNew(name, at)) this.#list.add(bytes);
  }

  /** Takes all commits of a pack. */
  addAll(columns: CommitColumns, { index, layout }: StoredPack): void {
    let parent = 0;
    columns.entries.forEach((entry, row) => {
      const position = layout.positions[entry] as number;
      if (this.#isNew(index.bytes, index.nameAt(position))) this.#list.addRow(columns, row, parent);
      parent += columns.parentCounts[row] as number;
    });
  }

  #isNew(name: Uint8Array, at: number): boolean {
    const known = this.names.count;
    return this.names.add(name, at) === known;
  }

  /** By commit, the number that its tree has in another table, or -1. */
  treesIn(table: NameTable): Int32Array {
    const numbers = new Int32Array(this.count);
    for (let commit = 0; commit < this.count; commit += 1) {
      numbers[commit] = table.find(this.#list.trees, commit * this.#hashBytes);
    }
    return numbers;
  }

  /** Resolves parents and puts the commits in order, when all have been added. */
  link(): void {
    const { count } = this;
    const { parentCounts, parentNames, parentsTotal, times } = this.#list;
    this.starts = new Int32Array(count + 1);
    this.parents = new Int32Array(parentsTotal);
    for (let commit = 0; commit < count; commit += 1) {
      this.starts[commit + 1] = (this.starts[commit] as number) + (parentCounts[commit] as number);
    }
    for (let link = 0; link < parentsTotal; link += 1) {
      this.parents[link] = this.names.find(parentNames, link * this.#hashBytes);
    }
    this.dates = times.slice(0, count);
    this.#sort();
    for (const commit of this.order) {
      let date = this.dates[commit] as number;
      this.eachParent(commit, (parent) => {
        if (parent !== MISSING_PARENT) date = Math.max(date, this.dates[parent] as number);
      });
      this.dates[commit] = date;
    }
  }

  eachParent(commit: number, visit: (parent: number) => void): void {
    const end = this.starts[commit + 1] as number;
    for (let link = this.starts[commit] as number; link < end; link += 1) visit(this.parents[link] as number);
  }

  /** Is a commit, of which this one says that it came before, not here? */
  hasMissingParent(commit: number): boolean {
    let isMissing = false;
    this.eachParent(commit, (parent) => (isMissing ||= parent === MISSING_PARENT));
    return isMissing;
  }

  /** Are some of the marked commits told to have parents that are not here? */
  hasGap(isMarked: Uint8Array): boolean {
    return isMarked.some((mark, commit) => mark === 1 && this.hasMissingParent(commit));
  }

  /** Marks everything that can be reached from some commits. */
  reach(tips: Iterable<number>): Uint8Array {
    const isReached = new Uint8Array(this.count);
    const open: number[] = [];
    const enter = (commit: number): void => {
      if (commit === MISSING_PARENT || isReached[commit] === 1) return;
      isReached[commit] = 1;
      open.push(commit);
    };
    for (const tip of tips) enter(tip);
    for (let commit = open.pop(); commit !== undefined; commit = open.pop()) this.eachParent(commit, enter);
    return isReached;
  }

  /** Commits in circles, which only liars make, come last. */
  #sort(): void {
    const { count } = this;
    const waiting = new Int32Array(count);
    const firstChild = new Int32Array(count).fill(-1);
    const nextChild = new Int32Array(this.parents.length).fill(-1);
    const childOf = new Int32Array(this.parents.length);
    for (let commit = 0; commit < count; commit += 1) {
      for (let link = this.starts[commit] as number; link < (this.starts[commit + 1] as number); link += 1) {
        const parent = this.parents[link] as number;
        if (parent === MISSING_PARENT) continue;
        waiting[commit] = (waiting[commit] as number) + 1;
        childOf[link] = commit;
        nextChild[link] = firstChild[parent] as number;
        firstChild[parent] = link;
      }
    }
    const order = new Int32Array(count);
    let length = 0;
    for (let commit = 0; commit < count; commit += 1) if (waiting[commit] === 0) order[length++] = commit;
    for (let at = 0; at < length; at += 1) {
      for (let link = firstChild[order[at] as number] as number; link >= 0; link = nextChild[link] as number) {
        const child = childOf[link] as number;
        waiting[child] = (waiting[child] as number) - 1;
        if (waiting[child] === 0) order[length++] = child;
      }
    }
    for (let commit = 0; commit < count && length < count; commit += 1) {
      if ((waiting[commit] as number) > 0) order[length++] = commit;
    }
    this.order = order;
  }
}
