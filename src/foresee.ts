/** Targets → a thread for them, started at once where there is much to search: it is there when the rest is loaded. */
import type { Target } from './scan-options.js';
import { inlineLimits } from './scanner/inline-limits.js';
import { startEarly } from './scanner/search-thread.js';
import { isLarge } from './sources/is-large.js';

/**
 * To be called as early as the targets are known, by who is going to `scan` them; nobody has to. What is small is looked
 * at, and nothing is started for it.
 */
export function foresee(targets: readonly Target[]): void {
  const isMuch = targets.some(
    (target) => (target.kind === 'files' || target.kind === 'path') && isLarge(target.path, inlineLimits),
  );
  if (isMuch) startEarly();
}
