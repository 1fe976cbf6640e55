/** Finds deltas that are made from each other. Git goes round in them for ever, so it is not to be asked. */
import type { PackLayout } from '../../../model/pack-layout.js';

const state = { open: 0, passing: 1, circular: 2, ends: 3 } as const;

/** Not 0 for entries whose chain of bases has no end. */
export function findCircles({ count, bases }: PackLayout): Uint8Array {
  const states = new Uint8Array(count);
  const circular = new Uint8Array(count);
  for (let first = 0; first < count; first += 1) {
    let entry = first;
    while (entry >= 0 && states[entry] === state.open) {
      states[entry] = state.passing;
      entry = bases[entry] as number;
    }
    const isEndless = entry >= 0 && (states[entry] === state.passing || states[entry] === state.circular);
    for (let passed = first; passed >= 0 && states[passed] === state.passing; passed = bases[passed] as number) {
      states[passed] = isEndless ? state.circular : state.ends;
      circular[passed] = isEndless ? 1 : 0;
    }
  }
  return circular;
}
