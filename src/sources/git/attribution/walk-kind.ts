/** Goes through all objects of one kind in a pack, many of them read at a time. */
import type { PackToRead } from '../../../model/tree-columns.js';
import type { PackLayout } from '../../../model/pack-layout.js';
import { type FamilyVisitor, FamilyWalk, type Wanted } from '../pack/family-walk.js';
import { PackFile } from '../pack/pack-file.js';
import type { PackMemory } from '../pack/pack-memory.js';

/** Who sees the entries of a kind. */
export interface KindVisitor extends Omit<FamilyVisitor, 'wantsPause'> {
  /** Is asked before each part of the families, in order: false leaves it out. Absent: none is. */
  takes?(): boolean;
}

/** Shows `visitor` all entries of a pack that are of a kind; `partBytes`: the compressed bytes of a part, about. */
export function walkKind(
  { file, layout }: PackToRead,
  memory: PackMemory,
  kind: number,
  wanted: Wanted,
  visitor: KindVisitor,
  partBytes = memory.heldEnd - memory.held,
): void {
  const reader = new PackFile(file, layout, memory);
  const walk = new FamilyWalk(reader, memory, wanted, null, {
    look: (object) => visitor.look(object),
    refuse: (entry, status) => visitor.refuse(entry, status),
    wantsPause: () => false,
  });
  for (const { roots, isMember } of families(layout, kind, partBytes)) {
    if (visitor.takes?.() === false) continue;
    reader.hold(isMember);
    for (const _ of walk.walk({ base: -1, entries: Int32Array.from(roots) })) continue;
  }
}

/** The families of a kind, in the order of their roots, part by part. */
function* families(
  { count, types: kinds, bases, firstDelta, nextDelta, offsets }: PackLayout,
  kind: number,
  partBytes: number,
): Generator<{ readonly roots: readonly number[]; readonly isMember: Uint8Array }> {
  const isMember = new Uint8Array(count);
  const open = new Int32Array(count);
  let roots: number[] = [];
  let bytes = 0;
  for (let entry = 0; entry < count; entry += 1) {
    if (kinds[entry] !== kind || bases[entry] !== -1) continue;
    if (bytes >= partBytes) {
      yield { roots, isMember };
      isMember.fill(0);
      roots = [];
      bytes = 0;
    }
    roots.push(entry);
    let depth = 0;
    open[depth++] = entry;
    while (depth > 0) {
      const member = open[--depth] as number;
      isMember[member] = 1;
      bytes += (offsets[member + 1] as number) - (offsets[member] as number);
      for (let delta = firstDelta[member] as number; delta >= 0; delta = nextDelta[delta] as number)
        open[depth++] = delta;
    }
  }
  if (roots.length > 0) yield { roots, isMember };
}
