import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import { FamilyWalk, type FamilyUnit, type Wanted } from '../../../../src/sources/git/pack/family-walk.js';
import { PackMemory, type PackMemoryOptions } from '../../../../src/sources/git/pack/pack-memory.js';
import type { PackObject } from '../../../../src/sources/git/pack/pack-object.js';
import {
  encodeDelta,
  encodeHead,
  makeIndex,
  makePack,
  writePack,
  type DeltaRecipe,
  type EntryRecipe,
  type WrittenObject,
} from '../../../helpers/git/pack-writer.js';
import { tempFolder } from '../../../helpers/temp-folder.js';
import { openPack, type OpenedPack } from './open-pack.js';
import { needles, recipes, search } from './recipes.js';

const wanted = { longest: Math.max(...needles.map(({ length }) => length)), headBytes: 20 };
/** Whatever is new is shown, or only what tells whether a string is. */
const manners: readonly Wanted[] = [wanted, { ...wanted, strings: needles }];

function read(object: PackObject): Buffer {
  const bytes = Buffer.alloc(object.size);
  object.copy(0, object.size, bytes, 0);
  return bytes;
}

/** Does anything stand in what is fresh, within one run where runs are told? */
function isFreshHit(object: PackObject, { strings }: Wanted): boolean {
  const fresh = Buffer.from(object.fresh).toString('latin1');
  if (strings !== undefined) return needles.some((needle) => fresh.includes(needle));
  return needles.some((needle) => {
    for (let at = fresh.indexOf(needle); at >= 0; at = fresh.indexOf(needle, at + 1)) {
      if (at + needle.length <= object.runEnd(at)) return true;
    }
    return false;
  });
}

interface Seen {
  /** What was told of the starts of objects that were not shown whole. */
  readonly heads: Array<readonly [name: string, head: string | null]>;
  readonly found: Map<string, string[]>;
  readonly refused: string[];
}

/** Searches a pack by families, unit by unit. */
function searchByFamilies(
  pack: OpenedPack,
  memory: PackMemory,
  manner: Wanted,
  apart: Uint8Array | null,
  units: readonly FamilyUnit[],
): Seen {
  const found = new Map<string, string[]>();
  const refused: string[] = [];
  const heads: Array<readonly [name: string, head: string | null]> = [];
  const walk = new FamilyWalk(pack.file(memory), memory, manner, apart, {
    look(object) {
      const name = pack.name(object.entry);
      const head = object.isWhole ? null : object.head;
      if (!object.isWhole) heads.push([name, head === null ? null : Buffer.from(head).toString()]);
      const isHit = object.isWhole || isFreshHit(object, manner);
      const hits = isHit ? search(read(object)) : [];
      if (object.isProbe) return hits.length > 0;
      if (found.has(name)) throw new Error(`${name} was shown twice`);
      found.set(name, hits);
      return hits.length > 0;
    },
    refuse: (entry) => refused.push(pack.name(entry)),
    wantsPause: () => true,
  });
  let pauses = 0;
  for (const unit of units) for (const _ of walk.walk(unit)) pauses += 1;
  if (pauses === 0 && found.size > 1) throw new Error('there was no pause');
  return { found, refused, heads };
}

/** A head that is told is that of the object; one that is not is that of its base. */
function checkHead(
  { objects, recipes: list }: { objects: readonly WrittenObject[]; recipes: readonly EntryRecipe[] },
  name: string,
  head: string | null,
): void {
  const at = objects.findIndex((object) => object.name === name);
  const start = (bytes: Buffer | undefined): string => (bytes ?? Buffer.alloc(0)).toString('utf8', 0, wanted.headBytes);
  const recipe = list[at] as DeltaRecipe;
  const own = start(objects[at]?.bytes);
  const isRight = head === null ? own === start(objects[recipe.base]?.bytes) : head.slice(0, own.length) === own;
  if (!isRight) throw new Error(`head of ${objects[at]?.bytes.toString()}: ${head}`);
}

