/** Tells where what was found in a repository came from; git is asked for what cannot be read here. */
import type { ScanEvent } from './model/event.js';
import { attributeObjects, type TokenHolder } from './sources/git/attribution/attribution.js';
import type { AskedObject } from './sources/git/cat-file.js';
import { catFile } from './sources/git/cat-file.js';
import { findGit } from './sources/git/find-git.js';
import { makePrivateGit, type PrivateGit } from './sources/git/private-git.js';
import { GitError } from './sources/git/git-error.js';
import type { Repository } from './sources/git/repository/repository.js';

/** `holders`: the objects that hold tokens, by name in hex. `searchPath`: where git is looked for. */
export async function* attributeRepository(
  repository: Repository,
  holders: ReadonlyMap<string, TokenHolder>,
  searchPath: string | undefined,
): AsyncGenerator<ScanEvent> {
  let privateGit: PrivateGit | undefined;
  const askGit = (names: readonly string[]): AsyncIterable<AskedObject> | undefined => {
    const git = findGit(searchPath, repository.name.path.text);
    if (git === undefined) return undefined;
    try {
      privateGit = makePrivateGit(git, repository);
    } catch (error) {
      if (error instanceof GitError) return undefined;
      throw error;
    }
    return catFile(privateGit.command, names);
  };
  try {
    yield* attributeObjects(repository, holders, askGit);
  } finally {
    privateGit?.close();
  }
}
