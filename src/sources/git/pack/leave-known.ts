/** Takes out of a plan what needs no search: whole branches of known objects, and units that have nothing else. */
import type { PackLayout } from '../../../model/pack-layout.js';
import type { FamilyUnit } from './family-walk.js';
import type { UnitPlan } from './plan-units.js';

/**
 * The plan without branches in which every object is known. A known object below which there are new ones stays: they
 * are made from it.
 * @param known not 0 for entries that were searched by an earlier run
 */
export function leaveKnown({ units, apart }: UnitPlan, layout: PackLayout, known: Uint8Array): UnitPlan {
  const { count, firstDelta, nextDelta } = layout;
  const hasNew = new Uint8Array(count);
  for (let entry = 0; entry < count; entry += 1) {
    if (known[entry] !== 0) continue;
    // Up to the first base that is marked already; so every entry is marked once.
    for (let base = entry; base >= 0 && hasNew[base] === 0; base = layout.bases[base] as number) hasNew[base] = 1;
  }
  const left = new Uint8Array(new SharedArrayBuffer(count));
  if (apart !== null) left.set(apart);
  const kept: FamilyUnit[] = [];
  for (const { base, entries } of units) {
    const fresh = entries.filter((entry) => hasNew[entry] === 1);
    if (fresh.length > 0) kept.push({ base, entries: fresh });
  }
  for (let entry = 0; entry < count; entry += 1) {
    for (let delta = firstDelta[entry] as number; delta >= 0; delta = nextDelta[delta] as number)
      if (hasNew[delta] === 0) left[delta] = 1;
  }
  return { units: kept, apart: left };
}
