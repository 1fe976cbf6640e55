/** Is there much under a path? Asked before anything is loaded that could read it. */
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RawPath } from '../model/haystack.js';

/** What counts as much. */
export interface Much {
  /** Of one file. */
  readonly bytes: number;
  /** In one folder, and below it. */
  readonly files: number;
}

/**
 * True for a file of more than so many bytes, and for a folder with more than so many files, of which no more is listed
 * than it takes to know. What cannot be looked at is not large; links below the path are passed over.
 */
export function isLarge(path: RawPath, { bytes, files }: Much): boolean {
  if (typeof path !== 'string') return false;
  try {
    const stats = statSync(path);
    return stats.isDirectory() ? holdsMore(path, files) : stats.isFile() && stats.size > bytes;
  } catch {
    return false;
  }
}

function holdsMore(folder: string, files: number): boolean {
  let count = 0;
  const open = [folder];
  for (let next = open.pop(); next !== undefined && count <= files; next = open.pop()) {
    for (const entry of entriesOf(next)) {
      if (entry.isDirectory()) open.push(join(next, entry.name));
      else if (entry.isFile()) count += 1;
    }
  }
  return count > files;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
