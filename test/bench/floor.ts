/**
 * `node build/test/bench/floor.js REPOSITORY`: how long it takes to inflate every blob and commit entry of a
 * repository's packs once, read from the file and thrown away, on all cores. No search of all objects that are stored in packs can be
 * faster with the same inflater. Prints milliseconds, and megabytes of entries and of what came out of them.
 */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { PackLayout } from '../../src/model/pack-layout.js';
import { EntryHeader, entryKind } from '../../src/sources/git/pack/entry-header.js';
import { indexPath } from '../../src/sources/git/pack/open-pack.js';
import { PackFile } from '../../src/sources/git/pack/pack-file.js';
import { PackIndex } from '../../src/sources/git/pack/pack-index.js';
import { layOutPack } from '../../src/sources/git/pack/pack-layout.js';
import { PackMemory, packStatus } from '../../src/sources/git/pack/pack-memory.js';
import { listPacks } from '../../src/sources/git/repository/list-packs.js';
import { openRepository } from '../../src/sources/git/repository/repository.js';

/** A pack, and which of its entries one thread takes. */
interface Share {
  readonly path: string;
  readonly layout: PackLayout;
  readonly first: number;
  readonly end: number;
}

interface Inflated {
  readonly milliseconds: number;
  readonly stored: number;
  readonly inflated: number;
  /** Entries that do not fit into memory, or are broken. */
  readonly left: number;
}

function layOut(path: string, hashBytes: number): PackLayout {
  const pack = openSync(path, 'r');
  try {
    return layOutPack(pack, fstatSync(pack).size, new PackIndex(readFileSync(indexPath(path)), hashBytes));
  } finally {
    closeSync(pack);
  }
}

/** As many shares as there are cores, of about the same number of bytes. */
function shares(path: string, layout: PackLayout, cores: number): Share[] {
  const { count, offsets } = layout;
  const bytes = (offsets[count] as number) / cores;
  const firsts = Array.from({ length: cores }, (_, core) => offsets.findIndex((offset) => offset >= core * bytes));
  return firsts.map((first, core) => ({ path, layout, first, end: firsts[core + 1] ?? count }));
}

function inflateShare({ path, layout, first, end }: Share, memory: PackMemory): Omit<Inflated, 'milliseconds'> {
  const pack = openSync(path, 'r');
  const file = new PackFile(pack, layout, memory);
  const header = new EntryHeader(layout.hashBytes);
  const done = { stored: 0, inflated: 0, left: 0 };
  for (let entry = first; entry < end; entry += 1) {
    const type = layout.types[entry];
    if (type !== entryKind.blob && type !== entryKind.commit) continue;
    const limit = file.load(entry, memory.texts, memory.textsEnd);
    const isThere = limit >= 0 && header.read(memory.bytes, file.from, file.end);
    const isHeld = isThere && memory.texts + header.size < limit;
    const status = isHeld
      ? memory.inflate(file.from + header.length, file.end, memory.texts, header.size)
      : packStatus.noRoom;
    if (status !== packStatus.ok) done.left += 1;
    else done.inflated += header.size;
    done.stored += file.lengthOf(entry);
  }
  closeSync(pack);
  return done;
}

function work(own: readonly Share[]): Inflated {
  const memory = new PackMemory();
  const started = performance.now();
  const done = own.map((share) => inflateShare(share, memory));
  const sum = (of: 'stored' | 'inflated' | 'left'): number => done.reduce((total, share) => total + share[of], 0);
  const milliseconds = performance.now() - started;
  return { milliseconds, stored: sum('stored'), inflated: sum('inflated'), left: sum('left') };
}

async function main(path: string): Promise<void> {
  const { objectFolders, territory, hash } = openRepository(path, []);
  const packs = objectFolders.flatMap((folder) => listPacks(folder, territory).packs);
  const cores = availableParallelism();
  const byCore: Share[][] = Array.from({ length: cores }, () => []);
  for (const pack of packs) {
    for (const [core, share] of shares(pack, layOut(pack, hash === 'sha1' ? 20 : 32), cores).entries())
      byCore[core]?.push(share);
  }
  const results = await Promise.all(
    byCore.map(
      (own) =>
        new Promise<Inflated>((resolve, reject) => {
          const worker = new Worker(fileURLToPath(import.meta.url), { workerData: own });
          worker.on('message', resolve).on('error', reject);
        }),
    ),
  );
  const sum = (of: keyof Inflated): number => results.reduce((total, result) => total + result[of], 0);
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);
  process.stdout.write(`milliseconds: ${(sum('milliseconds') / cores).toFixed(1)}\n`);
  process.stdout.write(`megabytes: ${megabytes(sum('stored'))} stored, ${megabytes(sum('inflated'))} inflated\n`);
  process.stdout.write(`entries that were left: ${sum('left')}\n`);
}

if (isMainThread) await main(process.argv[2] ?? '.');
else parentPort?.postMessage(work(workerData as Share[]));
