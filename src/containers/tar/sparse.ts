/** Files with holes: which of their bytes a tar archive stores, and how the holes are read. */
import type { ByteReader } from '../byte-reader.js';
import { BLOCK_BYTES, readNumber } from './header.js';
import { readDecimal } from './pax.js';

/** Where the stored bytes belong: offset, length, offset, length…, in order. */
export type SparseMap = readonly number[];

/** Holes of one file are read as they are up to this sum; a `lastlog` claims hundreds of gigabytes of them. */
const WHOLE_HOLES_BYTES = 64 * 2 ** 20;
/** Beyond that sum each hole is read as at most so many zeros: enough to keep its edges apart. */
const SHORT_HOLE_BYTES = 4096;
const ZEROS = new Uint8Array(64 * 1024);
/** More regions than this in a map at the head of the content are not believed. */
const MOST_REGIONS = 1_000_000;

/** The map in a header of GNU's type `S` and in the blocks that extend it, which are taken from the reader. */
export async function readOldSparseMap(block: Uint8Array, reader: ByteReader): Promise<SparseMap> {
  const map: number[] = [];
  readRegions(block, 386, 4, map);
  let isExtended = block[482] !== 0;
  while (isExtended && map.length < 2 * MOST_REGIONS) {
    const extension = await reader.take(BLOCK_BYTES);
    if (extension.length < BLOCK_BYTES) break;
    readRegions(extension, 0, 21, map);
    isExtended = extension[504] !== 0;
  }
  return map;
}

/** The map at the head of the content (GNU sparse 1.0): decimal lines in whole blocks; null when it is none. */
export async function readSparseHead(reader: ByteReader, maxBytes: number): Promise<SparseMap | null> {
  const numbers: number[] = [];
  let digits: number[] = [];
  for (let read = 0; read + BLOCK_BYTES <= maxBytes; read += BLOCK_BYTES) {
    const block = await reader.take(BLOCK_BYTES);
    for (const byte of block) {
      if (byte !== 0x0a) {
        if (digits.push(byte) > 20) return null;
        continue;
      }
      const value = readDecimal(Uint8Array.from(digits));
      if (value === null) return null;
      numbers.push(value);
      digits = [];
      const regions = numbers[0] ?? 0;
      if (regions > MOST_REGIONS) return null;
      if (numbers.length === 1 + 2 * regions) return numbers.slice(1);
    }
  }
  return null;
}

/** Puts the holes between the stored bytes. Bytes that the map does not name follow at the end. */
export async function* fillHoles(stored: AsyncIterable<Uint8Array>, map: SparseMap): AsyncGenerator<Uint8Array> {
  const longest = holesOf(map) > WHOLE_HOLES_BYTES ? SHORT_HOLE_BYTES : WHOLE_HOLES_BYTES;
  let region = 0;
  let position = 0;
  let left = 0;
  for await (const chunk of stored) {
    let at = 0;
    while (at < chunk.length) {
      while (left === 0 && region < map.length) {
        const offset = map[region] ?? 0;
        left = map[region + 1] ?? 0;
        region += 2;
        yield* zeros(Math.min(offset - position, longest));
        position = offset + left;
      }
      const length = left === 0 ? chunk.length - at : Math.min(left, chunk.length - at);
      left = Math.max(0, left - length);
      yield chunk.subarray(at, at + length);
      at += length;
    }
  }
}

function readRegions(block: Uint8Array, at: number, count: number, map: number[]): void {
  for (let index = 0; index < count; index += 1) {
    const offset = readNumber(block, at + 24 * index, 12);
    const length = readNumber(block, at + 24 * index + 12, 12);
    if (offset !== undefined && length !== undefined && length > 0) map.push(offset, length);
  }
}

function holesOf(map: SparseMap): number {
  let sum = 0;
  let position = 0;
  for (let region = 0; region < map.length; region += 2) {
    const offset = map[region] ?? 0;
    sum += Math.max(0, offset - position);
    position = offset + (map[region + 1] ?? 0);
  }
  return sum;
}

function* zeros(count: number): Generator<Uint8Array> {
  for (let left = count; left > 0; left -= ZEROS.length) yield ZEROS.subarray(0, Math.min(left, ZEROS.length));
}
