import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import test from 'ava';
import { scan, type ScanEvent } from '../src/index.js';
import { gitObjectOf } from '../src/model/origin.js';
import { GitRepository } from './helpers/git/git-repository.js';
import {
  encodeDelta,
  encodeHead,
  type EntryRecipe,
  makeIndex,
  makePack,
  objectName,
  writePack,
  type WrittenPack,
} from './helpers/git/pack-writer.js';
import { mintShape } from './helpers/mint.js';
import { tempFolder } from './helpers/temp-folder.js';

const now = (): Date => new Date('2026-11-23T12:00:00Z');
const searchPath = process.env['PATH'] ?? '';
const token = (word: string): string => mintShape({ kind: 'pod-bound', seed: word, serviceAccount: word });
const blob = (word: string): EntryRecipe => ({ type: 'blob', bytes: Buffer.from(`a line\n${token(word)}\n`) });

interface Seen {
  /** Accounts of the tokens that were found. */
  readonly accounts: readonly string[];
  /** Code of each failure, with the start of the object's name. */
  readonly failures: readonly string[];
  readonly messages: readonly string[];
  readonly sightings: number;
  readonly isComplete: boolean;
}

async function see(path: string, meanwhile?: () => void): Promise<Seen> {
  const events: ScanEvent[] = [];
  for await (const event of scan([{ kind: 'repository', path }], { now, searchPath, jobs: 1 })) {
    events.push(event);
    if (event.type === 'progress' && event.bytes > 0) meanwhile?.();
  }
  const failed = events.flatMap((event) => (event.type === 'failure' ? [event.failure] : []));
  return {
    accounts: events
      .flatMap((event) => (event.type === 'finding' ? [event.finding.identity.serviceAccount ?? ''] : []))
      .sort(),
    failures: failed
      .map(({ code, origin }) => [code, (origin === null ? undefined : gitObjectOf(origin))?.object.slice(0, 8)])
      .map((parts) => parts.filter((part) => part !== undefined).join(' '))
      .sort(),
    messages: failed.map(({ message }) => message),
    sightings: events.filter(({ type }) => type === 'sighting').length,
    isComplete: events.some((event) => event.type === 'summary' && event.summary.complete),
  };
}

/** A repository with a good loose object, and what a test puts into its folder of packs. */
async function withPacks(folder: string, fill: (packs: string) => void): Promise<Seen> {
  const repository = new GitRepository(folder);
  repository.hashObject(`${token('sound')}\n`);
  fill(join(repository.path, '.git/objects/pack'));
  return await see(repository.path);
}

const short = (pack: WrittenPack, number: number): string => (pack.objects[number]?.name ?? '').slice(0, 8);

test('an index that lies about offsets costs what it lies about; one that lies about its count costs its pack', async (t) => {
  const folder = await tempFolder(t);
  const pack = makePack([blob('one'), blob('two'), blob('three')]);
  const moved = (number: number, offset: number): Buffer =>
    makeIndex({ ...pack, objects: pack.objects.map((object, at) => (at === number ? { ...object, offset } : object)) });
  for (const [what, offset] of [
    ['beyond', 1e6],
    ['within', (pack.objects[1]?.offset ?? 0) + 9],
    ['same', pack.objects[0]?.offset ?? 0],
    ['head', 3],
  ] as const) {
    const seen = await withPacks(join(folder, what), (packs) => void writePack(packs, pack, moved(1, offset)));
    t.false(seen.isComplete, what);
    t.true(seen.accounts.includes('sound') && seen.accounts.includes('three'), `${what}: ${seen.accounts.join(' ')}`);
    t.true(seen.failures.length >= 1 && seen.failures.every((failure) => /^(object|pack)-corrupt/.test(failure)), what);
  }
  const many = Buffer.from(makeIndex(pack));
  for (let at = 8; at < 8 + 1024; at += 4) many.writeUInt32BE(4_000_000_000, at);
  const seen = await withPacks(join(folder, 'count'), (packs) => void writePack(packs, pack, many));
  t.deepEqual([seen.accounts, seen.failures], [['sound'], ['pack-corrupt']]);
});

