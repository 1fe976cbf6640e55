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
  /** Bytes at the time it was opened; 0 for what has no size (pipes, /proc). */
  readonly size: number;
  /** False for a pipe: it can be read once, from its start. */
  readonly canSeek: boolean;
  /** Reads up to `length` bytes of the file at `position` into `target` at `offset`; 0 at the end, -1 on failure. */
  read(target: Uint8Array, offset: number, length: number, position: number): number;
  close(): void;
}

/** An open file, or why there is none. */
export type OpenedFile =
  | OpenFile
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'skipped'; readonly skipped: Skipped };

/** How to open: what a walk met must not be a link by now; what the user named may be one, or a pipe. */
export type OpenAs = 'walked' | 'named';

/** Opens a file for reading. A pipe that a walk met is not waited for. */
export function openFile(path: RawPath, as: OpenAs): OpenedFile {
  const origin: FileOrigin = { kind: 'file', path: pathText(path) };
  let fd: number;
  try {
    const flags = as === 'walked' ? constants.O_NOFOLLOW | constants.O_NONBLOCK : 0;
    fd = openSync(toPathLike(path), constants.O_RDONLY | flags);
  } catch (error) {
    return { kind: 'failed', failure: { origin, ...reasonOf(error, 'be opened') } };
  }
  const stats = fstatSync(fd);
  const special = specialOf(stats);
  if (special !== null && !(special === 'pipe' && as === 'named')) {
    closeSync(fd);
    return { kind: 'skipped', skipped: { origin, code: 'special-file', message: `a ${special} is not read` } };
  }
  const canSeek = special === null;
  return {
    kind: 'open',
    origin,
    size: canSeek ? stats.size : 0,
    canSeek,
    read(target, offset, length, position) {
      try {
        return readSync(fd, target, offset, length, canSeek ? position : null);
      } catch {
        return -1;
      }
    },
    close: () => closeSync(fd),
  };
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