/** One unit for whole objects, and one for every base of entries that are apart. */
function unitsOf(
  { layout }: OpenedPack,
  isApart: (entry: number) => boolean,
): { apart: Uint8Array; units: FamilyUnit[] } {
  const apart = new Uint8Array(layout.count);
  const entries = Array.from(layout.bases, (_, entry) => entry);
  for (const entry of entries) if ((layout.bases[entry] as number) >= 0 && isApart(entry)) apart[entry] = 1;
  const bases = new Set(entries.filter((entry) => apart[entry] === 1).map((entry) => layout.bases[entry] as number));
  const units = [...bases].map((base) => ({
    base,
    entries: Int32Array.from(entries.filter((entry) => apart[entry] === 1 && layout.bases[entry] === base)),
  }));
  return {
    apart,
    units: [{ base: -1, entries: Int32Array.from(entries.filter((entry) => layout.bases[entry] === -1)) }, ...units],
  };
}

const roomy: PackMemoryOptions = { inputBytes: 1 << 16, textBytes: 1 << 20, ropeBytes: 1 << 16 };
const memories = [
  new PackMemory(roomy),
  new PackMemory({ inputBytes: 100, textBytes: 1 << 14, ropeBytes: 1 << 12 }),
  new PackMemory({ inputBytes: 40, textBytes: 5000, ropeBytes: 300 }),
  new PackMemory({ inputBytes: 1 << 12, textBytes: 2600, ropeBytes: 200 }),
  new PackMemory({ inputBytes: 64, textBytes: 1700, ropeBytes: 100 }),
] as const;

test('by families the same is found as in every object whole, however little memory there is', async (t) => {
  const folder = await tempFolder(t);
  let refusals = 0;
  let finds = 0;
  fc.assert(
    fc.property(recipes, fc.nat({ max: memories.length - 1 }), fc.nat(), fc.nat(), (list, choice, seed, how) => {
      const memory = memories[choice] as PackMemory;
      const manner = manners[how % 2] as Wanted;
      const isApart = (entry: number): boolean => (seed >> (entry % 24)) % 4 === 0;
      const written = makePack(list);
      const path = writePack(folder, written);
      const pack = openPack(path);
      try {
        const { apart, units } = unitsOf(pack, isApart);
        const { found, refused, heads } = searchByFamilies(pack, memory, manner, apart, units);
        refusals += refused.length;
        for (const { name, bytes } of written.objects) {
          const expected = search(bytes);
          finds += expected.length;
          // What is refused is searched whole by other means.
          if (refused.includes(name)) continue;
          const got = found.get(name)?.join() ?? 'nothing shown';
          if (got !== expected.join()) throw new Error(`${bytes.toString()}: ${got}, not ${expected.join()}`);
        }
        for (const [name, head] of heads) checkHead({ ...written, recipes: list }, name, head);
        if (found.size + refused.length !== written.objects.length)
          throw new Error(`${found.size} + ${refused.length}`);
      } finally {
        pack.close();
        rmSync(path);
        rmSync(path.replace(/pack$/, 'idx'));
      }
    }),
    { numRuns: 300, includeErrorInReport: true, endOnFailure: true },
  );
  t.true(finds > 2000 && refusals > 20, `${finds} finds, ${refusals} refusals`);
});

interface Shown {
  readonly shown: Map<string, Buffer>;
  readonly refused: string[];
  readonly gaps: number;
}

/** Shows everything of a pack, whole, to one visitor. */
function showAll(pack: OpenedPack, memory: PackMemory, manner: Wanted = wanted): Shown {
  const shown = new Map<string, Buffer>();
  const refused: string[] = [];
  const walk = new FamilyWalk(pack.file(memory), memory, manner, null, {
    look: (object) => shown.set(pack.name(object.entry), read(object)).size > 0,
    refuse: (entry) => refused.push(pack.name(entry)),
    wantsPause: () => false,
  });
  const roots = Array.from(pack.layout.bases, (base, entry) => (base === -1 ? entry : -1)).filter(
    (entry) => entry >= 0,
  );
  for (const _ of walk.walk({ base: -1, entries: Int32Array.from(roots) })) throw new Error('nobody wanted a pause');
  return { shown, refused, gaps: walk.gaps };
}

