/** Finds all trees from which some objects can be reached, level by level: those that hold an object, those that hold these, … */
import type { TreeColumns } from '../../../model/tree-columns.js';
import { entryKind } from '../pack/entry-header.js';
import { countKind } from './count-kind.js';
import { NameTable } from './name-table.js';
import type { ObjectStore, StoredPack } from './object-store.js';
import type { PackReader } from './pack-reader.js';
import { PartClaims } from './part-claims.js';
import { readTrees } from './read-trees.js';
import { TreeClosure } from './tree-closure.js';
import { TreeLinks } from './tree-links.js';
import { recordTree, TREE_REACH, TreeReader } from './tree-reader.js';
import { TreeRecording } from './tree-recording.js';

/** Trees whose names are all held at once; about 50 bytes each. With more, every level reads all trees anew. */
const MOST_TREES = 2_000_000;

/** Compressed bytes of trees that a thread reads before it asks for more, when there are two. */
const PART_BYTES = 4 * 1024 * 1024;

/** Folders in folders that are followed when what trees hold is held, and when it is read anew. */
const MOST_LEVELS = 1000;
const MOST_READINGS = 30;

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

/**
 * @param objects names of the objects, in hex, without repetition: they become numbers 0, 1, …
 * @param reader reads some of the trees meanwhile, part by part
 */
export function readClosure(
  sources: TreeSources,
  objects: readonly string[],
  reader?: Pick<PackReader, 'trees'>,
  partBytes = PART_BYTES,
): Promise<TreeClosure> {
  return new ClosureReading(sources, objects).read(reader, partBytes);
}

class ClosureReading {
  readonly #sources: TreeSources;
  readonly #objects: number;
  readonly #names: NameTable;
  readonly #links = new TreeLinks();
  /** By entry of a pack, the numbers of its trees, when all trees are in the table. */
  readonly #numbers = new Map<StoredPack, Int32Array>();
  /** By number, how many levels above the objects; 1 for those themselves, 0 when that is not known. */
  #levels = new Uint16Array(1024);
  /** Are all trees in the table, so that they need be read only once? */
  readonly #isWhole: boolean;

  constructor(sources: TreeSources, objects: readonly string[]) {
    const { store } = sources;
    this.#sources = sources;
    this.#objects = objects.length;
    const trees =
      objects.length === 0 ? 0 : store.packs.reduce((sum, pack) => sum + countKind(pack.layout, entryKind.tree), 0);
    this.#isWhole = trees <= MOST_TREES;
    this.#names = new NameTable(store.hashBytes, objects.length + (this.#isWhole ? trees : 0));
    for (const object of objects) this.#names.add(Buffer.from(object, 'hex'), 0);
  }

