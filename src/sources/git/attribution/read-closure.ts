/** Finds all trees from which some objects can be reached: in one pass over all trees, or level by level when they are many. */
import { entryKind } from '../pack/entry-header.js';
import { NameTable } from './name-table.js';
import type { ObjectStore, StoredPack } from './object-store.js';
import { TreeClosure } from './tree-closure.js';
import { TreeLinks } from './tree-links.js';
import { readTree, TREE_REACH, TreeReader, type WantedNames } from './tree-reader.js';

/** Trees whose names are all held at once; about 50 bytes each. */
const MOST_TREES = 1_500_000;

/** Folders deeper than this are not followed when there are too many trees to hold. */
const MOST_LEVELS = 100;

/** A tree that was read by other means. */
export interface ReadTree {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What it takes to read trees. */
export interface TreeSources {
  readonly store: ObjectStore;
  /** Loose trees, and those that had to be asked of git. */
  others(): Iterable<ReadTree>;
  /** Is told of entries that cannot be read here. */
  refuse(name: string): void;
}

/** @param objects names of the objects, in hex, without repetition: they become numbers 0, 1, … */
export function readClosure(sources: TreeSources, objects: readonly string[]): TreeClosure {
  const { store } = sources;
  if (objects.length === 0) return new TreeClosure(tableOf(store.hashBytes, [], 0), 0, new TreeLinks(), false);
  const trees = store.packs.reduce((sum, pack) => sum + countTrees(pack), 0);
  const names = tableOf(store.hashBytes, objects, trees <= MOST_TREES ? trees : 0);
  if (trees <= MOST_TREES) {
    for (const pack of store.packs) addTrees(pack, names);
    for (const { name } of sources.others()) names.add(Buffer.from(name, 'hex'), 0);
    const links = new TreeLinks();
    pass(sources, { names, from: 0, to: names.count }, links);
    if (!links.isFull) return new TreeClosure(names, objects.length, links, false);
  }
  return readByLevels(sources, tableOf(store.hashBytes, objects, 0), objects.length);
}

/** Each pass finds the trees that hold what the one before found. */
function readByLevels(sources: TreeSources, names: NameTable, objects: number): TreeClosure {
  const links = new TreeLinks();
  let from = 0;
  let level = 0;
  for (; level < MOST_LEVELS && from < names.count && !links.isFull; level += 1) {
    const to = names.count;
    pass(sources, { names, from, to }, links);
    from = to;
  }
  return new TreeClosure(names, objects, links, from < names.count);
}

function pass(sources: TreeSources, wanted: WantedNames, links: TreeLinks): void {
  const { store } = sources;
  const { names } = wanted;
  const name = new Uint8Array(store.hashBytes);
  for (const pack of store.packs) {
    const { layout, index } = pack;
    const numberOf = (entry: number): number => {
      index.copyName(layout.positions[entry] as number, name, 0);
      return names.add(name, 0);
    };
    const reader = new TreeReader(layout, store.memory, wanted, links, numberOf);
    store.walk(
      pack,
      entryKind.tree,
      { longest: TREE_REACH + 1, headBytes: 0 },
      {
        look: (object) => reader.look(object),
        refuse: (entry) => sources.refuse(index.name(layout.positions[entry] as number)),
      },
    );
  }
  for (const { name: hex, bytes } of sources.others()) {
    readTree(bytes, wanted, links, () => names.add(Buffer.from(hex, 'hex'), 0));
  }
}

function tableOf(hashBytes: number, objects: readonly string[], more: number): NameTable {
  const names = new NameTable(hashBytes, objects.length + more);
  for (const object of objects) names.add(Buffer.from(object, 'hex'), 0);
  return names;
}

function countTrees({ layout }: StoredPack): number {
  let count = 0;
  for (let entry = 0; entry < layout.count; entry += 1) if (layout.types[entry] === entryKind.tree) count += 1;
  return count;
}

function addTrees({ index, layout }: StoredPack, names: NameTable): void {
  const name = new Uint8Array(names.hashBytes);
  for (let entry = 0; entry < layout.count; entry += 1) {
    if (layout.types[entry] !== entryKind.tree) continue;
    index.copyName(layout.positions[entry] as number, name, 0);
    names.add(name, 0);
  }
}
