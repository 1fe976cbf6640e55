/** What lies beside the objects in a git directory: configuration, reflogs, messages, the index, LFS objects. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { walk, type Walked } from '../walk.js';
import type { Repository } from './repository/repository.js';

/**
 * The files of a git directory that are no objects of it, nor of its submodules; what else lies in a submodule's git
 * directory is among them.
 */
export function* filesBeside(repository: Repository): Generator<Walked> {
  const { gitFolder, commonFolder } = repository;
  const objects = new Set([commonFolder, ...findSubmodules(repository)].map((folder) => join(folder, 'objects')));
  for (const folder of new Set([commonFolder, gitFolder])) {
    // A linked work tree's folder lies in the common one.
    if (folder !== commonFolder && folder.startsWith(commonFolder)) continue;
    yield* walk(folder, { allow: [], isIgnored: (path, isFolder) => isFolder && objects.has(path) });
  }
}

/** Git directories of submodules (gitrepository-layout, "modules"). */
export function findSubmodules({ commonFolder }: Repository): string[] {
  const found: string[] = [];
  // A link is no folder here: it may lead anywhere.
  const open = foldersIn(commonFolder).includes('modules') ? [join(commonFolder, 'modules')] : [];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const names = foldersIn(folder);
    if (names.includes('objects') && names.includes('refs')) found.push(folder);
    // A submodule of a submodule lies in its `modules`; one whose name has slashes lies deeper, too.
    open.push(
      ...(found.at(-1) === folder ? names.filter((name) => name === 'modules') : names).map((name) =>
        join(folder, name),
      ),
    );
  }
  return found.sort();
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}
