/** What a named path holds: the file itself, or every file of the folder. */
import { statSync } from 'node:fs';
import type { RawPath } from '../model/haystack.js';
import { toPathLike } from './file.js';
import { kindOfPath, type Walked, type WalkOptions, walk } from './walk.js';

/**
 * Like `Walked`; what the user named may be a link or a pipe, what a walk met may not. `expected` stands before what
 * is better read in a thread.
 */
export type FileOrTold =
  | Walked
  | { readonly kind: 'expected'; readonly bytes: number }
  | { readonly kind: 'files'; readonly paths: readonly RawPath[]; readonly as: 'named' };

/** Lists the files of one target. A path that does not exist is a failure among the others. */
export function* filesOf(path: RawPath, options: WalkOptions): Generator<FileOrTold> {
  const kind = kindOfPath(path);
  if (typeof kind !== 'string') yield { kind: 'failed', failure: kind.failure };
  else if (kind === 'file') {
    // A pipe makes its reader wait, and whoever waits in line hears no Ctrl-C.
    if (isPipe(path)) yield { kind: 'expected', bytes: Number.POSITIVE_INFINITY };
    yield { kind: 'files', paths: [path], as: 'named' };
  } else yield* walk(path, options);
}

function isPipe(path: RawPath): boolean {
  return statSync(toPathLike(path), { throwIfNoEntry: false })?.isFIFO() === true;
}
