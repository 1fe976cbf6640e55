/**
 * Where git runs when it must: an empty git directory of ours, whose object folder holds links to the target's packs and
 * loose objects. The target's configuration, hooks, attributes, alternates and refs are not in it, so nothing in them can
 * make git run or fetch anything. (Switching dangerous settings off one by one fails: `log.showSignature` with
 * `gpg.program` ran a planted program with textconv, external diff and fsmonitor already off.)
 */
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { GitCommand } from '../../model/haystack.js';
import { GitError } from './git-error.js';
import { listLooseObjects } from './loose-object.js';
import { indexPath } from './pack/open-pack.js';
import { listPacks } from './repository/list-packs.js';
import type { Repository } from './repository/repository.js';

/** What private git directories need to know of a repository. */
export type SeenRepository = Pick<Repository, 'hash' | 'objectFolders' | 'territory'>;

/** A private git directory; `close` removes it. */
export interface PrivateGit {
  readonly command: GitCommand;
  close(): void;
}

/**
 * Makes a private git directory that sees the objects of a repository as they lie now.
 * @param git the git command, by its absolute path
 * @param signal removes it at once: whoever interrupts may not leave the time to tidy up later
 * @throws GitError `git-failed` when the temporary folder cannot be filled, or the signal came
 */
export function makePrivateGit(
  git: string,
  { hash, objectFolders, territory }: SeenRepository,
  signal?: AbortSignal,
): PrivateGit {
  if (signal?.aborted === true) throw new GitError('git-failed', 'The scan was stopped.');
  const gitFolder = mkdtempSync(join(tmpdir(), 'kubeleaks-git-'));
  const remove = (): void => rmSync(gitFolder, { recursive: true, force: true, maxRetries: 3 });
  signal?.addEventListener('abort', remove);
  const close = (): void => {
    signal?.removeEventListener('abort', remove);
    remove();
  };
  try {
    const packs = join(gitFolder, 'objects', 'pack');
    mkdirSync(packs, { recursive: true });
    mkdirSync(join(gitFolder, 'refs'));
    writeFileSync(join(gitFolder, 'HEAD'), 'ref: refs/heads/none\n');
    writeFileSync(join(gitFolder, 'config'), configFor(hash));
    for (const folder of objectFolders) {
      for (const path of listPacks(folder, territory).packs) {
        for (const file of [path, indexPath(path)]) link(file, join(packs, basename(file)));
      }
      for (const file of listLooseObjects(folder, hash === 'sha1' ? 20 : 32)) {
        const target = join(gitFolder, 'objects', file);
        mkdirSync(dirname(target), { recursive: true });
        link(join(folder, file), target);
      }
    }
  } catch {
    close();
    throw new GitError('git-failed', 'No private folder for git could be made; is the temporary folder full?');
  }
  return { command: { git, gitFolder, environment: environmentOf(git, gitFolder) }, close };
}

function configFor(hash: Repository['hash']): string {
  const format = hash === 'sha1' ? '' : `[extensions]\n\tobjectFormat = ${hash}\n`;
  return `[core]\n\trepositoryFormatVersion = ${hash === 'sha1' ? 0 : 1}\n\tbare = true\n${format}[gc]\n\tauto = 0\n`;
}

/** All that git gets to see of the world: no user, no system configuration, no prompt, no lazy fetch. */
function environmentOf(git: string, gitFolder: string): GitCommand['environment'] {
  return {
    PATH: dirname(git),
    HOME: gitFolder,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: join(gitFolder, 'none'),
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ATTR_NOSYSTEM: '1',
  };
}

/** The same pack may lie in two folders; links may need rights that hard links do not. */
function link(target: string, path: string): void {
  try {
    symlinkSync(target, path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EEXIST') return;
    linkSync(target, path);
  }
}
