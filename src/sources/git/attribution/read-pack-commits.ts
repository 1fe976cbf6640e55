/** Reads all commits of a pack. */
import type { PackToRead } from '../../../model/tree-columns.js';
import type { CommitColumns } from './commit-columns.js';
import { entryKind } from '../pack/entry-header.js';
import type { PackMemory } from '../pack/pack-memory.js';
import { CommitList } from './commit-list.js';
import { NumberList } from './number-list.js';
import { wholeText } from './tree-reader.js';
import { walkKind } from './walk-kind.js';

/** What they say; what cannot be read here is named. */
export function readPackCommits(pack: PackToRead, memory: PackMemory): CommitColumns {
  const { hashBytes } = pack.layout;
  const list = new CommitList(hashBytes);
  const entries = new NumberList();
  const refused = new NumberList();
  walkKind(
    pack,
    memory,
    entryKind.commit,
    { longest: 1, headBytes: 0 },
    {
      look(object) {
        entries.push(object.entry);
        list.add(wholeText(object));
        // Few commits are deltas; those are shown whole.
        return true;
      },
      refuse: (entry) => refused.push(entry),
    },
  );
  const { count, parentsTotal } = list;
  return {
    entries: entries.values.slice(0, count),
    trees: list.trees.slice(0, count * hashBytes),
    parentCounts: list.parentCounts.slice(0, count),
    parentNames: list.parentNames.slice(0, parentsTotal * hashBytes),
    times: list.times.slice(0, count),
    isBroken: list.isBroken.slice(0, count),
    refused: refused.list,
  };
}