  async read(reader: Pick<PackReader, 'trees'> | undefined, partBytes: number): Promise<TreeClosure> {
    const names = this.#names;
    for (let object = 0; object < this.#objects; object += 1) this.#setLevel(object, 1);
    if (this.#objects === 0) return this.#close(false);
    if (!this.#isWhole) return this.#close(this.#readAnew());
    for (const pack of this.#sources.store.packs) this.#numbers.set(pack, addTrees(pack, names));
    for (const { name } of this.#sources.others()) names.add(Buffer.from(name, 'hex'), 0);
    const recordings = (reader && (await this.#recordWith(reader, partBytes))) ?? this.#record(() => {});
    if (recordings === undefined) return this.#close(this.#readAnew());
    return this.#close(
      this.#climb(MOST_LEVELS, (level, fresh) => {
        for (const { recording, numberOf } of recordings)
          recording.link(this.#levels, level, fresh, this.#links, numberOf);
      }),
    );
  }

  #close(isPartial: boolean): TreeClosure {
    return new TreeClosure(this.#names, this.#objects, this.#links, isPartial);
  }

  /** Reads all trees once for every level. True when not all could be read so. */
  #readAnew(): boolean {
    let isLost = false;
    const isCut = this.#climb(MOST_READINGS, (level, fresh) => {
      const link = ({ recording, numberOf }: Recorded): void => {
        recording.link(this.#levels, level, fresh, this.#links, numberOf);
        recording.clear();
      };
      const rest = this.#record(link);
      isLost ||= rest === undefined;
      for (const recorded of rest ?? []) link(recorded);
    });
    return isCut || isLost;
  }

  /** Links level by level until there is nothing above. True when it was given up before. */
  #climb(most: number, link: (level: number, fresh: readonly number[]) => void): boolean {
    let seen = 0;
    let fresh = Array.from({ length: this.#objects }, (_, object) => object);
    for (let level = 1; level <= most; level += 1) {
      this.#fit();
      link(level, fresh);
      fresh = [];
      const { parents, count } = this.#links;
      if (count === seen) return false;
      this.#fit();
      for (; seen < count; seen += 1) {
        const parent = parents[seen] as number;
        if (this.#levels[parent] !== 0) continue;
        this.#setLevel(parent, level + 1);
        fresh.push(parent);
      }
    }
    return true;
  }

  #setLevel(number: number, level: number): void {
    this.#fit();
    this.#levels[number] = level;
  }

  #fit(): void {
    if (this.#levels.length >= this.#names.count) return;
    const levels = new Uint16Array(this.#names.count * 2);
    levels.set(this.#levels);
    this.#levels = levels;
  }

  /** Records all trees; undefined when they are too many to hold and `relieve` does not empty what is full. */
  #record(relieve: (recorded: Recorded) => void): Recorded[] | undefined {
    const { store } = this.#sources;
    const names = this.#names;
    const recordings: Recorded[] = [];
    let isOverfull = false;
    for (const pack of store.packs) {
      const { layout, index } = pack;
      const recording = new TreeRecording(names.hashBytes, countKind(layout, entryKind.tree));
      const recorded = { recording, numberOf: this.#numbersOf(pack) };
      recordings.push(recorded);
      const reader = new TreeReader(layout, store.memory, names, recording);
      store.walk(
        pack,
        entryKind.tree,
        { longest: TREE_REACH + 1, headBytes: 0 },
        {
          look(object) {
            if ((layout.bases[object.entry] as number) < 0 && recording.isFull) relieve(recorded);
            isOverfull ||= recording.isFull;
            return isOverfull ? false : reader.look(object);
          },
          refuse: (entry) => this.#sources.refuse(index.name(layout.positions[entry] as number)),
        },
      );
    }
    recordings.push(this.#recordOthers());
    return isOverfull ? undefined : recordings;
  }

  /** Records all trees together with another thread; undefined when that did not work, or they are too many to hold. */
  async #recordWith(reader: Pick<PackReader, 'trees'>, partBytes: number): Promise<Recorded[] | undefined> {
    const { store } = this.#sources;
    const trees = {
      packs: store.packs.map(({ file, layout }) => ({ file, layout })),
      names: this.#names.columns,
      partBytes,
      claims: new PartClaims().shared,
    };
    const asked = reader.trees(trees);
    const own = readTrees(trees, store.memory);
    const other = await asked;
    if (other === undefined) return undefined;
    let parts = 0;
    const recordings = store.packs.map((pack, number) => {
      const { index, layout } = pack;
      const recording = new TreeRecording(this.#names.hashBytes);
      const stretches = [own, other].flatMap(({ packs }) => stretchesOf(packs[number] as TreeColumns));
      parts += stretches.length;
      // In the order of the pack, so that it does not matter who was quicker.
      for (const { columns, first, end } of stretches.sort((one, next) => one.part - next.part))
        recording.append(columns, first, end);
      for (const { packs } of [own, other])
        for (const entry of (packs[number] as TreeColumns).refused)
          this.#sources.refuse(index.name(layout.positions[entry] as number));
      return { recording, numberOf: this.#numbersOf(pack) };
    });
    return parts < own.parts ? undefined : [...recordings, this.#recordOthers()];
  }

  #numbersOf(pack: StoredPack): (entry: number) => number {
    const { index, layout } = pack;
    const numbers = this.#numbers.get(pack);
    return (entry) => numbers?.[entry] ?? this.#names.add(index.bytes, index.nameAt(layout.positions[entry] as number));
  }

  #recordOthers(): Recorded {
    const recording = new TreeRecording(this.#names.hashBytes);
    const others: string[] = [];
    for (const { name, bytes } of this.#sources.others()) {
      recording.begin(others.push(name) - 1, 0);
      recordTree(bytes, this.#names, recording);
      recording.end();
    }
    return { recording, numberOf: (entry) => this.#names.add(Buffer.from(others[entry] as string, 'hex'), 0) };
  }
}

/** What the trees of one pack hold. */
interface Recorded {
  readonly recording: TreeRecording;
  readonly numberOf: (entry: number) => number;
}

/** Trees of one part of a pack, in what one thread read. */
interface Stretch {
  readonly part: number;
  readonly columns: TreeColumns;
  readonly first: number;
  readonly end: number;
}

function stretchesOf(columns: TreeColumns): Stretch[] {
  const { parts } = columns;
  return Array.from({ length: parts.length / 2 }, (_, at) => ({
    part: parts[2 * at] as number,
    columns,
    first: at > 0 ? (parts[2 * at - 1] as number) : 0,
    end: parts[2 * at + 1] as number,
  }));
}

/** Numbers the trees of a pack in the order of its index, which is that of the table. Answers the numbers by entry. */
function addTrees({ index, layout }: StoredPack, names: NameTable): Int32Array {
  const { count, types, positions } = layout;
  const trees = new Int32Array(count).fill(-1);
  for (let entry = 0; entry < count; entry += 1) {
    if (types[entry] === entryKind.tree) trees[positions[entry] as number] = entry;
  }
  const numbers = new Int32Array(count);
  for (let position = 0; position < count; position += 1) {
    const entry = trees[position] as number;
    if (entry >= 0) numbers[entry] = names.add(index.bytes, index.nameAt(position));
  }
  return numbers;
}
