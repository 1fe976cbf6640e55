/** What git writes at length, record by record, while it writes. */
import { spawn } from 'node:child_process';
import type { GitCommand } from '../../../model/haystack.js';
import { GitError } from '../git-error.js';
import { GIT_SILENCE_MS, watchedOutput } from '../watched-output.js';

/** How to ask. */
export interface RecordRequest {
  readonly args: readonly string[];
  /** Written to its standard input; a byte a character. */
  readonly input?: string;
  /** What ends a record. */
  readonly end: '\n' | '\0';
}

/**
 * Runs git in a private git directory and gives its records, a byte a character (latin1), since they may hold paths.
 * @throws GitError `git-failed` when it cannot be run, says that it failed, or says nothing for `silenceMs`
 */
export async function* gitRecords(
  { git, gitFolder, environment }: GitCommand,
  { args, input = '', end }: RecordRequest,
  silenceMs = GIT_SILENCE_MS,
): AsyncGenerator<string> {
  const child = spawn(git, ['--git-dir', gitFolder, ...args], {
    stdio: ['pipe', 'pipe', 'ignore'],
    cwd: gitFolder,
    env: environment,
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on('error', () => {
      child.stdout.destroy();
      resolve(null);
    });
    child.on('close', resolve);
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input, 'latin1');
  child.stdout.setEncoding('latin1');
  try {
    let held = '';
    for await (const chunk of watchedOutput<string>(child, silenceMs)) {
      const records = (held + chunk).split(end);
      held = records.pop() as string;
      yield* records;
    }
    if (held !== '') yield held;
    if ((await ended) !== 0) throw new GitError('git-failed', `git ${args[0]} failed; are objects missing or broken?`);
  } finally {
    child.kill();
  }
}
