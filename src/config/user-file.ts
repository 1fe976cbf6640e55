/** Reading a file that the user wrote: in bounds, as text, with reasons in our own words. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { UsageError } from '../model/usage-error.js';

/** How a file may be. */
export interface UserFileRules {
  /** What messages call it: `the configuration`. */
  readonly what: string;
  /** More bytes than this are refused. */
  readonly mostBytes: number;
  /** True when the user did not name it: then it may be absent, and what is no plain file counts as absent. */
  readonly mayBeAbsent?: boolean;
}

/** Bytes asked for at once. */
const CHUNK_BYTES = 1 << 20;
/** Text that is handed on at once: little enough to be forgotten soon. */
const PIECE_BYTES = 1 << 18;

/** The text of `path`, or undefined when it may be absent and is. Throws `UsageError` `file-unreadable`. */
export async function readUserFile(path: string, rules: UserFileRules): Promise<string | undefined> {
  const { what, mostBytes, mayBeAbsent = false } = rules;
  const refuse = (reason: string): UsageError =>
    new UsageError('file-unreadable', `cannot use ${what} ${path}: ${reason}`);
  let handle: FileHandle | undefined;
  try {
    // Without O_NONBLOCK a named pipe in the place of the file would hold the start for ever.
    handle = await open(path, constants.O_RDONLY | (mayBeAbsent ? (constants.O_NONBLOCK ?? 0) : 0));
    if (mayBeAbsent && (await handle.stat()).isFIFO()) return undefined;
    const bytes = await readBounded(handle, mostBytes);
    if (bytes === undefined) throw refuse(`it is longer than ${mostBytes} bytes`);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (mayBeAbsent && (code === 'ENOENT' || code === 'ENOTDIR')) return undefined;
    throw refuse(reasons[code] ?? 'reading it failed');
  } finally {
    await handle?.close();
  }
}

/**
 * The text of `path` piece by piece, however long it is; a byte order mark at its start is left out. Throws `UsageError`
 * `file-unreadable`.
 */
export async function* userFilePieces(path: string, what: string): AsyncGenerator<string> {
  let handle: FileHandle | undefined;
  const name = `${what} ${path}`;
  try {
    handle = await open(path, constants.O_RDONLY);
    const opened = handle;
    yield* textPieces(async (chunk) => (await opened.read(chunk, 0, chunk.length)).bytesRead, name);
  } catch (error) {
    throw explained(error, name);
  } finally {
    await handle?.close();
  }
}

/** The same for whatever can be read: `read` fills a chunk from its start, and answers 0 at the end. */
export async function* textPieces(read: (chunk: Uint8Array) => Promise<number>, name: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const chunk = Buffer.allocUnsafe(PIECE_BYTES);
  try {
    for (;;) {
      const count = await read(chunk);
      if (count === 0) break;
      yield decoder.decode(chunk.subarray(0, count), { stream: true });
    }
    // Throws when it ends inside a character.
    decoder.decode();
  } catch (error) {
    throw explained(error, name);
  }
}

function explained(error: unknown, name: string): unknown {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (error instanceof UsageError || reasons[code] === undefined) return error;
  return new UsageError('file-unreadable', `cannot use ${name}: ${reasons[code]}`);
}

/** The first bytes of a regular file as text; empty when it cannot be read. */
export async function readUserFileStart(path: string, bytes: number): Promise<string> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    // What is read from a pipe is gone for whoever reads it next.
    if (!(await handle.stat()).isFile()) return '';
    const chunk = Buffer.alloc(bytes);
    return chunk.toString('latin1', 0, (await handle.read(chunk, 0, bytes, 0)).bytesRead);
  } catch {
    return '';
  } finally {
    await handle?.close();
  }
}

async function readBounded(handle: FileHandle, mostBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  while (length <= mostBytes) {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, mostBytes + 1 - length));
    const { bytesRead } = await handle.read(chunk, 0, chunk.length);
    if (bytesRead === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, bytesRead));
    length += bytesRead;
  }
  return undefined;
}

const reasons: { readonly [code: string]: string } = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  ELOOP: 'its links run in a circle',
  ENAMETOOLONG: 'the name is too long',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8 text',
  EIO: 'reading it failed',
};
