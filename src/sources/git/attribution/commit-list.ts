/** Commits in columns that grow. */
import type { CommitColumns } from './commit-columns.js';
import { CommitHead } from './commit-head.js';

const FIRST = 1024;

/** What commits say, each as it is added. */
export class CommitList {
  count = 0;
  parentsTotal = 0;
  trees: Uint8Array;
  parentNames: Uint8Array;
  parentCounts = new Uint32Array(FIRST);
  times = new Float64Array(FIRST);
  isBroken = new Uint8Array(FIRST);
  readonly #hashBytes: number;
  readonly #head: CommitHead;

  constructor(hashBytes: number) {
    this.#hashBytes = hashBytes;
    this.#head = new CommitHead(hashBytes);
    this.trees = new Uint8Array(FIRST * hashBytes);
    this.parentNames = new Uint8Array(2 * FIRST * hashBytes);
  }

  /** Takes the bytes of a commit. */
  add(bytes: Uint8Array): void {
    const head = this.#head;
    if (head.read(bytes)) this.#push(head.tree, 0, head.parents, 0, head.parentCount, head.date);
    else {
      this.isBroken[this.count] = 1;
      this.#push(new Uint8Array(this.#hashBytes), 0, head.parents, 0, 0, 0);
    }
  }

  /** Takes a row of columns, whose parents begin with number `firstParent`. */
  addRow(columns: Omit<CommitColumns, 'entries' | 'refused'>, row: number, firstParent: number): void {
    const { trees, parentNames, parentCounts, times, isBroken } = columns;
    this.isBroken[this.count] = isBroken[row] as number;
    this.#push(trees, row, parentNames, firstParent, parentCounts[row] as number, times[row] as number);
  }

  #push(trees: Uint8Array, row: number, names: Uint8Array, first: number, parents: number, time: number): void {
    const { count } = this;
    copyName(trees, row, this.trees, count, this.#hashBytes);
    this.times[count] = time;
    this.parentCounts[count] = parents;
    const end = (this.parentsTotal + parents) * this.#hashBytes;
    while (end > this.parentNames.length)
      this.parentNames = grown(this.parentNames, new Uint8Array(this.parentNames.length * 2));
    for (let parent = 0; parent < parents; parent += 1)
      copyName(names, first + parent, this.parentNames, this.parentsTotal + parent, this.#hashBytes);
    this.parentsTotal += parents;
    this.count = count + 1;
    if (this.count === this.times.length) this.#grow();
  }

  #grow(): void {
    const length = this.count * 2;
    this.times = grown(this.times, new Float64Array(length));
    this.parentCounts = grown(this.parentCounts, new Uint32Array(length));
    this.isBroken = grown(this.isBroken, new Uint8Array(length));
    this.trees = grown(this.trees, new Uint8Array(length * this.#hashBytes));
  }
}

function grown<T extends Uint8Array | Uint32Array | Float64Array>(old: T, fresh: T): T {
  fresh.set(old);
  return fresh;
}

function copyName(from: Uint8Array, row: number, to: Uint8Array, place: number, hashBytes: number): void {
  for (let byte = 0; byte < hashBytes; byte += 1) to[place * hashBytes + byte] = from[row * hashBytes + byte] as number;
}
