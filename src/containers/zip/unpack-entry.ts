/** The content of one zip entry: stored or deflated, held against its checksum. */
import { crc32 } from 'node:zlib';
import type { ByteReader } from '../byte-reader.js';
import { corrupt, unsupported } from '../container-error.js';
import { inflate } from '../inflate.js';
import type { Meter } from '../meter.js';
import type { ZipEntry } from './central-header.js';

const STORED = 0;
const DEFLATED = 8;
const METHOD_NAMES: { readonly [method: number]: string } = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'zstd',
  95: 'xz',
  98: 'PPMd',
  99: 'AES',
};
/** Entries up to this are inflated in one call. */
const SMALL_BYTES = 64 * 1024;

/** Yields the content; `reader` stands at its start. Throws `ContainerError`. */
export async function* unpackEntry(reader: ByteReader, entry: ZipEntry, meter: Meter): AsyncGenerator<Uint8Array> {
  let checksum = 0;
  let length = 0;
  for await (const bytes of decode(reader, entry)) {
    checksum = crc32(bytes, checksum);
    length += bytes.length;
    meter.addBytes(bytes.length);
    yield bytes;
  }
  // A header without sizes cannot be held against anything.
  if (entry.hasDescriptor && entry.checksum === 0 && entry.contentBytes === 0) return;
  if (checksum !== entry.checksum) throw corrupt('zip', 'the checksum of an entry does not match', reader.position);
  if (length !== entry.contentBytes) throw corrupt('zip', 'the length of an entry does not match', reader.position);
}

function decode(reader: ByteReader, { method, packedBytes }: ZipEntry): AsyncGenerator<Uint8Array> {
  if (method === STORED) return reader.until(reader.position + packedBytes, 'zip');
  if (method === DEFLATED) return inflate(reader, 'zip', packedBytes <= SMALL_BYTES);
  throw unsupported('zip', `an entry was packed with ${METHOD_NAMES[method] ?? `method ${method}`}`);
}
