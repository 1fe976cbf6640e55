/** A pack that is open for reading, with the names of its objects. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { PackLayout } from '../../../model/pack-layout.js';
import { GitError } from '../git-error.js';
import { PackFile } from './pack-file.js';
import type { PackMemory } from './pack-memory.js';

const FANOUT_BYTES = 1024;

/** Pack and index, each a file descriptor; names are read when asked for. */
export class OpenPack {
  readonly layout: PackLayout;
  readonly #pack: number;
  readonly #index: number;
  readonly #isNewIndex: boolean;

  /**
   * Opens the pack at `path` (`….pack`), whose layout is known.
   * @throws GitError `object-missing` when one of the two files is gone
   */
  constructor(path: string, layout: PackLayout) {
    this.layout = layout;
    this.#pack = open(path);
    try {
      this.#index = open(indexPath(path));
    } catch (error) {
      closeSync(this.#pack);
      throw error;
    }
    const magic = Buffer.alloc(4);
    readSync(this.#index, magic, 0, 4, 0);
    this.#isNewIndex = magic.toString('hex') === 'ff744f63';
  }

  /** Reads entries into `memory`. */
  file(memory: PackMemory): PackFile {
    return new PackFile(this.#pack, this.layout, memory);
  }

  /** The name of an entry's object, in hex. */
  name(entry: number): string {
    const { hashBytes, positions } = this.layout;
    const position = positions[entry] as number;
    const at = this.#isNewIndex
      ? 8 + FANOUT_BYTES + position * hashBytes
      : FANOUT_BYTES + position * (hashBytes + 4) + 4;
    const name = Buffer.alloc(hashBytes);
    readSync(this.#index, name, 0, hashBytes, at);
    return name.toString('hex');
  }

  close(): void {
    closeSync(this.#pack);
    closeSync(this.#index);
  }
}

/** Where the index of a pack stands. */
export function indexPath(pack: string): string {
  return pack.replace(/\.pack$/, '.idx');
}

function open(path: string): number {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if (fstatSync(file).isFile()) return file;
  } catch {
    // Said below.
  }
  if (file !== undefined) closeSync(file);
  throw new GitError('object-missing', 'The pack is gone, or may not be read.');
}
