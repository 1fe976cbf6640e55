/** Opens a pack as the product does, for tests. */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import type { PackLayout } from '../../../../src/model/pack-layout.js';
import { PackFile } from '../../../../src/sources/git/pack/pack-file.js';
import { PackIndex } from '../../../../src/sources/git/pack/pack-index.js';
import { layOutPack } from '../../../../src/sources/git/pack/pack-layout.js';
import type { PackMemory } from '../../../../src/sources/git/pack/pack-memory.js';

/** What a test wants to know of a pack. */
export interface OpenedPack {
  readonly index: PackIndex;
  readonly layout: PackLayout;
  /** The name of an entry's object. */
  name(entry: number): string;
  file(memory: PackMemory): PackFile;
  close(): void;
}

/** `path` ends in `.pack`. */
export function openPack(path: string, hashBytes = 20): OpenedPack {
  const file = openSync(path, 'r');
  const index = new PackIndex(readFileSync(path.replace(/pack$/, 'idx')), hashBytes);
  const layout = layOutPack(file, fstatSync(file).size, index);
  return {
    index,
    layout,
    name: (entry) => index.name(layout.positions[entry] as number),
    file: (memory) => new PackFile(file, layout, memory),
    close: () => closeSync(file),
  };
}
