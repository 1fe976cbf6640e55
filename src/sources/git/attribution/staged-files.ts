/** What is staged and perhaps nowhere else: the index of every work tree (gitformat-index). */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '../repository/repository.js';
import { readPlainFile } from './plain-file.js';

/** A file in an index. */
export interface StagedFile {
  /** As refs are named: `index`, `worktrees/x/index`. */
  readonly index: string;
  /** Name of its object, in hex. */
  readonly object: string;
  readonly path: Uint8Array;
}

const MOST_INDEX_BYTES = 1024 * 1024 * 1024;
const HEAD_BYTES = 12;
/** Times, device, inode, mode, owner, size: before the object's name. */
const STAT_BYTES = 40;
const EXTENDED = 0x4000;
const NAME_MASK = 0xfff;

/** An index that says most of what it holds in a second file (gitformat-index, "Split index"): it is for git to read. */
export interface SplitIndex {
  /** As `StagedFile` has it. */
  readonly index: string;
  readonly path: string;
}

/**
 * Files of all indexes whose object `isWanted`, by its name in hex; answers which indexes are split and were not read.
 * An index that makes no sense ends where it does so.
 */
export function* stagedFiles(
  repository: Repository,
  isWanted: (object: string) => boolean,
): Generator<StagedFile, readonly SplitIndex[]> {
  const split: SplitIndex[] = [];
  for (const [index, path] of indexFiles(repository)) {
    const bytes = readPlainFile(path, MOST_INDEX_BYTES);
    if (bytes === undefined) continue;
    const hashBytes = repository.hash === 'sha1' ? 20 : 32;
    const files = [...readEntries(bytes, index, hashBytes, isWanted, () => split.push({ index, path }))];
    if (split.at(-1)?.path !== path) yield* files;
  }
  return split;
}

function indexFiles({ commonFolder, gitFolder }: Repository): Map<string, string> {
  const files = new Map([['index', join(gitFolder, 'index')]]);
  if (commonFolder !== gitFolder) files.set('main-worktree/index', join(commonFolder, 'index'));
  const worktrees = join(commonFolder, 'worktrees');
  for (const name of namesIn(worktrees)) {
    const folder = join(worktrees, name);
    if (folder !== gitFolder) files.set(`worktrees/${name}/index`, join(folder, 'index'));
  }
  return files;
}

function* readEntries(
  bytes: Buffer,
  index: string,
  hashBytes: number,
  isWanted: (object: string) => boolean,
  whenSplit: () => void,
): Generator<StagedFile> {
  if (bytes.length < HEAD_BYTES || bytes.toString('latin1', 0, 4) !== 'DIRC') return;
  const version = bytes.readUInt32BE(4);
  const count = bytes.readUInt32BE(8);
  let path: Uint8Array = new Uint8Array(0);
  let start = HEAD_BYTES;
  for (let entry = 0; entry < count; entry += 1) {
    const flagsAt = start + STAT_BYTES + hashBytes;
    if (flagsAt + 4 > bytes.length) return;
    const flags = bytes.readUInt16BE(flagsAt);
    let at = flagsAt + (version >= 3 && (flags & EXTENDED) !== 0 ? 4 : 2);
    if (version === 4) {
      const { value, next } = readVarint(bytes, at);
      at = next;
      const zero = bytes.indexOf(0, at);
      if (zero < 0 || value > path.length) return;
      path = Buffer.concat([path.subarray(0, path.length - value), bytes.subarray(at, zero)]);
      start = zero + 1;
    } else {
      const length = flags & NAME_MASK;
      const end = length < NAME_MASK ? at + length : bytes.indexOf(0, at + NAME_MASK);
      if (end < 0 || end >= bytes.length) return;
      path = bytes.subarray(at, end);
      // Entries end with one to eight zeros, at a multiple of eight.
      start += Math.ceil((end + 1 - start) / 8) * 8;
    }
    const object = bytes.toString('hex', flagsAt - hashBytes, flagsAt);
    if (isWanted(object)) yield { index, object, path };
  }
  // Extensions follow: four letters, and how many bytes.
  while (start + 8 + hashBytes <= bytes.length) {
    if (bytes.toString('latin1', start, start + 4) === 'link') whenSplit();
    start += 8 + bytes.readUInt32BE(start + 4);
  }
}

/** A number as offsets in packs are written (gitformat-pack, "offset encoding"). */
function readVarint(bytes: Buffer, start: number): { readonly value: number; readonly next: number } {
  let at = start;
  let byte = bytes[at++] ?? 0;
  let value = byte & 127;
  while (byte & 128 && at < bytes.length && value < 2 ** 32) {
    byte = bytes[at++] as number;
    value = (value + 1) * 128 + (byte & 127);
  }
  return { value, next: at };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
