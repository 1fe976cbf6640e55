/** Headers of zip entries: in the central directory (APPNOTE 6.3 §4.3.12) and before the content (§4.3.7). */
import { readUint16, readUint32, readUint64 } from '../read-uint.js';

/** What a header in the directory starts with, as a little-endian number. */
export const CENTRAL_MAGIC = 0x02014b50;
/** What a header before the content starts with. */
export const LOCAL_MAGIC = 0x04034b50;
/** Bytes before the name. */
export const CENTRAL_BYTES = 46;
/** Bytes before the name. */
export const LOCAL_BYTES = 30;
/** The extra field that holds what needs 64 bits. */
const ZIP_64_FIELD = 1;
const FULL_32 = 0xffffffff;

/** What either header says of an entry. */
export interface ZipEntry {
  readonly name: Uint8Array;
  readonly isEncrypted: boolean;
  /** True when the sizes stand behind the content, and the header before it tells none. */
  readonly hasDescriptor: boolean;
  /** 0: stored, 8: deflated. */
  readonly method: number;
  readonly checksum: number;
  /** Bytes in the archive. */
  readonly packedBytes: number;
  readonly contentBytes: number;
  /** Where the header before the content stands; 0 when this is it. */
  readonly offset: number;
}

/** How long the header at the start of `bytes` is, name, extra fields and comment included. */
export function centralLength(bytes: Uint8Array): number {
  return CENTRAL_BYTES + readUint16(bytes, 28) + readUint16(bytes, 30) + readUint16(bytes, 32);
}

/** Reads a whole header of the directory. */
export function readCentralHeader(bytes: Uint8Array): ZipEntry {
  const nameEnd = CENTRAL_BYTES + readUint16(bytes, 28);
  const extra = bytes.subarray(nameEnd, nameEnd + readUint16(bytes, 30));
  const [contentBytes, packedBytes, offset] = wide(extra, [
    readUint32(bytes, 24),
    readUint32(bytes, 20),
    readUint32(bytes, 42),
  ]);
  return {
    ...common(bytes, 8),
    name: bytes.slice(CENTRAL_BYTES, nameEnd),
    contentBytes: contentBytes as number,
    packedBytes: packedBytes as number,
    offset: offset as number,
  };
}

/** How long the header before the content is, name and extra fields included. */
export function localLength(bytes: Uint8Array): number {
  return LOCAL_BYTES + readUint16(bytes, 26) + readUint16(bytes, 28);
}

/** Reads a whole header from before the content. */
export function readLocalHeader(bytes: Uint8Array): ZipEntry {
  const nameEnd = LOCAL_BYTES + readUint16(bytes, 26);
  const extra = bytes.subarray(nameEnd, nameEnd + readUint16(bytes, 28));
  const [contentBytes, packedBytes] = wide(extra, [readUint32(bytes, 22), readUint32(bytes, 18)]);
  return {
    ...common(bytes, 6),
    name: bytes.slice(LOCAL_BYTES, nameEnd),
    contentBytes: contentBytes as number,
    packedBytes: packedBytes as number,
    offset: 0,
  };
}

function common(
  bytes: Uint8Array,
  at: number,
): Pick<ZipEntry, 'isEncrypted' | 'hasDescriptor' | 'method' | 'checksum'> {
  const flags = readUint16(bytes, at);
  return {
    isEncrypted: (flags & 0x0001) !== 0,
    hasDescriptor: (flags & 0x0008) !== 0,
    method: readUint16(bytes, at + 2),
    checksum: readUint32(bytes, at + 8),
  };
}

/** Puts the 64-bit numbers of the zip64 field in the place of those that are full; they come in the same order. */
function wide(extra: Uint8Array, numbers: readonly number[]): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + readUint16(extra, at + 2)) {
    if (readUint16(extra, at) !== ZIP_64_FIELD) continue;
    let next = at + 4;
    const end = Math.min(extra.length, next + readUint16(extra, at + 2));
    return numbers.map((number) => {
      if (number !== FULL_32 || next + 8 > end) return number;
      next += 8;
      return readUint64(extra, next - 8);
    });
  }
  return [...numbers];
}
