/** Trees from which some objects can be reached, in an order that makes asking which ones cheap. */
import type { NameTable } from './name-table.js';
import type { TreeLinks } from './tree-links.js';

/** Nodes are the numbers of a `NameTable`, of which the first ones are the objects that are asked for. */
export class TreeClosure {
  readonly names: NameTable;
  /** How many objects are asked for. */
  readonly objects: number;
  /** Some of it could not be read or kept. */
  readonly isPartial: boolean;
  /** The objects and all trees from which one can be reached, each after what it holds. */
  readonly order: Int32Array;
  /** The trees that hold node `n` are `parents[starts[n]…starts[n + 1]]`, */
  readonly starts: Int32Array;
  readonly parents: Int32Array;
  /** and under these hashes of names. */
  readonly linkNames: Uint32Array;

  constructor(names: NameTable, objects: number, links: TreeLinks, isPartial: boolean) {
    this.names = names;
    this.objects = objects;
    this.isPartial = isPartial || links.isFull || names.isLossy;
    const { count } = links;
    const starts = new Int32Array(names.count + 1);
    for (let link = 0; link < count; link += 1) {
      const at = (links.children[link] as number) + 1;
      starts[at] = (starts[at] as number) + 1;
    }
    for (let node = 0; node < names.count; node += 1) {
      starts[node + 1] = (starts[node + 1] as number) + (starts[node] as number);
    }
    const next = starts.slice();
    this.parents = new Int32Array(count);
    this.linkNames = new Uint32Array(count);
    for (let link = 0; link < count; link += 1) {
      const child = links.children[link] as number;
      const at = next[child] as number;
      next[child] = at + 1;
      this.parents[at] = links.parents[link] as number;
      this.linkNames[at] = links.names[link] as number;
    }
    this.starts = starts;
    this.order = this.#sort(this.#reach());
  }

  /** Calls back for every entry of a tree that holds a node: the tree, and the hash of the entry's name. */
  eachParent(node: number, visit: (parent: number, name: number) => void): void {
    const end = this.starts[node + 1] as number;
    for (let at = this.starts[node] as number; at < end; at += 1) {
      visit(this.parents[at] as number, this.linkNames[at] as number);
    }
  }

  /** Gives every node the bits of all that it holds. `masks`: one of 32 bits a node, those of the objects set. */
  spread(masks: Uint32Array): void {
    const starts = this.starts;
    const parents = this.parents;
    for (const node of this.order) {
      const mask = masks[node] as number;
      if (mask === 0) continue;
      const end = starts[node + 1] as number;
      for (let at = starts[node] as number; at < end; at += 1) {
        const parent = parents[at] as number;
        masks[parent] = (masks[parent] as number) | mask;
      }
    }
  }

  #reach(): Int32Array {
    const { starts, parents } = this;
    const isReached = new Uint8Array(this.names.count);
    const reached = new Int32Array(this.names.count);
    for (let object = 0; object < this.objects; object += 1) {
      isReached[object] = 1;
      reached[object] = object;
    }
    let length = this.objects;
    for (let at = 0; at < length; at += 1) {
      const node = reached[at] as number;
      const end = starts[node + 1] as number;
      for (let link = starts[node] as number; link < end; link += 1) {
        const parent = parents[link] as number;
        if (isReached[parent] === 1) continue;
        isReached[parent] = 1;
        reached[length++] = parent;
      }
    }
    return reached.subarray(0, length);
  }

  /** Trees that hold themselves, which only liars make, come last. */
  #sort(reached: Int32Array): Int32Array {
    const { starts, parents } = this;
    const waiting = new Int32Array(this.names.count);
    for (const node of reached) {
      const end = starts[node + 1] as number;
      for (let link = starts[node] as number; link < end; link += 1) {
        const parent = parents[link] as number;
        waiting[parent] = (waiting[parent] as number) + 1;
      }
    }
    const order = new Int32Array(reached.length);
    let length = 0;
    for (const node of reached) if (waiting[node] === 0) order[length++] = node;
    for (let at = 0; at < length; at += 1) {
      const node = order[at] as number;
      const end = starts[node + 1] as number;
      for (let link = starts[node] as number; link < end; link += 1) {
        const parent = parents[link] as number;
        waiting[parent] = (waiting[parent] as number) - 1;
        if (waiting[parent] === 0) order[length++] = parent;
      }
    }
    for (const node of reached) if ((waiting[node] as number) > 0 && length < order.length) order[length++] = node;
    return order;
  }
}