test('a pack that is cut short is searched as far as it goes', async (t) => {
  const pack = makePack(['one', 'two', 'three', 'four'].map(blob));
  const seen = await withPacks(await tempFolder(t), (packs) => {
    truncateSync(writePack(packs, pack), (pack.objects[2]?.offset ?? 0) + 25);
  });
  t.deepEqual(seen.accounts, ['one', 'sound', 'two'].sort());
  t.deepEqual(seen.failures, [`object-corrupt ${short(pack, 2)}`, `object-corrupt ${short(pack, 3)}`].sort());
});

test('deltas that reach outside their base, or name each other as bases, are told, and nothing hangs on them', async (t) => {
  const folder = await tempFolder(t);
  const outside = makePack([
    blob('base'),
    { base: 0, delta: [{ copy: [4, 60_000] }] },
    { base: 1, delta: [{ copy: [0, 5] }, { insert: Buffer.from('x') }] },
    { base: 0, delta: [{ copy: [0, 7] }, { insert: Buffer.from(' kept\n') }, { copy: [7, 40_000] }] },
    { base: 0, delta: [{ copy: [0, 1000] }] },
  ]);
  const seen = await withPacks(join(folder, 'outside'), (packs) => void writePack(packs, outside));
  t.deepEqual(seen.accounts, ['base', 'sound']);
  t.deepEqual(seen.failures, [1, 2, 3].map((number) => `object-corrupt ${short(outside, number)}`).sort());

  const names = ['a', 'b', 'c'].map((letter) => objectName('blob', Buffer.from(letter)));
  const circle = await withPacks(join(folder, 'circle'), (packs) => void writePack(packs, circlePack(names)));
  t.deepEqual(circle.accounts, ['beside', 'sound']);
  t.deepEqual(circle.failures, names.map((name) => `object-corrupt ${name.slice(0, 8)}`).sort());
});

/** Three deltas, each of the next, and a blob that is sound. */
function circlePack(names: readonly string[]): WrittenPack {
  const { bytes, objects } = makePack([blob('beside')]);
  const parts = [Buffer.from(bytes.subarray(0, bytes.length - 20))];
  const written = [...objects];
  let offset = bytes.length - 20;
  for (const [at, name] of names.entries()) {
    const delta = encodeDelta(1, 1, [{ insert: Buffer.from('x') }]);
    const base = Buffer.from(names[(at + 1) % names.length] as string, 'hex');
    const entry = Buffer.concat([encodeHead(7, delta.length), base, deflateSync(delta)]);
    written.push({ name, type: 'blob', bytes: Buffer.alloc(0), offset, crc: 0 });
    parts.push(entry);
    offset += entry.length;
  }
  parts[0]?.writeUInt32BE(written.length, 8);
  const body = Buffer.concat(parts);
  const pack = Buffer.concat([body, createHash('sha1').update(body).digest()]);
  return { bytes: pack, objects: written, hash: 'sha1' };
}

test('what inflates to more than it says is not inflated', async (t) => {
  const repository = new GitRepository(await tempFolder(t));
  repository.hashObject(`${token('sound')}\n`);
  const bomb = deflateSync(Buffer.alloc(100_000_000));
  const packed = makePack([blob('beside'), { type: 'blob', bytes: Buffer.from('small') }]);
  const last = packed.objects[1]?.offset ?? 0;
  const body = Buffer.concat([packed.bytes.subarray(0, last), encodeHead(3, 5), bomb]);
  const pack = { ...packed, bytes: Buffer.concat([body, createHash('sha1').update(body).digest()]) };
  writePack(join(repository.path, '.git/objects/pack'), pack);
  const name = 'ab'.repeat(20);
  const loose = join(repository.path, '.git/objects', name.slice(0, 2), name.slice(2));
  mkdirSync(dirname(loose), { recursive: true });
  writeFileSync(loose, deflateSync(Buffer.concat([Buffer.from('blob 5\0'), Buffer.alloc(100_000_000)])));
  const before = process.resourceUsage().maxRSS;
  const seen = await see(repository.path);
  t.deepEqual(seen.accounts, ['beside', 'sound']);
  t.deepEqual(seen.failures, [`object-corrupt ${short(packed, 1)}`, `object-corrupt ${name.slice(0, 8)}`].sort());
  t.true(process.resourceUsage().maxRSS - before < 90_000, 'kilobytes');
});

