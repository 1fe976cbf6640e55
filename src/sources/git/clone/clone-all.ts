/** Several clones, two at a time: while one is searched, the next come. */
import pLimit from 'p-limit';
import { GitError } from '../git-error.js';
import { cloneRepository, type Clone, type CloneOptions } from './clone-repository.js';
import type { CloneUrl } from './clone-url.js';

const AT_ONCE = 2;

/** One that was asked for, and what came of it. */
export interface Cloned {
  readonly source: CloneUrl;
  readonly clone: Clone | GitError;
}

/** Clones; in the order of the sources. `keep` is handed every clone when it is there, to close it some day. */
export async function* cloneAll(
  sources: readonly CloneUrl[],
  options: CloneOptions,
  keep: (clone: Clone) => void,
): AsyncGenerator<Cloned> {
  const limit = pLimit(AT_ONCE);
  const clones = sources.map((source) =>
    limit(async (): Promise<Clone | GitError> => {
      try {
        const clone = await cloneRepository(source, options);
        keep(clone);
        return clone;
      } catch (error) {
        if (error instanceof GitError) return error;
        throw error;
      }
    }),
  );
  for (const [at, clone] of clones.entries()) yield { source: sources[at] as CloneUrl, clone: await clone };
}
