/** Reads what the trees of packs hold of the objects in a table; runs in several threads, each of which takes a part at a time. */
import type { TreesRead, TreesToRead } from '../../../model/tree-columns.js';
import { entryKind } from '../pack/entry-header.js';
import type { PackMemory } from '../pack/pack-memory.js';
import { countKind } from './count-kind.js';
import { NameTable } from './name-table.js';
import { NumberList } from './number-list.js';
import { PartClaims } from './part-claims.js';
import { TREE_REACH, TreeReader } from './tree-reader.js';
import { TreeRecording } from './tree-recording.js';
import { walkKind } from './walk-kind.js';

/** What this thread read, of two. */
export function readTrees({ packs, names: columns, partBytes, claims }: TreesToRead, memory: PackMemory): TreesRead {
  const names = new NameTable(columns.hashBytes, columns);
  const shares = new PartClaims(claims);
  let part = 0;
  let claimed = -1;
  const read = packs.map((pack) => {
    const { layout } = pack;
    const recording = new TreeRecording(columns.hashBytes, countKind(layout, entryKind.tree) / 2);
    const parts = new NumberList();
    const refused = new NumberList();
    const reader = new TreeReader(layout, memory, names, recording);
    const endPart = (): void => {
      if (parts.count % 2 === 1) parts.push(recording.count);
    };
    const takes = (): boolean => {
      endPart();
      const number = part++;
      // Who holds much takes no more, and what nobody takes is missed later.
      if (claimed < number && recording.isHalfFull) return false;
      if (claimed < number) claimed = shares.claim();
      if (number !== claimed) return false;
      parts.push(number);
      return true;
    };
    walkKind(
      pack,
      memory,
      entryKind.tree,
      { longest: TREE_REACH + 1, headBytes: 0 },
      { takes, look: (object) => reader.look(object), refuse: (entry) => refused.push(entry) },
      partBytes,
    );
    endPart();
    return { ...recording.columns, parts: parts.list, refused: refused.list };
  });
  return { packs: read, parts: part };
}
