/** Tells where what was found in a repository came from; git is asked for what cannot be read here. */
import type { ScanEvent } from './model/event.js';
import type { GitCommand } from './model/haystack.js';
import type { HistoryFilter } from './model/history-filter.js';
import type { PackLayout } from './model/pack-layout.js';
import {
  type AttributionTools,
  attributeObjects,
  type Filtered,
  type TokenHolder,
} from './sources/git/attribution/attribution.js';
import { type AskedObject, catFile } from './sources/git/cat-file.js';
import { findGit } from './sources/git/find-git.js';
import { makePrivateGit, type PrivateGit } from './sources/git/private-git.js';
import { GitError } from './sources/git/git-error.js';
import type { Repository } from './sources/git/repository/repository.js';

/** What attribution gets from the scan that it belongs to. */
export interface Surroundings extends Pick<AttributionTools, 'startReader'> {
  /** Where git is looked for. */
  readonly searchPath: string | undefined;
  /** Ends the scan. */
  readonly signal?: AbortSignal | undefined;
}

/** `holders`: the objects that hold tokens, by name in hex. `layouts`: of packs, by path. */
export async function* attributeRepository(
  repository: Repository,
  holders: ReadonlyMap<string, TokenHolder>,
  layouts: ReadonlyMap<string, PackLayout>,
  { searchPath, signal, startReader }: Surroundings,
  filter: HistoryFilter | undefined,
): AsyncGenerator<ScanEvent, Filtered> {
  let privateGit: PrivateGit | undefined;
  const open = (): GitCommand | undefined => {
    const git = findGit(searchPath, repository.name.path.text);
    if (git === undefined) return undefined;
    privateGit ??= makePrivateGit(git, repository, signal);
    return privateGit.command;
  };
  const ask = async <T>(question: (command: GitCommand) => Promise<T>): Promise<T | undefined> => {
    try {
      const command = open();
      return command && (await question(command));
    } catch (error) {
      return noAnswer(error);
    }
  };
  const askGit = (names: readonly string[]): AsyncIterable<AskedObject> | undefined => {
    try {
      const command = open();
      return command && catFile(command, names);
    } catch (error) {
      return noAnswer(error);
    }
  };
  try {
    const filtered = yield* attributeObjects(repository, holders, {
      layouts,
      askGit,
      // Few repositories need these, and what runs git for them takes longer to load than a small one to read.
      askReferences: () =>
        ask(async (command) => {
          const { copyRefs } = await import('./sources/git/choosing/copy-refs.js');
          const { askReferences } = await import('./sources/git/ask-references.js');
          copyRefs(repository, command.gitFolder);
          return askReferences(command);
        }),
      askStaged: (indexFile, isWanted) =>
        ask(async (command) => {
          const { askStaged } = await import('./sources/git/ask-staged.js');
          return askStaged(command, indexFile, isWanted);
        }),
      filter,
      startReader,
    });
    for (const branch of filtered.missingBranches) {
      const message = `it has no branch, tag or other ref ${branch}, which --branch asks for`;
      const origin = { kind: 'file', path: repository.name.path } as const;
      yield { type: 'failure', failure: { origin, code: 'ref-missing', message } };
    }
    return filtered;
  } finally {
    privateGit?.close();
  }
}

/** What git cannot tell is told as not known. */
function noAnswer(error: unknown): undefined {
  if (!(error instanceof GitError)) throw error;
  return undefined;
}
