/** Where a zip archive keeps its central directory (APPNOTE 6.3 §4.3.14 to §4.3.16, with zip64). */
import type { RandomAccess } from '../container.js';
import { readUint16, readUint32, readUint64 } from '../read-uint.js';
import { CENTRAL_MAGIC } from './central-header.js';

const END_MAGIC = 0x06054b50;
const END_64_MAGIC = 0x06064b50;
const LOCATOR_64_MAGIC = 0x07064b50;
/** Bytes of an end record whose comment is empty, of its zip64 twin, and of what points to the twin. */
export const END_BYTES = 22;
const END_64_BYTES = 56;
const LOCATOR_64_BYTES = 20;
const LONGEST_COMMENT_BYTES = 0xffff;
const FULL_16 = 0xffff;
const FULL_32 = 0xffffffff;

/** The directory's place. */
export interface Directory {
  /** `[start, end)` holds the headers. */
  readonly start: number;
  readonly end: number;
  /** What to add to offsets that headers tell: the length of what stands before the archive; negative when that is missing. */
  readonly base: number;
  /** Entries as the end record counts them. */
  readonly count: number;
}

/** True when `bytes` end in the whole end record of an archive on one disk that is not empty. */
export function isEndRecord(bytes: Uint8Array): boolean {
  const at = bytes.length - END_BYTES;
  return (
    at >= 0 &&
    readUint32(bytes, at) === END_MAGIC &&
    readUint16(bytes, at + 4) === readUint16(bytes, at + 6) &&
    readUint16(bytes, at + 10) > 0 &&
    readUint16(bytes, at + 8) === readUint16(bytes, at + 10) &&
    readUint16(bytes, at + 20) === 0
  );
}

/** Finds the directory by the last end record that fits; undefined when there is none, or when it points nowhere. */
export async function findDirectory(access: RandomAccess): Promise<Directory | undefined> {
  const length = Math.min(access.size, END_BYTES + LONGEST_COMMENT_BYTES + LOCATOR_64_BYTES);
  const tailStart = access.size - length;
  const tail = Uint8Array.from(await access.read(tailStart, length));
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) {
    if (tail[at] !== 0x50 || readUint32(tail, at) !== END_MAGIC) continue;
    if (at + END_BYTES + readUint16(tail, at + 20) > tail.length) continue;
    const directory = await readEnd(access, tail, at, tailStart);
    if (directory !== undefined) return directory;
  }
  return undefined;
}

async function readEnd(
  access: RandomAccess,
  tail: Uint8Array,
  at: number,
  tailStart: number,
): Promise<Directory | undefined> {
  let recordAt = tailStart + at;
  let count = readUint16(tail, at + 10);
  let size = readUint32(tail, at + 12);
  let offset = readUint32(tail, at + 16);
  const locator = at - LOCATOR_64_BYTES;
  if (
    (count === FULL_16 || size === FULL_32 || offset === FULL_32) &&
    locator >= 0 &&
    readUint32(tail, locator) === LOCATOR_64_MAGIC
  ) {
    // The locator tells where the twin is, but not what stands before the archive; usually it is right in front of it.
    for (const place of [readUint64(tail, locator + 8), tailStart + locator - END_64_BYTES]) {
      const record =
        place >= 0 && place < access.size ? Uint8Array.from(await access.read(place, END_64_BYTES)) : new Uint8Array(0);
      if (record.length < END_64_BYTES || readUint32(record, 0) !== END_64_MAGIC) continue;
      recordAt = place;
      count = readUint64(record, 32);
      size = readUint64(record, 40);
      offset = readUint64(record, 48);
      break;
    }
  }
  // The directory ends where the end record starts; where that contradicts its offset, something stands before it all, or
  // was left out, so that the offsets count from before the first byte.
  for (const base of [recordAt - size - offset, 0]) {
    const start = base + offset;
    const end = Math.min(start + size, recordAt);
    if (start < 0 || start > end) continue;
    if (count === 0 && size === 0) return { start, end, base, count };
    const magic = await access.read(start, 4);
    if (readUint32(magic, 0) === CENTRAL_MAGIC) return { start, end, base, count };
  }
  return undefined;
}
