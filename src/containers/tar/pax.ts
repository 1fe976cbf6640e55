/** Extended headers of pax (POSIX.1-2001): records `LENGTH KEY=VALUE\n`, LENGTH counting the whole record. */

/** What is used of an extended header. The last record of a key counts, but sparse maps 0.0 repeat their keys. */
export interface PaxRecords {
  readonly path: Uint8Array | null;
  readonly size: number | null;
  /** `GNU.sparse.major` and `.minor` are 1 and 0: the map stands at the head of the content. */
  readonly hasSparseHead: boolean;
  /** The map of sparse 0.0 and 0.1: offset, length, offset, length…; null when there is none. */
  readonly sparseMap: readonly number[] | null;
}

/** Reads all records that are sound; stops at the first that is not. */
export function readPax(bytes: Uint8Array): PaxRecords {
  let path: Uint8Array | null = null;
  let sparseName: Uint8Array | null = null;
  let size: number | null = null;
  let major: number | null = null;
  let minor: number | null = null;
  const repeated: number[] = [];
  let listed: number[] | null = null;
  for (const { key, value } of records(bytes)) {
    if (key === 'path') path = value.slice();
    else if (key === 'size') size = readDecimal(value);
    else if (key === 'GNU.sparse.name') sparseName = value.slice();
    else if (key === 'GNU.sparse.major') major = readDecimal(value);
    else if (key === 'GNU.sparse.minor') minor = readDecimal(value);
    else if (key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes') repeated.push(readDecimal(value) ?? 0);
    else if (key === 'GNU.sparse.map') listed = latin1(value).split(',').map(Number);
  }
  const map = listed ?? (repeated.length > 0 ? repeated : null);
  const isSound =
    map !== null && map.length % 2 === 0 && map.every((value) => Number.isSafeInteger(value) && value >= 0);
  return { path: sparseName ?? path, size, hasSparseHead: major === 1 && minor === 0, sparseMap: isSound ? map : null };
}

/** A run of digits and nothing else; null for anything else and beyond what a number holds exactly. */
export function readDecimal(bytes: Uint8Array): number | null {
  if (bytes.length === 0) return null;
  let value = 0;
  for (const byte of bytes) {
    if (byte < 0x30 || byte > 0x39) return null;
    value = value * 10 + byte - 0x30;
  }
  return Number.isSafeInteger(value) ? value : null;
}

function* records(bytes: Uint8Array): Generator<{ readonly key: string; readonly value: Uint8Array }> {
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(0x20, at);
    if (space === -1) return;
    const end = at + (readDecimal(bytes.subarray(at, space)) ?? 0);
    const equals = bytes.indexOf(0x3d, space);
    if (end > bytes.length || equals === -1 || equals >= end || bytes[end - 1] !== 0x0a) return;
    yield { key: latin1(bytes.subarray(space + 1, equals)), value: bytes.subarray(equals + 1, end - 1) };
    at = end;
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
