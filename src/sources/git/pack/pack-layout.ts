/** Finds out where everything lies in a pack: its entries in the order of the file, and which is a delta of which. */
import { readSync } from 'node:fs';
import type { PackLayout } from '../../../model/pack-layout.js';
import { GitError } from '../git-error.js';
import { EntryHeader, entryKind, maxEntryHeaderBytes } from './entry-header.js';
import type { PackIndex } from './pack-index.js';
import { sortOffsets } from './sort-offsets.js';

/** Large enough that reading whole packs costs few calls, small enough to stay in a processor's cache. */
const READ_BYTES = 131_072;
const PACK_HEAD_BYTES = 12;

/** The base of an entry is named, but not there. */
const MISSING = -2;

/** An empty layout in one piece of shared memory. */
function allocate(count: number, hashBytes: number): PackLayout {
  const shared = new SharedArrayBuffer((count + 1) * 8 + count * 17);
  let at = 0;
  const take = (bytes: number): number => (at += bytes) - bytes;
  return {
    count,
    hashBytes,
    offsets: new Float64Array(shared, take((count + 1) * 8), count + 1),
    positions: new Uint32Array(shared, take(count * 4), count),
    bases: new Int32Array(shared, take(count * 4), count),
    firstDelta: new Int32Array(shared, take(count * 4), count),
    nextDelta: new Int32Array(shared, take(count * 4), count),
    types: new Uint8Array(shared, take(count), count),
  };
}

/**
 * Lays out the pack that is open as `file` and `size` bytes long. Entries that an index puts outside of the pack, or two
 * at one place, have no type; so have those whose base is missing, or whose deltas go in circles.
 * @throws GitError when it is no pack, or cannot be read
 */
export function layOutPack(file: number, size: number, index: PackIndex): PackLayout {
  const { count, hashBytes } = index;
  const dataEnd = size - hashBytes;
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  if (size < PACK_HEAD_BYTES + hashBytes || readSync(file, buffer, 0, PACK_HEAD_BYTES, 0) !== PACK_HEAD_BYTES) {
    throw new GitError('pack-corrupt', 'The pack is too short.');
  }
  const version = buffer.readUInt32BE(4);
  if (buffer.toString('latin1', 0, 4) !== 'PACK' || (version !== 2 && version !== 3)) {
    throw new GitError('pack-corrupt', 'The pack does not start as one.');
  }
  const named = new Float64Array(count);
  for (let position = 0; position < count; position += 1) {
    const offset = index.offset(position);
    // Whatever lies outside is put at the end, where nothing can be read.
    named[position] = offset >= PACK_HEAD_BYTES && offset < dataEnd ? offset : dataEnd;
  }
  const sorted = sortOffsets(named);
  const layout = allocate(count, hashBytes);
  layout.offsets.set(sorted.offsets);
  layout.offsets[count] = dataEnd;
  layout.positions.set(sorted.positions);
  readHeaders(file, layout, index, buffer);
  linkDeltas(layout);
  return layout;
}

/** Fills `types` of what is no delta, and `bases`. */
function readHeaders(file: number, layout: PackLayout, index: PackIndex, buffer: Buffer): void {
  const { count, offsets, types, bases } = layout;
  const header = new EntryHeader(layout.hashBytes);
  const findEntry = entryFinder(layout);
  let entryOfPosition: Uint32Array | undefined;
  const dataEnd = offsets[count] as number;
  let start = 0;
  let end = 0;
  let before = 0;
  for (let entry = 0; entry < count; entry += 1) {
    const offset = offsets[entry] as number;
    bases[entry] = MISSING;
    if (offset >= dataEnd || offset === before) continue;
    before = offset;
    const headerEnd = Math.min(offset + maxEntryHeaderBytes, dataEnd);
    if (headerEnd > end) {
      start = offset;
      end = start + readSync(file, buffer, 0, Math.min(READ_BYTES, dataEnd - start), start);
    }
    if (!header.read(buffer, offset - start, Math.min(headerEnd, end) - start)) continue;
    if (header.kind === entryKind.offsetDelta) {
      bases[entry] = header.distance > 0 ? findEntry(offset - header.distance) : MISSING;
    } else if (header.kind === entryKind.referenceDelta) {
      entryOfPosition ??= invert(layout.positions);
      const position = index.find(buffer, offset - start + header.length - layout.hashBytes);
      bases[entry] = position < 0 ? MISSING : (entryOfPosition[position] as number);
    } else {
      bases[entry] = -1;
      types[entry] = header.kind;
    }
  }
}

function invert(positions: Uint32Array): Uint32Array {
  const inverse = new Uint32Array(positions.length);
  for (let entry = 0; entry < positions.length; entry += 1) inverse[positions[entry] as number] = entry;
  return inverse;
}

/** Makes a function that answers which entry starts at an offset, or `MISSING`: a table leads near to it. */
function entryFinder({ count, offsets }: PackLayout): (offset: number) => number {
  const width = Math.max(1, Math.ceil((offsets[count] as number) / Math.max(1, count)));
  const firstOfBucket = new Uint32Array(count + 2);
  let bucket = 0;
  for (let entry = 0; entry < count; entry += 1) {
    const own = Math.floor((offsets[entry] as number) / width);
    while (bucket <= own && bucket < firstOfBucket.length) firstOfBucket[bucket++] = entry;
  }
  while (bucket < firstOfBucket.length) firstOfBucket[bucket++] = count;
  return (offset) => {
    if (offset < 0) return MISSING;
    let entry = firstOfBucket[Math.floor(offset / width)] ?? count;
    while (entry < count && (offsets[entry] as number) < offset) entry += 1;
    return entry < count && offsets[entry] === offset ? entry : MISSING;
  };
}

/** Fills `firstDelta` and `nextDelta`, and the types of all deltas that come from a whole object. */
function linkDeltas(layout: PackLayout): void {
  const { count, types, bases, firstDelta, nextDelta } = layout;
  firstDelta.fill(-1);
  nextDelta.fill(-1);
  for (let entry = count - 1; entry >= 0; entry -= 1) {
    const base = bases[entry] as number;
    if (base < 0) continue;
    nextDelta[entry] = firstDelta[base] as number;
    firstDelta[base] = entry;
  }
  const open: number[] = [];
  for (let root = 0; root < count; root += 1) {
    if (bases[root] !== -1 || firstDelta[root] === -1) continue;
    open.push(root);
    for (let base = open.pop(); base !== undefined; base = open.pop()) {
      for (let delta = firstDelta[base] as number; delta >= 0; delta = nextDelta[delta] as number) {
        types[delta] = types[base] as number;
        if (firstDelta[delta] !== -1) open.push(delta);
      }
    }
  }
}
