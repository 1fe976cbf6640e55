/** Standard input for whoever takes one piece after the other. */
import { openStdinInlet } from './stdin-inlet.js';

/** While bytes flow, signals and timers get their turn this often, in milliseconds. */
const YIELD_MS = 20;

/**
 * Opens standard input, and answers what reads it: at most `length` bytes into `target` at `offset`; 0 at the end.
 * What is there is given at once; a promise waits for what is not, without blocking, or for the others' turn. Throws
 * or rejects with `UsageError` `input-failed`.
 */
export function openStdinStream(): (target: Uint8Array, offset: number, length: number) => Promise<number> | number {
  const inlet = openStdinInlet();
  let waited = performance.now();
  return (...place) => {
    const count = inlet.drain(...place);
    if (count >= 0 && performance.now() - waited < YIELD_MS) return count;
    const waiting = count < 0 ? inlet.wait(...place) : new Promise<number>((resolve) => setImmediate(resolve, count));
    return waiting.finally(() => {
      waited = performance.now();
    });
  };
}