test('what git packed is read as git reads it', async (t) => {
  const folder = await tempFolder(t);
  const git = (args: string[], input?: string): Buffer =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=b', ...args], {
      input,
      maxBuffer: 1 << 28,
    });
  git(['init', '-q']);
  let text = Array.from({ length: 400 }, (_, line) => `line ${line} ${(line * 7919) % 1000}`);
  for (let round = 0; round < 60; round += 1) {
    text = text.map((line, at) => ((at * 31 + round * 17) % 97 === 0 ? `${line} changed in ${round}` : line));
    if (round % 9 === 0) text = [...text.slice(200), ...text.slice(0, 200)];
    writeFileSync(join(folder, 'text'), text.join('\n'));
    git(['add', 'text']);
    git(['commit', '-q', '-m', `round ${round}`]);
  }
  git(['tag', '-a', '-m', 'a tag', 'v1']);
  git(['repack', '-adfq', '--depth=250', '--window=50']);
  const name = git(['rev-parse', '--git-path', 'objects/pack']).toString().trim();
  const file = readdirSync(join(folder, name)).find((entry) => entry.endsWith('.pack')) as string;
  const pack = openPack(join(folder, name, file));
  const [{ shown, refused, gaps }, searched] = manners.map((manner) =>
    showAll(pack, new PackMemory(roomy), manner),
  ) as [Shown, Shown];
  pack.close();
  t.deepEqual([refused.length, gaps, shown.size], [0, 0, pack.layout.count]);
  t.true(
    pack.layout.bases.some((base) => base >= 0),
    'git made deltas',
  );
  for (const [object, bytes] of shown) {
    const type = git(['cat-file', '-t', object]).toString().trim();
    if (!git(['cat-file', type, object]).equals(bytes)) t.fail(`${object} differs`);
  }
  t.deepEqual(searched, { shown, refused, gaps });
});

test('a chain of 5,000 deltas is walked to its end', async (t) => {
  const recipes5000 = Array.from(
    { length: 5001 },
    (_, at): EntryRecipe =>
      at === 0
        ? { type: 'blob', bytes: Buffer.alloc(3000, 'x') }
        : { base: at - 1, delta: [{ copy: [0, 2900] }, { insert: Buffer.from(`<${at}>`) }, { copy: [2900, 100] }] },
  );
  const written = makePack(recipes5000);
  const pack = openPack(writePack(await tempFolder(t), written));
  for (const memory of [new PackMemory(), new PackMemory(roomy)]) {
    for (const manner of manners) {
      const { shown, refused } = showAll(pack, memory, manner);
      t.deepEqual([shown.size, refused.length], [5001, 0]);
      t.true(written.objects.every(({ name, bytes }) => shown.get(name)?.equals(bytes)));
    }
  }
  pack.close();
});

