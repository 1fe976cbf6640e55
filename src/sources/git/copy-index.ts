/** Copies an index into a private git directory, where git may read it. */
import { copyFileSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GitError } from './git-error.js';

/**
 * False when there is no index: nothing was ever staged. `sharedFolder`: where the second file of a split one lies.
 * @throws GitError `git-failed` when it is no file
 */
export function copyIndex(indexFile: string, privateFolder: string, sharedFolder = dirname(indexFile)): boolean {
  const stats = lstatSync(indexFile, { throwIfNoEntry: false });
  if (stats === undefined) return false;
  if (!stats.isFile()) throw new GitError('git-failed', 'Its index is no file.');
  const copy = join(privateFolder, 'index');
  copyFileSync(indexFile, copy);
  // A split index names a second file (gitformat-index, "Split index").
  if (!readFileSync(copy).includes('link')) return true;
  for (const name of readdirSync(sharedFolder)) {
    const shared = join(sharedFolder, name);
    if (/^sharedindex\.[0-9a-f]+$/.test(name) && lstatSync(shared).isFile())
      copyFileSync(shared, join(privateFolder, name));
  }
  return true;
}
