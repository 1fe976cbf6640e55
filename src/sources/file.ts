/** Files: opened with care, read where asked. */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import type { Failure, Skipped } from '../model/failure.js';
import type { RawPath } from '../model/haystack.js';
import type { FileOrigin } from '../model/origin.js';
import { pathText } from './path-text.js';

/** An open file. Reading never throws: `read` answers a negative number when the system failed. */
export interface OpenFile {
  readonly kind: 'open';
  readonly origin: FileOrigin;
  /** Bytes when it was first asked; 0 for what has no size (pipes, /proc). */
  readonly size: number;
  /** False for a pipe: it can be read once, from its start. */
  readonly canSeek: boolean;
  /** Why it is not read after all: it is no regular file, nor a pipe that was named. Nothing was taken from it. */
  readonly skipped: Skipped | null;
  /** Reads up to `length` bytes of the file at `position` into `target` at `offset`; 0 at the end, -1 on failure. */
  read(target: Uint8Array, offset: number, length: number, position: number): number;
  close(): void;
}

/** An open file, or why there is none. */
export type OpenedFile = OpenFile | { readonly kind: 'failed'; readonly failure: Failure };

/** How to open: what a walk met must not be a link by now; what the user named may be one, or a pipe. */
export type OpenAs = 'walked' | 'named';

/** Opens a file for reading. A pipe that a walk met is not waited for, and gives nothing: it cannot be read at a position. */
export function openFile(path: RawPath, as: OpenAs): OpenedFile {
  try {
    if (as === 'walked') return new Descriptor(openSync(toPathLike(path), WALKED), path);
    const fd = openSync(toPathLike(path), constants.O_RDONLY);
    return new Descriptor(fd, path, fstatSync(fd));
  } catch (error) {
    return { kind: 'failed', failure: { origin: originOf(path), ...reasonOf(error, 'be opened') } };
  }
}

const WALKED = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Asks of the system only what is asked of it: a tree of small files is opened and read, and little else. */
class Descriptor implements OpenFile {
  readonly kind = 'open';
  readonly #fd: number;
  readonly #path: RawPath;
  readonly #isPipe: boolean;
  #origin: FileOrigin | undefined;
  #stats: Stats | undefined;

  /** `stats` is given for what may be a pipe. */
  constructor(fd: number, path: RawPath, stats?: Stats) {
    this.#fd = fd;
    this.#path = path;
    this.#stats = stats;
    this.#isPipe = stats?.isFIFO() ?? false;
  }

  get origin(): FileOrigin {
    return (this.#origin ??= originOf(this.#path));
  }

  get size(): number {
    return this.#isPipe ? 0 : this.#stat().size;
  }

  get canSeek(): boolean {
    return !this.#isPipe;
  }

  get skipped(): Skipped | null {
    const special = this.#isPipe ? null : specialOf(this.#stat());
    if (special === null) return null;
    return { origin: this.origin, code: 'special-file', message: `a ${special} is not read` };
  }

  read(target: Uint8Array, offset: number, length: number, position: number): number {
    try {
      return readSync(this.#fd, target, offset, length, this.#isPipe ? null : position);
    } catch {
      return -1;
    }
  }

  close(): void {
    closeSync(this.#fd);
  }

  #stat(): Stats {
    return (this.#stats ??= fstatSync(this.#fd));
  }
}

function originOf(path: RawPath): FileOrigin {
  return { kind: 'file', path: pathText(path) };
}

function specialOf(stats: Stats): 'device' | 'pipe' | 'socket' | 'folder' | null {
  if (stats.isFile()) return null;
  if (stats.isFIFO()) return 'pipe';
  if (stats.isSocket()) return 'socket';
  return stats.isDirectory() ? 'folder' : 'device';
}

/** The system's error code as our own reason; a foreign message is never passed on. */
export function reasonOf(error: unknown, what: string): { code: string; message: string } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = reasons[code];
  if (known === undefined)
    return { code: 'unreadable', message: `could not ${what}${/^E[A-Z0-9]+$/.test(code) ? ` (${code})` : ''}` };
  return { code: known[0], message: `could not ${what}: ${known[1]}` };
}

const reasons: { readonly [code: string]: readonly [code: string, words: string] } = {
  EACCES: ['permission-denied', 'permission denied; run as a user that may read it'],
  EPERM: ['permission-denied', 'permission denied; run as a user that may read it'],
  ENOENT: ['not-found', 'no such file or folder'],
  ENOTDIR: ['not-found', 'a part of the path is no folder'],
  ELOOP: ['link-met', 'it is a symbolic link now, or links run in a circle'],
  EISDIR: ['is-folder', 'it is a folder'],
  EMFILE: ['too-many-files', 'too many files are open; raise the limit (ulimit -n)'],
  ENFILE: ['too-many-files', 'too many files are open in the whole system'],
  EIO: ['unreadable', 'the disk reported an error'],
  ENXIO: ['unreadable', 'nothing is behind this device'],
  ENAMETOOLONG: ['unreadable', 'the path is too long'],
};

/** A path as `node:fs` takes it. */
export function toPathLike(path: RawPath): string | Buffer {
  return typeof path === 'string' ? path : Buffer.from(path.buffer, path.byteOffset, path.length);
}
