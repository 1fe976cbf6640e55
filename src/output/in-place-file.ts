/** A file that is written anew: aside, with all that it has besides its bytes, and only then in its place. */
import { randomBytes } from 'node:crypto';
import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, lstat, open, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../model/usage-error.js';
import { keepAttributes } from './keep-attributes.js';
import { maskTokens } from './mask.js';
import { openElsewhere } from './open-elsewhere.js';
import { outputError, systemCode } from './output-error.js';

/** Read and write for the owner alone, until it has what the file has that it replaces. */
const PRIVATE_MODE = 0o600;

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_RDWR } = constants;

/** The old bytes to read and the new ones to write. Either `commit` or `abandon` ends it. */
export interface InPlaceFile {
  /** Path of the new file. */
  readonly temporary: string;
  /** Reads on; 0 at the end. */
  read(target: Uint8Array, offset: number, length: number): Promise<number>;
  write(pieces: readonly Uint8Array[]): Promise<void>;
  /** All old, or all new bytes, from the start. */
  chunks(which: 'before' | 'after'): AsyncIterable<Uint8Array>;
  /** All new bytes are on the disk. */
  settle(): Promise<void>;
  /** Puts the new file in the place of the old one. Throws `UsageError` when that is no longer what it was. */
  commit(): Promise<void>;
  /** Leaves everything as it was, unless it was committed. Never throws. */
  abandon(): Promise<void>;
}

/**
 * Opens `path`, and a private file beside it. Refused with a `UsageError` `in-place-refused`: links, files with several
 * names, what is no regular file, and files that somebody has open for writing (see `open-elsewhere` for what that can
 * tell).
 */
export async function openInPlaceFile(path: string): Promise<InPlaceFile> {
  const source = await openSource(path);
  try {
    const stats = await source.stat({ bigint: true });
    refuseUnfit(path, stats);
    const temporary = join(dirname(path), `.${basename(path).slice(0, 80)}.${randomBytes(6).toString('hex')}.tmp`);
    const handle = await open(temporary, O_CREAT | O_EXCL | O_NOFOLLOW | O_RDWR, PRIVATE_MODE);
    return new OpenInPlaceFile(path, temporary, stats, source, handle);
  } catch (error) {
    await source.close();
    throw outputError(path, error);
  }
}

async function openSource(path: string): Promise<FileHandle> {
  try {
    return await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ELOOP') throw refusal(path, 'it is a symbolic link; name the file that it leads to');
    throw refusal(path, code === 'ENOENT' ? 'it does not exist' : `the system answered ${code ?? 'with an error'}`);
  }
}

function refuseUnfit(path: string, stats: BigIntStats): void {
  if (!stats.isFile()) throw refusal(path, 'it is no regular file');
  if (stats.nlink > 1n) throw refusal(path, 'it has other names (hard links), which would keep the old bytes');
  const writer = openElsewhere(stats);
  if (writer !== undefined) throw refusal(path, `process ${writer} has it open for writing; stop that first`);
}

function refusal(path: string, reason: string): UsageError {
  return new UsageError('in-place-refused', maskTokens(`${path} was left as it is: ${reason}`));
}

class OpenInPlaceFile implements InPlaceFile {
  readonly temporary: string;
  readonly #path: string;
  readonly #before: BigIntStats;
  readonly #source: FileHandle;
  readonly #handle: FileHandle;
  #isCommitted = false;

  constructor(path: string, temporary: string, before: BigIntStats, source: FileHandle, handle: FileHandle) {
    this.#path = path;
    this.temporary = temporary;
    this.#before = before;
    this.#source = source;
    this.#handle = handle;
  }

  async read(target: Uint8Array, offset: number, length: number): Promise<number> {
    return (await this.#source.read(target, offset, length, null)).bytesRead;
  }

  async write(pieces: readonly Uint8Array[]): Promise<void> {
    try {
      for (const piece of pieces) await this.#handle.writeFile(piece);
    } catch (error) {
      throw outputError(this.temporary, error);
    }
  }

  chunks(which: 'before' | 'after'): AsyncIterable<Uint8Array> {
    const handle = which === 'before' ? this.#source : this.#handle;
    return handle.createReadStream({ start: 0, autoClose: false });
  }

  async settle(): Promise<void> {
    await this.#handle.sync();
  }

  async commit(): Promise<void> {
    try {
      if (!(await keepAttributes(this.#path, this.temporary)) || !(await this.#hasKept()))
        throw refusal(this.#path, 'its owner or extended attributes cannot be kept here (that takes GNU cp)');
      await this.#refuseChanged();
      await rename(this.temporary, this.#path);
      this.#isCommitted = true;
    } catch (error) {
      throw outputError(this.#path, error);
    }
  }

  async abandon(): Promise<void> {
    await this.#close();
    if (!this.#isCommitted) await unlink(this.temporary).catch(() => {});
  }

  async #hasKept(): Promise<boolean> {
    const { uid, gid, mode } = await this.#handle.stat({ bigint: true });
    return uid === this.#before.uid && gid === this.#before.gid && mode === this.#before.mode;
  }

  /** The name must still lead to the file that was read, and nobody may have written to it meanwhile. */
  async #refuseChanged(): Promise<void> {
    const { dev, ino, size, mtimeNs, nlink } = await lstat(this.#path, { bigint: true });
    const before = this.#before;
    const isSame = dev === before.dev && ino === before.ino && nlink === before.nlink;
    if (!isSame || size !== before.size || mtimeNs !== before.mtimeNs)
      throw refusal(this.#path, 'it was changed while it was read; try again');
    const writer = openElsewhere(before);
    if (writer !== undefined) throw refusal(this.#path, `process ${writer} opened it for writing meanwhile`);
  }

  async #close(): Promise<void> {
    await this.#source.close().catch(() => {});
    await this.#handle.close().catch(() => {});
  }
}
