/** Standard input, read as it comes. */
import { read } from 'node:fs';

const STDIN = 0;

/** How long to wait when a non-blocking descriptor has nothing yet, in milliseconds. */
const PAUSE_MS = 10;

/**
 * Reads what there is, at most `length` bytes, into `target` at `offset`. 0 at the end; rejects only with the system's
 * error. The event loop stays free, so signals and timers work while it waits.
 */
export async function readStdin(target: Uint8Array, offset: number, length: number): Promise<number> {
  for (;;) {
    const answer = await readOnce(target, offset, length);
    if (typeof answer === 'number') return answer;
    if (answer.code === 'EOF') return 0;
    if (answer.code !== 'EAGAIN') throw answer;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

function readOnce(target: Uint8Array, offset: number, length: number): Promise<number | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    read(STDIN, target, offset, length, null, (error, count) => resolve(error ?? count));
  });
}
