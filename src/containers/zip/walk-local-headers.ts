/** The entries of a zip archive whose directory is missing or broken: one by one, by the headers before them. */
import type { ByteReader } from '../byte-reader.js';
import type { ContainerItem } from '../container.js';
import { entryPath } from '../entry-path.js';
import type { Meter } from '../meter.js';
import { OpenEntry } from '../open-entry.js';
import { LOCAL_BYTES, localLength, readLocalHeader, type ZipEntry } from './central-header.js';
import { skippedEntry } from './skipped-entry.js';
import { unpackEntry } from './unpack-entry.js';

/** The two bytes behind `PK` that make a signature: of a header in the directory, a local one, an end, a descriptor. */
const LOCAL = [0x0403];
const ANY = [0x0201, 0x0403, 0x0605, 0x0807];
const CHUNK_BYTES = 64 * 1024;
/** Versions of the format go up to 6.3; a signature with a higher one is chance. */
const LATEST_VERSION = 63;
const STORED = 0;

/** Hands out every entry from where the reader stands. `meterFor` makes the meter of one entry. */
export async function* walkLocalHeaders(
  reader: ByteReader,
  meter: Meter,
  meterFor: (entry: ZipEntry) => Meter,
): AsyncGenerator<ContainerItem> {
  for (;;) {
    for await (const _ of untilSignature(reader, LOCAL));
    const head = await reader.peek(LOCAL_BYTES);
    if (head.length < LOCAL_BYTES) return;
    if ((head[4] as number) > LATEST_VERSION || head[5] !== 0) {
      reader.consume(4);
      continue;
    }
    meter.addEntry();
    const entry = readLocalHeader(await reader.takeExactly(localLength(head), 'zip'));
    const path = entryPath(entry.name);
    const end = reader.position + entry.packedBytes;
    if (entry.isEncrypted) yield skippedEntry(path);
    else if (entry.name.at(-1) !== 0x2f) {
      const isEndless = entry.hasDescriptor && entry.method === STORED && entry.packedBytes === 0;
      const content = new OpenEntry(path, () =>
        isEndless ? untilSignature(reader, ANY) : unpackEntry(reader, entry, meterFor(entry)),
      );
      yield* content.items();
      if (meter.isSpent) return;
      // A size is believed only when the content was as the header says.
      if (content.error !== null) continue;
    }
    if (end > reader.position && !entry.hasDescriptor) await reader.skip(end - reader.position);
  }
}

/** Bytes up to the next `PK` that `kinds` follow, or to the end. */
async function* untilSignature(reader: ByteReader, kinds: readonly number[]): AsyncGenerator<Uint8Array> {
  for (;;) {
    let bytes = await reader.peek(4);
    if (bytes.length < 4) {
      reader.consume(bytes.length);
      if (bytes.length > 0) yield bytes;
      return;
    }
    const more = await reader.peekSome(CHUNK_BYTES);
    if (more.length > bytes.length) bytes = more;
    const found = findSignature(bytes, kinds);
    const length = found === -1 ? bytes.length - 3 : found;
    reader.consume(length);
    if (length > 0) yield bytes.subarray(0, length);
    if (found !== -1) return;
  }
}

function findSignature(bytes: Uint8Array, kinds: readonly number[]): number {
  for (let at = bytes.indexOf(0x50); at !== -1 && at + 4 <= bytes.length; at = bytes.indexOf(0x50, at + 1)) {
    if (bytes[at + 1] === 0x4b && kinds.includes((bytes[at + 2] as number) + (bytes[at + 3] as number) * 256))
      return at;
  }
  return -1;
}
