/** Where refs lead to. */
import type { CommitGraph } from './commit-graph.js';
import type { ObjectStore } from './object-store.js';
import type { Reference } from './references.js';
import type { TreeClosure } from './tree-closure.js';

/** A ref, followed through its tags. */
export interface Tip {
  readonly name: string;
  /** The commit that it leads to, or -1. */
  readonly commit: number;
  /** The tree or blob that it leads to, when that can reach anything that is asked for, or -1. */
  readonly node: number;
  /** Names of the tags on the way. */
  readonly tags: readonly string[];
}

/** Tags of tags that are followed. */
const MOST_STEPS = 10;

/** Follows refs. Many may lead to the same object: it is looked at once. */
export function followReferences(
  references: readonly Reference[],
  store: ObjectStore,
  graph: CommitGraph,
  closure: TreeClosure,
): readonly Tip[] {
  const known = new Map<string, Omit<Tip, 'name'>>();
  return references.map(({ name, object }) => {
    const tip = known.get(object) ?? follow(object, store, graph, closure);
    known.set(object, tip);
    return { name, ...tip };
  });
}

function follow(object: string, store: ObjectStore, graph: CommitGraph, closure: TreeClosure): Omit<Tip, 'name'> {
  const tags: string[] = [];
  let name = object;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const commit = graph.names.findHex(name);
    if (commit >= 0) return { commit, node: -1, tags };
    const node = closure.names.findHex(name);
    if (node >= 0) return { commit: -1, node, tags };
    const tag = store.read(name, 'tag');
    const target = tag && /^object ([0-9a-f]{40,64})\n/.exec(Buffer.from(tag).toString('latin1', 0, 80))?.[1];
    if (target === undefined) break;
    tags.push(name);
    name = target;
  }
  return { commit: -1, node: -1, tags };
}
