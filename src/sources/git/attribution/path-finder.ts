/** The paths of an object as people want them: where it is now, then wherever it was. */
import { DirectoryPaths, type ObjectPaths } from './directory-paths.js';
import type { HistorySources } from './history-search.js';
import type { ObjectStore } from './object-store.js';

/** Where paths are looked for. */
export interface PathSources extends HistorySources {
  readonly store: ObjectStore;
}

/** See the head of the file. */
export class PathFinder {
  readonly #sources: PathSources;
  readonly #now: DirectoryPaths;
  readonly #reached: DirectoryPaths;
  #all: DirectoryPaths | undefined;

  /** `head`: the commit that is checked out, or -1. */
  constructor(sources: PathSources, head: number) {
    this.#sources = sources;
    const { roots, tips, isReached } = sources;
    this.#now = this.#pathsFrom(head < 0 ? [] : [roots[head] as number]);
    const reached = this.#rootsOf((commit) => isReached[commit] === 1);
    this.#reached = this.#pathsFrom([...reached, ...tips.map(({ node }) => node)]);
  }

  /** Those of the commit that is checked out first. Of what refs reach; of all that there is when it is not there. */
  of(object: number): ObjectPaths {
    const found = this.#reached.of(object);
    if (found.paths.length > 0) {
      const now = this.#now.of(object).paths;
      const known = new Set(now.map(keyOf));
      const before = found.paths.filter((path) => !known.has(keyOf(path)));
      return { paths: [...now, ...before].slice(0, found.paths.length), isCut: found.isCut };
    }
    this.#all ??= this.#pathsFrom(this.#rootsOf(() => true));
    return this.#all.of(object);
  }

  #pathsFrom(roots: Iterable<number>): DirectoryPaths {
    return new DirectoryPaths(this.#sources.store, this.#sources.closure, roots);
  }

  *#rootsOf(isWanted: (commit: number) => boolean): Generator<number> {
    const { graph, roots } = this.#sources;
    for (let commit = 0; commit < graph.count; commit += 1) if (isWanted(commit)) yield roots[commit] as number;
  }
}

function keyOf(path: Uint8Array): string {
  return Buffer.from(path).toString('latin1');
}