test('one bad entry costs itself and its deltas, and nothing else', async (t) => {
  const base = Buffer.from('0123456789'.repeat(20));
  const good: EntryRecipe[] = [
    { type: 'blob', bytes: base },
    { base: 0, delta: [{ copy: [0, 100] }, { insert: Buffer.from('middle') }] },
    { base: 1, delta: [{ copy: [50, 56] }] },
    { type: 'blob', bytes: Buffer.from('bystander') },
    { base: 3, delta: [{ copy: [0, 4] }] },
  ];
  const folder = await tempFolder(t);
  const written = makePack(good);
  const name = (at: number): string => written.objects[at]?.name as string;
  /** Puts another delta into the place of entry 1 and tells what is refused. */
  const refusedWith = (delta: Buffer, size = delta.length): string[] => {
    const parts = written.objects.map(({ offset }, at) =>
      written.bytes.subarray(offset, written.objects[at + 1]?.offset ?? -20),
    );
    const deltaEntry = (of: number, bytes: Buffer, length = bytes.length): Buffer =>
      Buffer.concat([encodeHead(7, length), Buffer.from(name(of), 'hex'), deflateSync(bytes)]);
    parts[1] = deltaEntry(0, delta, size);
    parts[2] = deltaEntry(1, encodeDelta(106, 56, [{ copy: [50, 56] }]));
    parts[4] = deltaEntry(3, encodeDelta(9, 4, [{ copy: [0, 4] }]));
    let offset = 12;
    const objects = written.objects.map((object, at) => {
      const placed = { ...object, offset };
      offset += (parts[at] as Buffer).length;
      return placed;
    });
    const bytes = Buffer.concat([written.bytes.subarray(0, 12), ...parts, Buffer.alloc(20)]);
    const pack = openPack(writePack(folder, { ...written, bytes, objects }));
    const [{ shown, refused }, searched] = manners.map((manner) => showAll(pack, new PackMemory(roomy), manner)) as [
      Shown,
      Shown,
    ];
    pack.close();
    t.deepEqual([searched.refused, searched.shown], [refused, shown]);
    t.is(shown.get(name(3))?.toString(), 'bystander');
    t.is(shown.get(name(4))?.toString(), 'byst');
    t.is(shown.size + refused.length, 5);
    return refused;
  };
  t.deepEqual(refusedWith(encodeDelta(200, 106, (good[1] as DeltaRecipe).delta)), []);
  const both = [name(1), name(2)];
  t.deepEqual(refusedWith(encodeDelta(200, 100, [{ copy: [101, 100] }])), both, 'reads beyond its base');
  t.deepEqual(refusedWith(encodeDelta(200, 100, [{ copy: [0xffffffff, 100] }])), both, 'reads far beyond its base');
  t.deepEqual(refusedWith(encodeDelta(199, 100, [{ copy: [0, 100] }])), both, 'is for another base');
  t.deepEqual(refusedWith(encodeDelta(200, 106, [{ copy: [0, 100] }])), both, 'makes less than it says');
  t.deepEqual(refusedWith(encodeDelta(200, 6, [{ copy: [0, 100] }])), both, 'makes more than it says');
  t.deepEqual(
    refusedWith(Buffer.concat([encodeDelta(200, 106, []), Buffer.from([0])])),
    both,
    'has a reserved instruction',
  );
  t.deepEqual(refusedWith(Buffer.concat([encodeDelta(200, 106, []), Buffer.from([0xff])])), both, 'ends within a copy');
  t.deepEqual(
    refusedWith(Buffer.concat([encodeDelta(200, 106, []), Buffer.from([100, 1])])),
    both,
    'ends within an insert',
  );
  t.deepEqual(refusedWith(Buffer.alloc(0)), both, 'is empty');
  t.deepEqual(refusedWith(Buffer.alloc(20, 0xff)), both, 'has no end of its sizes');
  t.deepEqual(refusedWith(encodeDelta(200, 2 ** 40, [{ copy: [0, 100] }])), both, 'makes a terabyte');
  t.deepEqual(
    refusedWith(encodeDelta(200, 106, (good[1] as DeltaRecipe).delta), 5000),
    both,
    'is shorter than its head says',
  );
  t.deepEqual(
    refusedWith(encodeDelta(200, 106, (good[1] as DeltaRecipe).delta), 2 ** 50),
    both,
    'is said to be a petabyte',
  );
});

test('bytes between the entries that the index does not name are noticed', async (t) => {
  const written = makePack([
    { type: 'blob', bytes: Buffer.from('named') },
    { type: 'blob', bytes: Buffer.from('hidden') },
    {
      type: 'blob',
      bytes: Buffer.from('named, too'),
    },
  ]);
  const folder = await tempFolder(t);
  const without = { ...written, objects: written.objects.filter((_, at) => at !== 1) };
  const pack = openPack(writePack(folder, written, makeIndex(without)));
  const { shown, gaps } = showAll(pack, new PackMemory(roomy));
  pack.close();
  t.deepEqual([shown.size, gaps], [2, 1]);
});

test('a pack that shrinks while it is read costs what is gone', async (t) => {
  const written = makePack(
    Array.from({ length: 50 }, (_, at): EntryRecipe => ({ type: 'blob', bytes: Buffer.from(`blob ${at}`) })),
  );
  const path = writePack(await tempFolder(t), written);
  const pack = openPack(path);
  truncateSync(path, written.objects[20]?.offset);
  const { shown, refused } = showAll(pack, new PackMemory(roomy));
  pack.close();
  t.deepEqual([shown.size, refused.length], [20, 30]);
});
