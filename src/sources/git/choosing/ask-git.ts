/** Short questions to git in a private git directory. What it says at length goes through `git-records`. */
import { simpleGit } from 'simple-git';
import type { GitCommand } from '../../../model/haystack.js';
import { GIT_SILENCE_MS } from '../watched-output.js';

/**
 * Asks git, and gives what it writes, without the last line break; undefined when it fails, for whatever reason. All of
 * the answer is held, as text: for words of git, not for paths or contents, which are strangers' bytes.
 */
export async function askGit(
  { git, gitFolder, environment }: GitCommand,
  args: readonly string[],
): Promise<string | undefined> {
  const asked = simpleGit({
    baseDir: gitFolder,
    binary: git,
    // Only what we set ourselves: nothing of ours is passed on.
    allowEnvironment: [...Object.keys(environment), 'GIT_DIR'],
    // By itself it takes a git that fails silently, as with `--quiet`, for one that is content.
    errors: (error, { exitCode }) => error ?? (exitCode === 0 ? undefined : Buffer.from('git failed')),
    timeout: { block: GIT_SILENCE_MS },
    unsafe: { allowUnsafeCustomBinary: true, allowUnsafeConfigPaths: true },
  }).env({ ...environment, GIT_DIR: gitFolder });
  try {
    return (await asked.raw([...args])).replace(/\n$/, '');
  } catch {
    return undefined;
  }
}
