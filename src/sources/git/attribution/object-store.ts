/** All objects of a repository as they lie now, to be read one by one or kind by kind. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import type { PackLayout } from '../../../model/pack-layout.js';
import { type GitObject, listLooseObjects, type ObjectType, readLooseObject } from '../loose-object.js';
import { brokenNames } from '../pack/broken-names.js';
import type { FamilyVisitor, Wanted } from '../pack/family-walk.js';
import { ObjectStack } from '../pack/object-stack.js';
import { indexPath } from '../pack/open-pack.js';
import { PackFile } from '../pack/pack-file.js';
import { PackIndex } from '../pack/pack-index.js';
import { layOutPack } from '../pack/pack-layout.js';
import { defaultPackMemory, PackMemory, type PackMemoryOptions } from '../pack/pack-memory.js';
import { listPacks } from '../repository/list-packs.js';
import type { Repository } from '../repository/repository.js';
import { walkKind } from './walk-kind.js';

/** A pack that is open, with what is known of it. */
export interface StoredPack {
  readonly file: number;
  readonly index: PackIndex;
  readonly layout: PackLayout;
}

/** Commits, trees and tags above this are asked of git. */
const MOST_LOOSE_BYTES = 32 * 1024 * 1024;

/** Compressed entries that are read at once: as many as lie near each other cost one call. */
const HELD_BYTES = 32 * 1024 * 1024;

/** Packs of together no more are small; objects of more in them are asked of git. */
const SMALL_BYTES = 8 * 1024 * 1024;

const types = [undefined, 'commit', 'tree', 'blob', 'tag'] as const;

/** See the head of the file. `close` it. */
export class ObjectStore {
  readonly hashBytes: number;
  readonly packs: readonly StoredPack[];
  readonly memory: PackMemory;
  /** A partial clone, or a pack that cannot be read: what is not here may be elsewhere. */
  readonly isPartial: boolean;
  /** Loose objects, as `ab/cdef…`, and the folder where each one lies. */
  readonly #folders = new Map<string, string>();
  readonly #entries = new Map<StoredPack, Uint32Array>();

  /** `layouts`: those of packs that are known already, by path. */
  constructor(repository: Repository, layouts: ReadonlyMap<string, PackLayout>) {
    this.hashBytes = repository.hash === 'sha1' ? 20 : 32;
    const packs: StoredPack[] = [];
    let isPartial = repository.closedAlternates.length > 0;
    for (const folder of repository.objectFolders) {
      const listed = listPacks(folder, repository.territory);
      isPartial ||= listed.isPartial || listed.outside.length > 0;
      for (const path of listed.packs) {
        const pack = openPack(path, this.hashBytes, layouts.get(path));
        if (pack === undefined) isPartial = true;
        else packs.push(pack);
      }
      for (const file of listLooseObjects(folder, this.hashBytes)) this.#folders.set(file, folder);
    }
    this.packs = packs;
    this.memory = new PackMemory(roomFor(packs));
    this.isPartial = isPartial;
  }

  /** Every loose object that is no blob, with its name; `refuse` is told of those that cannot be read here. */
  *loose(refuse: (name: string) => void): Generator<{ readonly name: string; readonly object: GitObject }> {
    for (const [file, folder] of this.#folders) {
      const object = readLooseObject(`${folder}/${file}`, MOST_LOOSE_BYTES);
      const name = file.replace('/', '');
      if (object === 'unreadable') refuse(name);
      else if (object !== 'gone' && object.type !== 'blob') yield { name, object };
    }
  }

  /** Names of all loose objects, in hex. */
  *looseNames(): Generator<string> {
    for (const file of this.#folders.keys()) yield file.replace('/', '');
  }

  /** Names of what lies in packs and nobody can tell what it is: its entry is broken, or its base is missing. */
  *untyped(): Generator<string> {
    for (const { index, layout } of this.packs) yield* brokenNames(layout, index).unreadable;
  }

  /** Shows `visitor` all entries of a pack that are of a kind. */
  walk(pack: StoredPack, kind: number, wanted: Wanted, visitor: Omit<FamilyVisitor, 'wantsPause'>): void {
    walkKind(pack, this.memory, kind, wanted, visitor);
  }

  /** The bytes of an object by its name, in hex; undefined when it is not here, of another type, or cannot be read. */
  read(name: string, type: ObjectType): Uint8Array | undefined {
    const bytes = Buffer.from(name, 'hex');
    for (const pack of this.packs) {
      const position = pack.index.find(bytes, 0);
      const entry = position < 0 ? -1 : this.#entryOf(pack, position);
      if (entry < 0 || types[pack.layout.types[entry] as number] !== type) continue;
      const object = this.#readEntry(pack, entry);
      if (object !== undefined) return object;
    }
    const file = `${name.slice(0, 2)}/${name.slice(2)}`;
    const folder = this.#folders.get(file);
    const object = folder && readLooseObject(`${folder}/${file}`, MOST_LOOSE_BYTES);
    return typeof object === 'object' && object.type === type ? object.bytes : undefined;
  }

  close(): void {
    for (const { file } of this.packs) closeSync(file);
  }

  #entryOf(pack: StoredPack, position: number): number {
    let entries = this.#entries.get(pack);
    if (entries === undefined) {
      const { count, positions } = pack.layout;
      entries = new Uint32Array(count);
      for (let entry = 0; entry < count; entry += 1) entries[positions[entry] as number] = entry;
      this.#entries.set(pack, entries);
    }
    return entries[position] as number;
  }

  #readEntry({ file, layout }: StoredPack, entry: number): Uint8Array | undefined {
    const stack = new ObjectStack(new PackFile(file, layout, this.memory), this.memory);
    if (!stack.rebuild(entry)) return undefined;
    const { rope, size } = stack.built;
    const text = this.memory.words[(rope >>> 2) + 1] as number;
    return this.memory.bytes.slice(text, text + size);
  }
}

/** Where packs are small, so is the memory: taking 100 MB of address space alone lets the collector run. */
function roomFor(packs: readonly StoredPack[]): PackMemoryOptions {
  const bytes = packs.reduce((sum, { layout }) => sum + (layout.offsets[layout.count] as number), 0);
  return bytes > SMALL_BYTES
    ? { ...defaultPackMemory, heldBytes: HELD_BYTES }
    : { inputBytes: defaultPackMemory.inputBytes, textBytes: SMALL_BYTES, ropeBytes: 1024 * 1024, heldBytes: bytes };
}

function openPack(path: string, hashBytes: number, layout: PackLayout | undefined): StoredPack | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const index = new PackIndex(readFileSync(indexPath(path)), hashBytes);
    // A pack whose index was written anew is laid out anew.
    const isKnown = layout !== undefined && layout.count === index.count;
    return { file, index, layout: isKnown ? layout : layOutPack(file, fstatSync(file).size, index) };
  } catch {
    if (file !== undefined) closeSync(file);
    return undefined;
  }
}
