/**
 * Where the parts of a linked work tree or a submodule lie, when they say themselves that they belong to it. A `.git`
 * file alone can name anything; but nobody can write an answer into a repository that is not theirs.
 */
import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseGitConfig } from '../repository/parse-git-config.js';

const MOST_BYTES = 1024 * 1024;

/** The git directory of a checkout with a `.git` file, and the one it shares with others; none when it does not answer. */
export function linkedFolders(path: string): readonly string[] {
  const file = join(path, '.git');
  const pointer = /^gitdir: (.*?)\s*$/.exec(readText(file) ?? '')?.[1];
  if (pointer === undefined) return [];
  const gitFolder = resolve(path, pointer);
  return answers(gitFolder, path) ? [gitFolder, ...commonFolderOf(gitFolder)] : [];
}

/** The folder that a linked work tree's git directory shares with others: it lies in `worktrees` there. */
export function commonFolderOf(gitFolder: string): readonly string[] {
  const parent = dirname(gitFolder);
  const isLinked = basename(parent) === 'worktrees' && readText(join(gitFolder, 'commondir')) !== undefined;
  return isLinked ? [dirname(parent)] : [];
}

/** A linked work tree's git directory names its `.git` file (gitrepository-layout, `gitdir`), a submodule's its files. */
function answers(gitFolder: string, path: string): boolean {
  const back = readText(join(gitFolder, 'gitdir'))?.trim();
  if (back !== undefined) return isSame(resolve(gitFolder, back), join(path, '.git'));
  const workTree = parseGitConfig(readText(join(gitFolder, 'config')) ?? '').get('core.worktree');
  return workTree !== undefined && isSame(resolve(gitFolder, workTree), path);
}

function isSame(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}

function readText(path: string): string | undefined {
  try {
    const stats = lstatSync(path);
    return stats.isFile() && stats.size <= MOST_BYTES ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
