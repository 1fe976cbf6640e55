import { cachedDataVersionTag } from 'node:v8';
import test from 'ava';
import fc from 'fast-check';
import { createKernel } from '../../src/kernel/create-kernel.js';
import type { CreateKernel, Kernel } from '../../src/kernel/kernel.js';
import { createScalarKernel } from '../../src/kernel/scalar-kernel.js';
import { simdKernels } from '../../src/kernel/simd-kernel.js';
import { compileModule, type Flavor } from '../../src/kernel/compile-module.js';

type Hit = readonly [position: number, anchor: number];

/** The judge: what the contract says, read word by word. */
function search(text: string, anchors: readonly string[], from: number, to: number, limit: number): Hit[] {
  const hits: Hit[] = [];
  for (let at = from; at < to; at += 1) {
    for (const [index, anchor] of anchors.entries()) {
      if (at + anchor.length <= limit && text.startsWith(anchor, at)) hits.push([at, index]);
    }
  }
  return hits;
}

/** Calls `find` until it is through, and says how often it had to. */
function findAll(kernel: Kernel, from: number, to: number, limit: number): { hits: Hit[]; calls: number } {
  const hits: Hit[] = [];
  let calls = 0;
  for (let start = from; calls === 0 || start < to; start = kernel.resumeAt) {
    const count = kernel.find(start, to, limit);
    for (let pair = 0; pair < count; pair += 1) {
      hits.push([kernel.hits[pair * 2] ?? -1, kernel.hits[pair * 2 + 1] ?? -1]);
    }
    calls += 1;
  }
  return { hits, calls };
}

function load(kernel: Kernel, text: string): void {
  kernel.input.set(Buffer.from(text, 'latin1'));
}

/** Few letters, so that anchors overlap and nest; many letters, so that every byte occurs. */
const letters = fc.constantFrom('ab', 'aA0', 'eyJh', 'abcdefgh', 'ab\0\xff\n');
const narrow = letters.chain((unit) =>
  fc.record({
    anchors: fc.uniqueArray(fc.string({ unit: fc.constantFrom(...unit), minLength: 3, maxLength: 32 }), {
      minLength: 1,
      maxLength: 40,
    }),
    text: fc.string({ unit: fc.constantFrom(...unit), maxLength: 400 }),
  }),
);
const wide = fc
  .record({
    anchors: fc.uniqueArray(fc.string({ unit: 'binary-ascii', minLength: 3, maxLength: 32 }), {
      minLength: 1,
      maxLength: 100,
    }),
    pieces: fc.array(fc.tuple(fc.string({ unit: 'binary-ascii', maxLength: 50 }), fc.nat()), { maxLength: 20 }),
  })
  .map(({ anchors, pieces }) => ({
    anchors,
    text: pieces.map(([gap, pick]) => gap + (anchors[pick % anchors.length] ?? '')).join(''),
  }));
const cuts = fc.array(fc.nat(), { minLength: 3, maxLength: 3 });

interface Haystack {
  readonly anchors: readonly string[];
  readonly text: string;
}

const agrees = test.macro<[CreateKernel, fc.Arbitrary<Haystack>, number]>((t, create, haystacks, numRuns) => {
  fc.assert(
    fc.property(haystacks, cuts, fc.nat(70), ({ anchors, text }, places, spare) => {
      const kernel = create(anchors, text.length + spare);
      load(kernel, text + 'a'.repeat(spare));
      const [from = 0, to = 0, limit = 0] = places.map((place) => place % (text.length + 1)).sort((a, b) => a - b);
      t.deepEqual(findAll(kernel, from, to, limit).hits, search(text, anchors, from, to, limit));
      t.deepEqual(
        findAll(kernel, 0, text.length, text.length).hits,
        search(text, anchors, 0, text.length, text.length),
      );
      t.is(kernel.countNewlines(from, to), text.slice(from, to).split('\n').length - 1);
      const last = text.slice(from, to).lastIndexOf('\n');
      t.is(kernel.lastNewline(from, to), last < 0 ? -1 : from + last);
    }),
    { numRuns },
  );
});

/** The twin of a flavor, that must be there: every Node that kubeleaks runs on compiles both. */
function twin(flavor: Flavor): CreateKernel {
  const module = compileModule(flavor);
  if (module === undefined) throw new Error(`this Node does not compile the ${flavor} module`);
  return simdKernels(module);
}

const twins = { scalar: createScalarKernel, plain: twin('plain'), relaxed: twin('relaxed') };

