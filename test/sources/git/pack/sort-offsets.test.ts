import test from 'ava';
import { sortOffsets } from '../../../../src/sources/git/pack/sort-offsets.js';

test('many offsets are sorted as comparing sorts them, beyond 4 GiB too, and equal ones keep their order', (t) => {
  for (const largest of [1000, 2 ** 31, 2 ** 32, 2 ** 40, 2 ** 53 - 1]) {
    const offsets = Float64Array.from({ length: 10_000 }, (_, at) => (Math.imul(at, 2_654_435_761) >>> 0) % largest);
    for (let at = 0; at < 100; at += 1) offsets[at * 97] = largest - (at % 7);
    const { offsets: sorted, positions } = sortOffsets(offsets);
    const expected = [...offsets.keys()].sort((a, b) => (offsets[a] as number) - (offsets[b] as number) || a - b);
    t.deepEqual([...positions], expected);
    t.deepEqual(
      [...sorted],
      expected.map((position) => offsets[position] as number),
    );
  }
});
