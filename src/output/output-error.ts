/** What the system said about an output, in our own words. */
import { UsageError } from '../model/usage-error.js';
import { maskTokens } from './mask.js';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be too large',
  EIO: 'the device failed',
  EISDIR: 'it is a folder',
  ELOOP: 'its links run in a circle',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'its folder does not exist',
  ENOSPC: 'no space left on the device',
  ENOTDIR: 'a part of the path is no folder',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
};

/** The system's error code (`ENOSPC`), or undefined when `error` carries none. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** A `UsageError` `output-failed` for `target` (a path or `standard output`); an unknown error keeps its code alone. */
export function outputError(target: string, error: unknown): UsageError {
  if (error instanceof UsageError) return error;
  const code = systemCode(error);
  const reason = reasons[code ?? ''] ?? `the system answered ${code ?? 'with an unknown error'}`;
  return new UsageError('output-failed', maskTokens(`cannot write ${target}: ${reason}`));
}