test('thousands of packs are one history', async (t) => {
  const PACKS = 2000;
  const seen = await withPacks(await tempFolder(t), (packs) => {
    for (let number = 0; number < PACKS; number += 1)
      writePack(
        packs,
        makePack([number % 500 === 7 ? blob(`pack-${number}`) : { type: 'blob', bytes: Buffer.from(`${number}`) }]),
      );
  });
  t.deepEqual(seen.accounts, ['pack-1007', 'pack-1507', 'pack-507', 'pack-7', 'sound']);
  t.deepEqual(seen.failures, []);
});

test('eight trees that name a token at a hundred million paths take no longer than eight trees', async (t) => {
  const repository = new GitRepository(await tempFolder(t));
  let object = repository.hashObject(`${token('multiplied')}\n`);
  let mode = '100644 blob';
  for (let level = 0; level < 8; level += 1) {
    const entries = Array.from({ length: 10 }, (_, at) => `${mode} ${object}\tentry-${at}\n`).join('');
    object = repository.run(['mktree'], entries).toString().trim();
    mode = '040000 tree';
  }
  const commit = repository.run(['commit-tree', object, '-m', 'many']).toString().trim();
  repository.git('update-ref', 'refs/heads/main', commit);
  const seen = await see(repository.path);
  t.deepEqual([seen.accounts, seen.failures, seen.sightings], [['multiplied'], [], 1]);
});

test('a repository that is packed again while it is read loses nothing, and tells nothing twice', async (t) => {
  const repository = new GitRepository(await tempFolder(t));
  const words = Array.from({ length: 6 }, (_, at) => `word-${at}`);
  for (const word of words) {
    repository.commit({ [word]: `${token(word)}\n` });
    repository.git('repack', '-q', '-d');
  }
  const packs = (): string[] =>
    readdirSync(join(repository.path, '.git/objects/pack')).filter((name) => name.endsWith('.pack'));
  t.is(packs().length, words.length);
  let hasRepacked = false;
  const seen = await see(repository.path, () => {
    if (!hasRepacked) repository.git('repack', '-q', '-adf');
    hasRepacked = true;
  });
  t.is(packs().length, 1);
  t.true(hasRepacked);
  t.deepEqual([seen.accounts, seen.failures, seen.sightings], [words, [], words.length]);
});

test('a partial clone is searched as far as it is there, and what is missing is counted and named', async (t) => {
  const folder = await tempFolder(t);
  const origin = new GitRepository(join(folder, 'origin'));
  origin.git('config', 'uploadpack.allowFilter', 'true');
  origin.commit({ 'small.txt': `${token('small')}\n`, 'large.txt': `${token('large')}\n${'x\n'.repeat(5000)}` });
  const missing = origin.git('rev-parse', 'HEAD:large.txt');
  const clone = join(folder, 'clone');
  execFileSync('git', ['clone', '-q', '--bare', '--filter=blob:limit=4k', `file://${origin.path}`, clone], {
    env: origin.environment(),
  });
  const seen = await see(clone);
  t.deepEqual([seen.accounts, seen.failures, seen.isComplete], [['small'], ['objects-missing'], false]);
  t.true(seen.messages[0]?.includes(`1 objects (${missing}`));
  t.false((await see(clone)).accounts.includes('large'), 'nothing was fetched');
});

test('files that may not be read, and folders in the place of files, are told or passed over', async (t) => {
  const repository = new GitRepository(await tempFolder(t));
  repository.commit({ a: `${token('sound')}\n` });
  const packs = join(repository.path, '.git/objects/pack');
  mkdirSync(join(packs, 'pack-x.pack'));
  writeFileSync(join(packs, 'pack-x.idx'), 'x');
  mkdirSync(join(packs, 'pack-y.idx'));
  writeFileSync(join(packs, 'pack-y.pack'), 'PACK');
  chmodSync(join(packs, 'pack-y.pack'), 0o000);
  const seen = await see(repository.path);
  t.deepEqual([seen.accounts, seen.failures], [['sound'], ['pack-corrupt', 'pack-corrupt']]);
});
