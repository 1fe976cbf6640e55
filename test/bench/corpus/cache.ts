/** Corpora are made once and kept: they are big, and the same for the same seed. */
import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Raised when the same recipe gives other bytes. */
const edition = 2;

/**
 * The path of what `make` writes at the path it is given; made only when it is not there. `name` says what it is and
 * holds everything that decides its bytes.
 */
export async function cached(folder: string, name: string, make: (path: string) => Promise<void>): Promise<string> {
  const path = join(folder, `${edition}-${name}`);
  if (existsSync(path)) return path;
  process.stderr.write(`making ${name} …\n`);
  await mkdir(folder, { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  try {
    await make(unfinished);
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return path;
}

/** Writes pieces one after the other, each before the next is asked for. */
export function writePieces(path: string, pieces: Iterable<Uint8Array>): Promise<void> {
  const file = openSync(path, 'w');
  try {
    for (const piece of pieces) {
      for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at);
    }
  } finally {
    closeSync(file);
  }
  return Promise.resolve();
}
