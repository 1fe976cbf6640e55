/** Is there much under a path? Asked before anything is loaded that could read it. */
import { type Dirent, opendirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RawPath } from '../model/haystack.js';

/** What counts as much. */
export interface Much {
  /** Of one file. */
  readonly bytes: number;
  /** In one folder, and below it. */
  readonly files: number;
}

/** For each file that is asked for, so many entries of folders are looked at: some trees are all folders and links. */
const LOOKS = 8;

/**
 * True for a file of more than so many bytes, and for a folder with more than so many files, of which no more is listed
 * than it takes to know. What cannot be looked at, or not soon, is not large; links below the path are passed over.
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
  let looks = 0;
  const open = [folder];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const entry of entriesOf(next)) {
      looks += 1;
      if (entry.isDirectory()) open.push(join(next, entry.name));
      else if (entry.isFile()) count += 1;
      if (count > files) return true;
      if (looks >= LOOKS * files) return false;
    }
  }
  return false;
}

/** One after the other: a folder may hold millions. */
function* entriesOf(path: string): Generator<Dirent> {
  try {
    const folder = opendirSync(path);
    try {
      for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) yield entry;
    } finally {
      folder.closeSync();
    }
  } catch {
    // What can be read no further is told by who searches it.
  }
}
