/** What containers within containers may cost, when all of them share one budget. */
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { Budget } from '../../src/containers/budget.js';
import type { ContainerLimits } from '../../src/containers/limits.js';
import { recogniseContainer } from '../../src/containers/recognise-container.js';
import { chunksOf, spoolToMemory } from './harness.js';
import { makeZip } from './zip/make-zip.js';

interface Cost {
  readonly budget: Budget;
  readonly codes: string[];
  /** Contents that are no containers. */
  readonly leaves: string[];
}

async function openNested(bytes: Uint8Array, cost: Cost, depth = 1): Promise<void> {
  const container = recogniseContainer(bytes);
  if (container === undefined) return void cost.leaves.push(Buffer.from(bytes).toString('latin1'));
  if (depth > cost.budget.limits.depth) return void cost.codes.push('archive-too-deep');
  for await (const item of container.open({ chunks: chunksOf(bytes, [50_000]), spool: spoolToMemory }, cost.budget)) {
    if (item.kind !== 'entry') cost.codes.push(item.code);
    else {
      const parts: Buffer[] = [];
      for await (const chunk of item.read()) parts.push(Buffer.from(chunk));
      await openNested(Buffer.concat(parts), cost, depth + 1);
    }
  }
}

async function costOf(bytes: Uint8Array, limits: Partial<ContainerLimits>): Promise<Cost> {
  const cost: Cost = { budget: new Budget(limits), codes: [], leaves: [] };
  await openNested(bytes, cost);
  return cost;
}

function copies(count: number, content: Uint8Array): Buffer {
  return makeZip(Array.from({ length: count }, (_, index) => ({ name: `${index}`, content })));
}

test('an archive of archives of archives of bombs, as 42.zip is, ends after a few of them', async (t) => {
  const bomb = gzipSync(Buffer.alloc(2 * 2 ** 20));
  const { budget, codes } = await costOf(copies(16, copies(16, copies(16, bomb))), { ratioFloorBytes: 2 ** 20 });
  t.deepEqual([...new Set(codes)], ['archive-ratio']);
  t.true(codes.length < 50, `${codes.length}`);
  t.true(budget.bytes < 20 * 2 ** 20, `${budget.bytes}`);
});

test('an archive that holds the next one many times over, without end, ends at the number of containers', async (t) => {
  let nested: Uint8Array = Buffer.from('PK');
  for (let level = 0; level < 8; level += 1) {
    const content = nested;
    nested = makeZip(
      Array.from({ length: 40 }, (_, index) => ({
        name: `${index}`,
        content: index === 0 ? content : '',
        isStored: true,
      })).map((part, index) => (index === 0 ? part : { ...part, offset: 0, packedBytes: content.length })),
    );
  }
  const { budget, codes } = await costOf(nested, { containers: 500 });
  t.true(codes.includes('archive-too-many-entries'));
  t.true(budget.containers < 600, `${budget.containers}`);
});

test('bombs do not hide what stands beside them', async (t) => {
  const bomb = gzipSync(Buffer.alloc(2 * 2 ** 20));
  const archive = makeZip([
    ...Array.from({ length: 5 }, (_, index) => ({ name: `${index}.gz`, content: bomb })),
    { name: 'token.gz', content: gzipSync('a token') },
  ]);
  const { codes, leaves } = await costOf(archive, { ratioFloorBytes: 2 ** 20 });
  t.is(codes.length, 5);
  t.is(leaves.at(-1), 'a token');
});

test('many bombs hide no file beside them, at any level, but archives are opened no more', async (t) => {
  const bomb = gzipSync(Buffer.alloc(2 * 2 ** 20));
  const bombs = Array.from({ length: 12 }, (_, index) => ({ name: `${index}.gz`, content: bomb }));
  const inner = makeZip([...bombs, { name: 'inner', content: 'a token inside' }]);
  const archive = makeZip([
    { name: 'inner.zip', content: inner },
    { name: 'late.gz', content: gzipSync('packed') },
    { name: 'outer', content: 'a token outside' },
  ]);
  const { codes, leaves } = await costOf(archive, { ratioFloorBytes: 2 ** 20 });
  t.deepEqual([...new Set(codes)], ['archive-ratio']);
  t.is(codes.length, 13);
  t.deepEqual(leaves.slice(-3), ['a token inside', '', 'a token outside']);
});
