/** Reads all commits of a repository into a graph. */
import { entryKind } from '../pack/entry-header.js';
import type { PackObject } from '../pack/pack-object.js';
import { CommitGraph } from './commit-graph.js';
import type { ObjectStore } from './object-store.js';

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
  const graph = new CommitGraph(store.hashBytes);
  for (const pack of store.packs) {
    const { layout, index } = pack;
    store.walk(
      pack,
      entryKind.commit,
      { longest: 1, headBytes: 0 },
      {
        look(object) {
          graph.add(index.bytes, index.nameAt(layout.positions[object.entry] as number), textOf(object));
          // Few commits are deltas; those are shown whole.
          return true;
        },
        refuse: (entry) => refuse(index.name(layout.positions[entry] as number)),
      },
    );
  }
  for (const { name: hex, bytes } of others()) graph.add(Buffer.from(hex, 'hex'), 0, bytes);
  graph.link();
  return graph;
}

function textOf(object: PackObject): Uint8Array {
  const { text } = object;
  if (text !== null) return text;
  const whole = new Uint8Array(object.size);
  object.copy(0, object.size, whole, 0);
  return whole;
}