for (const [name, create] of Object.entries(twins)) {
  test(`${name}: finds what a naive search finds where anchors overlap and nest`, agrees, create, narrow, 1000);
  test(`${name}: finds what a naive search finds among bytes of every kind`, agrees, create, wide, 300);

  test(`${name}: an anchor at the first byte and one that ends at the last byte are found at every capacity`, (t) => {
    for (let length = 6; length < 300; length += 1) {
      const kernel = create(['eyJ', 'Jye'], length);
      t.is(kernel.input.length, length);
      load(kernel, `eyJ${'.'.repeat(length - 6)}Jye`);
      t.deepEqual(
        findAll(kernel, 0, length, length).hits,
        [
          [0, 0],
          [length - 3, 1],
        ],
        `${length}`,
      );
    }
  });

  test(`${name}: what lies in a memory of somebody else is found where it lies`, (t) => {
    const memory = new WebAssembly.Memory({ initial: 10, maximum: 10 });
    const kernel = create(['eyJ', 'Jye'], memory);
    const { length } = kernel.input;
    t.deepEqual([kernel.input.byteOffset, length], [512 * 1024, 128 * 1024 - 128]);
    load(kernel, `eyJ${'.'.repeat(length - 6)}Jye`);
    t.deepEqual(findAll(kernel, 0, length, length).hits, [
      [0, 0],
      [length - 3, 1],
    ]);
    t.is(kernel.find(1, length - 1, length - 1), 0);
  });

  test(`${name}: an anchor that ends after limit is no hit, one that starts at to is none either`, (t) => {
    const kernel = create(['needle'], 1000);
    load(kernel, '.'.repeat(500) + 'needle'.padEnd(500, '.'));
    t.is(kernel.find(0, 1000, 505), 0);
    t.is(kernel.find(0, 500, 1000), 0);
    t.is(kernel.find(0, 501, 506), 1);
    t.is(kernel.find(500, 501, 506), 1);
    t.is(kernel.find(501, 1000, 1000), 0);
    t.is(kernel.find(500, 500, 506), 0);
    t.is(kernel.find(0, 0, 0), 0);
  });

  test(`${name}: nothing is lost or told twice when there are more hits than room`, (t) => {
    const anchors = Array.from({ length: 30 }, (_, index) => 'a'.repeat(index + 3));
    const text = 'a'.repeat(3000);
    const kernel = create(anchors, text.length);
    load(kernel, text);
    const { hits, calls } = findAll(kernel, 0, text.length, text.length);
    t.true(calls > 1);
    t.is(hits.join(' '), search(text, anchors, 0, text.length, text.length).join(' '));
  });

  test(`${name}: takes 4,096 anchors and finds each`, (t) => {
    const anchors = Array.from({ length: 4096 }, (_, index) => `#${index.toString(36)}.`.padEnd(3 + (index % 30), 'x'));
    const text = anchors.join('\n');
    const kernel = create(anchors, text.length);
    load(kernel, text);
    t.deepEqual(
      new Set(findAll(kernel, 0, text.length, text.length).hits.map(([, anchor]) => anchor)),
      new Set(anchors.keys()),
    );
  });

  test(`${name}: a kernel without anchors finds nothing`, (t) => {
    const kernel = create([], 100);
    t.is(kernel.find(0, 100, 100), 0);
    t.is(kernel.resumeAt, 100);
  });

  test(`${name}: a table that breaks the contract is refused`, (t) => {
    for (const anchors of [['ab'], ['a'.repeat(33)], ['abc', 'abc'], ['ab\u0100']]) {
      t.throws(() => create(anchors, 10), { instanceOf: RangeError });
    }
    t.throws(
      () =>
        create(
          Array.from({ length: 4097 }, (_, index) => `${index + 1000}`),
          10,
        ),
      { instanceOf: RangeError },
    );
  });

  test(`${name}: newlines are counted up to 1 MiB and in every small range`, (t) => {
    const kernel = create([], 1 << 20);
    kernel.input.fill(0x0a);
    t.is(kernel.countNewlines(0, 1 << 20), 1 << 20);
    for (let from = 0; from < 70; from += 1) {
      for (let to = from; to < 140; to += 1)
        if (kernel.countNewlines(from, to) !== to - from) t.fail(`${from} to ${to}`);
    }
  });

  test(`${name}: the last newline is found in every small range, and none beyond it`, (t) => {
    const kernel = create([], 200);
    for (const newline of [0, 1, 15, 16, 17, 40, 63, 64, 80]) {
      kernel.input.fill(0x20).set([0x0a], newline);
      for (let from = 0; from < 70; from += 1) {
        for (let to = from; to < 140; to += 1) {
          const expected = newline >= from && newline < to ? newline : -1;
          if (kernel.lastNewline(from, to) !== expected) t.fail(`${newline} in ${from} to ${to}`);
        }
      }
    }
    t.pass();
  });
}

test('compiling leaves the flags of V8 as they were', (t) => {
  const before = cachedDataVersionTag();
  compileModule();
  t.is(cachedDataVersionTag(), before);
});

test('createKernel gives a kernel that finds', (t) => {
  const kernel = createKernel(['eyJ'], 100);
  load(kernel, '...eyJ');
  t.deepEqual(findAll(kernel, 0, 100, 100).hits, [[3, 0]]);
});
