/** Text into a file that stands under its name only when it is whole. */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, realpath, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../model/usage-error.js';
import { maskTokens } from './mask.js';
import { outputError, systemCode } from './output-error.js';
import type { Output, OutputOptions } from './output.js';

/** Small texts are joined up to this many characters, so that a million findings do not take a million calls. */
const BUFFERED_CHARACTERS = 64 * 1024;
/** Read and write for the owner alone: for files with clear tokens. */
const PRIVATE_MODE = 0o600;
/** What a new file asks for; the system takes the umask off. */
const NEW_MODE = 0o666;

interface Target {
  /** Where the bytes go first; equal to `path` for what is no regular file. */
  readonly written: string;
  readonly path: string;
  /** The mode of the file that is replaced, or undefined when there is none. */
  readonly mode: number | undefined;
}

/**
 * Opens `path` for writing. The text goes into a private file beside it, which takes the name in `finish`; until then
 * what stood there stays. A file that is replaced keeps its mode (with `reveal` it is always 0600). A symbolic link is
 * kept and the file it points to is replaced; one that points to nothing is refused. A device, a pipe or a socket is
 * written straight. Throws `UsageError` `output-failed`.
 */
export async function openOutputFile(path: string, options: OutputOptions = {}): Promise<Output> {
  try {
    const target = await resolveTarget(path);
    return new OutputFile(path, target, await openTarget(target, options), options);
  } catch (error) {
    throw outputError(path, error);
  }
}

async function resolveTarget(path: string): Promise<Target> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw Object.assign(new Error('folder'), { code: 'EISDIR' });
    if (!found.isFile()) return { written: path, path, mode: undefined };
    const real = await realpath(path);
    return { written: beside(real), path: real, mode: found.mode & 0o777 };
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    await refuseLink(path);
    return { written: beside(path), path, mode: undefined };
  }
}

/** A link to nothing would make a file at a place that nobody named. */
async function refuseLink(path: string): Promise<void> {
  const isLink = await lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
  if (isLink) {
    throw new UsageError(
      'output-failed',
      maskTokens(`cannot write ${path}: it is a symbolic link that points to nothing`),
    );
  }
}

function beside(path: string): string {
  return join(dirname(path), `.${basename(path).slice(0, 80)}.${randomBytes(6).toString('hex')}.tmp`);
}

async function openTarget(target: Target, options: OutputOptions): Promise<FileHandle> {
  if (target.written === target.path) return await open(target.path, 'w');
  const mode = options.reveal === true ? PRIVATE_MODE : NEW_MODE;
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
  const handle = await open(target.written, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, mode);
  if (options.reveal !== true && target.mode !== undefined) await handle.chmod(target.mode);
  return handle;
}

class OutputFile implements Output {
  readonly isClosed = false;
  readonly #name: string;
  readonly #target: Target;
  readonly #handle: FileHandle;
  readonly #options: OutputOptions;
  #pending = '';
  #isOpen = true;

  constructor(name: string, target: Target, handle: FileHandle, options: OutputOptions) {
    this.#name = name;
    this.#target = target;
    this.#handle = handle;
    this.#options = options;
  }

  async write(text: string): Promise<void> {
    this.#pending += maskTokens(text, this.#options);
    if (this.#pending.length >= BUFFERED_CHARACTERS) await this.#guard(async () => await this.#flush());
  }

  async finish(): Promise<void> {
    await this.#guard(async () => {
      await this.#flush();
      if (this.#isAside) await this.#handle.sync();
      this.#isOpen = false;
      await this.#handle.close();
      if (this.#isAside) await rename(this.#target.written, this.#target.path);
    });
  }

  async abandon(): Promise<void> {
    if (this.#isOpen) await this.#handle.close().catch(() => {});
    this.#isOpen = false;
    if (this.#isAside) await unlink(this.#target.written).catch(() => {});
  }

  get #isAside(): boolean {
    return this.#target.written !== this.#target.path;
  }

  async #flush(): Promise<void> {
    const text = this.#pending;
    this.#pending = '';
    await this.#handle.writeFile(text);
  }

  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      await this.abandon();
      throw outputError(this.#name, error);
    }
  }
}
