/** The repository that git itself is working in while it runs a hook: what its variables say counts as named. */
import { delimiter, join, resolve } from 'node:path';
import { openRepository, type Repository } from '../repository/repository.js';
import { commonFolderOf, linkedFolders } from './linked-folders.js';

/** Variables of git's environment (git(1), "Environment Variables"). */
export interface GitVariables {
  readonly GIT_DIR?: string | undefined;
  readonly GIT_INDEX_FILE?: string | undefined;
  readonly GIT_OBJECT_DIRECTORY?: string | undefined;
  readonly GIT_ALTERNATE_OBJECT_DIRECTORIES?: string | undefined;
  readonly GIT_QUARANTINE_PATH?: string | undefined;
}

/** A repository, and how git sees it here and now. */
export interface Here {
  readonly repository: Repository;
  readonly indexFile: string;
  /** A push has brought objects that no ref knows yet. */
  readonly isQuarantined: boolean;
}

/**
 * Opens a repository. The variables mean the one of the working directory, and are left alone for any other. The parts
 * of a linked work tree or submodule that lie elsewhere and say that they belong to it count as named.
 * @throws GitError as `openRepository`
 */
export function openHere(path: string, allowed: readonly string[], variables: GitVariables): Here {
  const linked = linkedFolders(path);
  if (resolve(path) !== resolve('.')) return withIndex(openRepository(path, [...allowed, ...linked]));
  const gitFolder = given(variables.GIT_DIR);
  const indexFile = given(variables.GIT_INDEX_FILE);
  const folders = [given(variables.GIT_OBJECT_DIRECTORY), ...listOf(variables.GIT_ALTERNATE_OBJECT_DIRECTORIES)].filter(
    (folder) => folder !== undefined,
  );
  const named = [...(gitFolder === undefined ? linked : [gitFolder, ...commonFolderOf(gitFolder)]), ...folders];
  const opened = openRepository(gitFolder ?? path, [...allowed, ...named]);
  const objectFolders = [...new Set([...folders, ...opened.objectFolders])];
  const repository = { ...opened, name: { ...opened.name, path: { text: path } }, objectFolders };
  return {
    ...withIndex(repository),
    ...(indexFile !== undefined && { indexFile }),
    isQuarantined: given(variables.GIT_QUARANTINE_PATH) !== undefined,
  };
}

function withIndex(repository: Repository): Here {
  return { repository, indexFile: join(repository.gitFolder, 'index'), isQuarantined: false };
}

function given(path: string | undefined): string | undefined {
  return path === undefined || path === '' ? undefined : resolve(path);
}

/** A list of paths, some perhaps in quotes, as git writes them when they hold the character between paths. */
function listOf(text = ''): string[] {
  const items = text.match(new RegExp(`"(?:[^"\\\\]|\\\\.)*"|[^${delimiter}]+`, 'g')) ?? [];
  return items.map((item) => resolve(item.startsWith('"') ? item.slice(1, -1).replaceAll(/\\(.)/g, '$1') : item));
}
