/** Reads a small file that a kubeconfig or a flag names, without hanging on a device and without reading one for ever. */
import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { dirname, relative, isAbsolute } from 'node:path';

/** More than any kubeconfig, certificate bundle or token: a kubeconfig of a thousand clusters has about 6 MiB. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;

/** What came of it; `missing` is kept apart because kubectl skips missing default files. */
export type NamedFile =
  | { readonly state: 'read'; readonly text: string }
  | { readonly state: 'missing' }
  | { readonly state: 'refused'; readonly why: 'unreadable' | 'no-regular-file' | 'too-large' | 'outside-folder' };

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** Reads a regular file as UTF-8. `beside`, when given, is the file whose folder it must not leave. */
export async function readNamedFile(path: string, beside?: string): Promise<NamedFile> {
  let handle;
  try {
    const target = await realpath(path);
    if (beside !== undefined && !isInside(await realpath(dirname(beside)), target))
      return { state: 'refused', why: 'outside-folder' };
    // Without O_NONBLOCK a FIFO would hold us until somebody writes.
    handle = await open(target, constants.O_RDONLY | constants.O_NONBLOCK);
    const { size } = await handle.stat().then((stats) => (stats.isFile() ? stats : { size: -1 }));
    if (size < 0) return { state: 'refused', why: 'no-regular-file' };
    if (size > MAX_FILE_BYTES) return { state: 'refused', why: 'too-large' };
    return { state: 'read', text: await handle.readFile('utf8') };
  } catch (error) {
    return isMissing(error) ? { state: 'missing' } : { state: 'refused', why: 'unreadable' };
  } finally {
    await handle?.close();
  }
}
