/** Reads all commits of a repository into a graph. */
import type { CommitColumns } from './commit-columns.js';
import { CommitGraph } from './commit-graph.js';
import type { ObjectStore } from './object-store.js';
import { readPackCommits } from './read-pack-commits.js';

/** What it takes to read commits. */
export interface CommitSources {
  readonly store: ObjectStore;
  /** Loose commits, and those that had to be asked of git. */
  others(): Iterable<{ readonly name: string; readonly bytes: Uint8Array }>;
  /** Is told of entries that cannot be read here. */
  refuse(name: string): void;
}

/** The graph, linked. */
export function readCommits({ store, others, refuse }: CommitSources): CommitGraph {
  const read = store.packs.map((pack) => readPackCommits(pack, store.memory));
  const expected = read.reduce((sum, { entries }) => sum + entries.length, 0);
  const graph = new CommitGraph(store.hashBytes, expected);
  store.packs.forEach((pack, number) => {
    const commits = read[number] as CommitColumns;
    graph.addAll(commits, pack);
    for (const entry of commits.refused) refuse(pack.index.name(pack.layout.positions[entry] as number));
  });
  for (const { name: hex, bytes } of others()) graph.add(Buffer.from(hex, 'hex'), 0, bytes);
  graph.link();
  return graph;
}
