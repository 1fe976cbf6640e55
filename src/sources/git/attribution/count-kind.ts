/** How many objects of one kind there are. */
import type { PackLayout } from '../../../model/pack-layout.js';

/** Counts the entries of a pack that are of a kind, as `entryKind` numbers them. */
export function countKind({ count, types }: PackLayout, kind: number): number {
  let found = 0;
  for (let entry = 0; entry < count; entry += 1) if (types[entry] === kind) found += 1;
  return found;
}
