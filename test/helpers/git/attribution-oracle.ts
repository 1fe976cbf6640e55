/** What git's own commands say of where objects came from: slowly, commit by commit, and plainly. */
import type { GitRepository } from './git-repository.js';

/** What is to be known of some blobs. */
export interface OracleAnswer {
  readonly introducing: readonly string[];
  readonly removing: readonly string[];
  readonly commits: number;
  /** Refs whose object has it, HEAD aside. */
  readonly refs: readonly string[];
}

interface Commit {
  readonly parents: readonly string[];
  /** Paths (in Latin-1) by blob. */
  readonly blobs: ReadonlyMap<string, readonly string[]>;
}

/** All commits that refs reach, with everything in them, as git lists it. */
export class AttributionOracle {
  readonly #commits = new Map<string, Commit>();
  readonly #refs: readonly (readonly [name: string, commit: string])[];

  constructor(repository: GitRepository) {
    for (const line of repository.git('rev-list', '--all', '--parents').split('\n')) {
      const [id = '', ...parents] = line.split(' ');
      const blobs = new Map<string, string[]>();
      for (const entry of repository.run(['ls-tree', '-r', '-z', id]).toString('latin1').split('\0')) {
        const [head = '', path = ''] = entry.split('\t', 2);
        const blob = head.split(' ')[2];
        if (blob !== undefined) blobs.set(blob, [...(blobs.get(blob) ?? []), path]);
      }
      this.#commits.set(id, { parents, blobs });
    }
    this.#refs = repository
      .git('for-each-ref', '--format=%(refname) %(objectname)')
      .split('\n')
      .map((line) => line.split(' ') as [string, string]);
  }

  /** All blobs that are in any commit. */
  get blobs(): readonly string[] {
    return [...new Set([...this.#commits.values()].flatMap(({ blobs }) => [...blobs.keys()]))].sort();
  }

  ask(blobs: readonly string[]): OracleAnswer {
    const has = (id: string): boolean => blobs.some((blob) => this.#commits.get(id)?.blobs.has(blob) === true);
    const ids = [...this.#commits.keys()];
    const parentHas = (id: string): boolean => this.#commits.get(id)?.parents.some(has) === true;
    return {
      introducing: ids.filter((id) => has(id) && !parentHas(id)).sort(),
      removing: ids.filter((id) => !has(id) && parentHas(id)).sort(),
      commits: ids.filter(has).length,
      refs: this.#refs.filter(([, id]) => has(id)).map(([name]) => name),
    };
  }

  /** Every path of a blob in any commit, in Latin-1, in order. */
  paths(blob: string): readonly string[] {
    const all = [...this.#commits.values()].flatMap(({ blobs }) => blobs.get(blob) ?? []);
    return [...new Set(all)].sort();
  }
}
