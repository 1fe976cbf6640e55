/** A file that is there whole or not at all. */
import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { UsageError } from '../model/usage-error.js';

/**
 * Puts `parts`, one behind the other, into `path`, readable by the owner alone. Of two who do so at once the later one
 * stays.
 * @throws UsageError `state-unwritable` when that cannot be; `consequence` says what follows from it
 */
export function saveWhole(path: string, parts: readonly Uint8Array[], consequence: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    const file = openSync(aside, 'wx', 0o600);
    try {
      for (const part of parts) for (let at = 0; at < part.length; ) at += writeSync(file, part, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(aside, path);
  } catch (error) {
    rmSync(aside, { force: true });
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new UsageError('state-unwritable', `the state in ${path} cannot be written (${code}); ${consequence}`);
  }
}
