import test from 'ava';
import fc from 'fast-check';
import type { PackLayout } from '../../../../src/model/pack-layout.js';
import { planUnits } from '../../../../src/sources/git/pack/plan-units.js';

/** A layout of nothing but sizes and bases: `parents[i]` is taken modulo i + 1, and 0 makes a whole object. */
function layoutOf(sizes: readonly number[], parents: readonly number[]): PackLayout {
  const count = sizes.length;
  const offsets = new Float64Array(count + 1);
  const bases = new Int32Array(count).fill(-1);
  const firstDelta = new Int32Array(count).fill(-1);
  const nextDelta = new Int32Array(count).fill(-1);
  for (let entry = 0; entry < count; entry += 1) {
    offsets[entry + 1] = (offsets[entry] as number) + (sizes[entry] as number);
    bases[entry] = ((parents[entry] as number) % (entry + 1)) - 1;
  }
  for (let entry = count - 1; entry >= 0; entry -= 1) {
    const base = bases[entry] as number;
    if (base < 0) continue;
    nextDelta[entry] = firstDelta[base] as number;
    firstDelta[base] = entry;
  }
  return {
    count,
    hashBytes: 20,
    offsets,
    bases,
    firstDelta,
    nextDelta,
    positions: new Uint32Array(count),
    types: new Uint8Array(count).fill(3),
  };
}

/** Entries that a unit shows, by what the plan promises. */
function shownBy(layout: PackLayout, entries: Int32Array, apart: Uint8Array | null): number[] {
  const shown = [...entries];
  for (const entry of shown) {
    for (let delta = layout.firstDelta[entry] as number; delta >= 0; delta = layout.nextDelta[delta] as number) {
      if (apart?.[delta] !== 1) shown.push(delta);
    }
  }
  return shown;
}

const kilobytes = fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.nat()), {
  minLength: 1,
  maxLength: 300,
  size: 'max',
});

test('the units show every object once, and those of a base are its deltas', (t) => {
  let cuts = 0;
  fc.assert(
    fc.property(kilobytes, (list) => {
      const layout = layoutOf(
        list.map(([size]) => size * 1024),
        list.map(([, parent]) => parent),
      );
      const { units, apart } = planUnits(layout, () => true);
      cuts += apart === null ? 0 : 1;
      const shown = units.flatMap(({ entries }) => shownBy(layout, entries, apart));
      return (
        shown.length === layout.count &&
        new Set(shown).size === layout.count &&
        units.every(({ base, entries }) => entries.every((entry) => layout.bases[entry] === base))
      );
    }),
  );
  t.true(cuts > 10, `${cuts} plans had cuts`);
});

test('one large family is shared out: no unit weighs much more than the others', (t) => {
  const megabyte = 1024 * 1024;
  const chain = layoutOf(
    Array.from({ length: 400 }, () => megabyte),
    Array.from({ length: 400 }, (_, entry) => entry),
  );
  const star = layoutOf(
    Array.from({ length: 400 }, () => megabyte),
    Array.from({ length: 400 }, (_, entry) => (entry === 0 ? 0 : 1)),
  );
  for (const layout of [chain, star]) {
    const { units, apart } = planUnits(layout, () => true);
    const weights = units.map(({ entries }) => shownBy(layout, entries, apart).length);
    t.true(units.length > 50, `${units.length} units`);
    t.true(Math.max(...weights) < 10, `${Math.max(...weights)} of 400 MB in one unit`);
  }
});

test('what is not wanted is in no unit', (t) => {
  const layout = layoutOf([10, 10, 10, 10], [0, 1, 0, 3]);
  layout.types.set([2, 2, 3, 3]);
  const { units, apart } = planUnits(layout, (type) => type !== 2);
  t.deepEqual(
    units.flatMap(({ entries }) => shownBy(layout, entries, apart)),
    [2, 3],
  );
});
