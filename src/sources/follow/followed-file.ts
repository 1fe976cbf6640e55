/** A file that grows: held open, so that what is written to it after it was renamed is still read. */
import { crc32 } from 'node:zlib';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { Failure } from '../../model/failure.js';
import type { FollowMark, FollowProgress } from '../../model/follow-progress.js';
import type { RawPath } from '../../model/haystack.js';
import type { FileOrigin } from '../../model/origin.js';
import { reasonOf, toPathLike } from '../file.js';
import { pathText } from '../path-text.js';

/** The start of a file. */
const unread: FollowMark = { offset: 0, newlines: 0, lineStart: 0, told: [], check: 0 };

/** Bytes that `check` is made of. */
const CHECKED_BYTES = 1024;

/** An open file. Reading never throws. */
export class FollowedFile {
  /** The same for as long as the file lives, whatever it is called: device, inode, and when it was made. */
  readonly id: string;
  readonly canSeek = true;
  /** As it is called now. */
  path: RawPath;
  /** How far the search came. */
  mark: FollowMark = unread;
  /** Bytes read so far; the next ones make it worth a search. */
  position = 0;
  /** No name leads to it any more: what is left is read, and then it is closed. */
  isGone = false;
  /** It is not followed, because it has to be opened first (an archive). */
  isClosed = false;
  /** Since when it has not grown, in milliseconds of the follower's clock; null when what stands at its end was told. */
  quietSince: number | null = null;
  readonly #fd: number;

  private constructor(path: RawPath, fd: number, id: string) {
    this.path = path;
    this.#fd = fd;
    this.id = id;
  }

  /** Opens it; a failure where the system refuses, undefined when it is no file (any more). */
  static open(path: RawPath): FollowedFile | Failure | undefined {
    try {
      const fd = openSync(toPathLike(path), constants.O_RDONLY | constants.O_NONBLOCK);
      const stats = fstatSync(fd);
      if (stats.isFile()) return new FollowedFile(path, fd, idOf(stats));
      closeSync(fd);
      return undefined;
    } catch (error) {
      const reason = reasonOf(error, 'be opened');
      return reason.code === 'not-found' ? undefined : { origin: { kind: 'file', path: pathText(path) }, ...reason };
    }
  }

  get name(): string {
    return this.origin.path.text;
  }

  get origin(): FileOrigin {
    return { kind: 'file', path: pathText(this.path) };
  }

  /** Bytes it has now. */
  get size(): number {
    return fstatSync(this.#fd).size;
  }

  /** Takes what a search says about how far it came. */
  moveTo(progress: FollowProgress): void {
    this.mark = { ...progress, check: this.#checkAt(progress.offset) };
  }

  /** Goes on where an earlier run stopped, if this is still what it read. */
  resume(mark: FollowMark): void {
    if (mark.offset > this.size || this.#checkAt(mark.offset) !== mark.check) return;
    this.mark = mark;
    this.position = mark.offset;
  }

  /** Starts again when it was emptied since, even if it has grown beyond where it was. */
  notice(): void {
    const { offset, check } = this.mark;
    if (this.size >= this.position && (offset === 0 || this.#checkAt(offset) === check)) return;
    this.mark = unread;
    this.position = 0;
    this.quietSince = null;
  }

  /** As `OpenFile.read`. */
  read(target: Uint8Array, offset: number, length: number, position: number): number {
    try {
      return readSync(this.#fd, target, offset, length, position);
    } catch {
      return -1;
    }
  }

  close(): void {
    closeSync(this.#fd);
  }

  #checkAt(offset: number): number {
    const bytes = new Uint8Array(Math.min(offset, CHECKED_BYTES));
    const count = this.read(bytes, 0, bytes.length, offset - bytes.length);
    return crc32(bytes.subarray(0, Math.max(0, count)));
  }
}

/** What tells a file from another one. An inode is given away again, but not with the same time of birth. */
export function idOf(stats: { readonly dev: number; readonly ino: number; readonly birthtimeMs: number }): string {
  return `${stats.dev}:${stats.ino}:${Math.round(stats.birthtimeMs)}`;
}
