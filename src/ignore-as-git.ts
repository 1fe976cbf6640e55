/** What `--gitignore` leaves out. */
import type { RawPath } from './model/haystack.js';
import type { WalkOptions } from './sources/walk.js';

/** The rules of a folder's `.gitignore` files, for a walk. Loaded only when asked for: start-up pays for nothing else. */
export async function ignoreAsGit(): Promise<(path: RawPath) => Pick<WalkOptions, 'isIgnored'>> {
  const { GitIgnore } = await import('./sources/gitignore.js');
  return (root) => {
    if (typeof root !== 'string') return {};
    const rules = new GitIgnore(root);
    return { isIgnored: (path, isFolder) => rules.isIgnored(path, isFolder) };
  };
}
