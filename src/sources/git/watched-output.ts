/** What a git that we started writes, as long as it writes anything: one that hangs must not hang the scan. */
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { GitError } from './git-error.js';

/** A git that is started with pipes for its input and output. */
export type GitChild = ChildProcessByStdio<Writable, Readable, null>;

/** Git may look through a large history, or build a large object, before it says the first word of an answer. */
export const GIT_SILENCE_MS = 600_000;

/**
 * The chunks of its output. Only the time counts in which we wait for it, not that in which it waits for us.
 * @throws GitError `git-failed` when it was silent for `silenceMs`; it is ended then
 */
export async function* watchedOutput<Chunk>(child: GitChild, silenceMs = GIT_SILENCE_MS): AsyncGenerator<Chunk> {
  const chunks = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Chunk>;
  for (;;) {
    const pending = chunks.next();
    // It is rejected when the stream is destroyed below, and nobody waits for it any more.
    pending.catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, silenceMs, undefined);
    });
    const next = await Promise.race([pending, silence]).finally(() => clearTimeout(timer));
    if (next === undefined) {
      child.kill('SIGKILL');
      child.stdout.destroy();
      throw new GitError('git-failed', `git said nothing for ${Math.round(silenceMs / 1000)} seconds, and was ended`);
    }
    if (next.done === true) return;
    yield next.value;
  }
}
