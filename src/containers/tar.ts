/** tar: v7, ustar, GNU and pax, as one stream of entries. Layers of images are tars like any other. */
import type { Budget } from './budget.js';
import { ByteReader } from './byte-reader.js';
import { ContainerError, corrupt, truncated } from './container-error.js';
import type { Container, ContainerInput, ContainerItem } from './container.js';
import { entryPath } from './entry-path.js';
import { Meter } from './meter.js';
import { OpenEntry } from './open-entry.js';
import { tellFew } from './tell-few.js';
import { BLOCK_BYTES, isHeader, isZeroBlock, readHeader, readText, type TarHeader } from './tar/header.js';
import { readPax, type PaxRecords } from './tar/pax.js';
import { fillHoles, readOldSparseMap, readSparseHead, type SparseMap } from './tar/sparse.js';

/** Headers that extend the next: GNU's names of files and links, pax, Solaris' pax, pax for all that follow. */
const EXTENSIONS = 'LKxXg';
/** Extended headers and long names beyond this are not believed. */
const LONGEST_EXTENSION_BYTES = 1024 * 1024;

/** Opens tar archives and image layers. */
export const tar: Container = {
  id: 'tar',
  kind: 'archive',
  magicBytes: BLOCK_BYTES,
  matches: isHeader,
  open: (input, budget) => tellFew(open(input, budget)),
};

/** What headers before an entry say about it. */
interface Extensions {
  name: Uint8Array | null;
  pax: PaxRecords | null;
}

async function* open(input: ContainerInput, budget: Budget): AsyncGenerator<ContainerItem> {
  const reader = new ByteReader(input.chunks);
  const meter = new Meter(budget, 'tar', () => reader.position);
  try {
    yield* readEntries(reader, meter);
  } catch (error) {
    if (!(error instanceof ContainerError)) throw error;
    yield { kind: 'failure', code: error.code, message: error.message, path: null };
  } finally {
    await reader.close();
  }
}

async function* readEntries(reader: ByteReader, meter: Meter): AsyncGenerator<ContainerItem> {
  let extensions: Extensions = { name: null, pax: null };
  for (;;) {
    const block = await reader.peek(BLOCK_BYTES);
    if (isZeroBlock(block)) {
      reader.consume(block.length);
      if (block.length === BLOCK_BYTES) continue;
      if (extensions.name !== null || extensions.pax !== null) throw truncated('tar', reader.position);
      return;
    }
    const header = readHeader(block);
    if (header === undefined) {
      meter.addEntry();
      yield* readStray(reader);
      continue;
    }
    meter.addEntry();
    reader.consume(BLOCK_BYTES);
    if (header.size > LONGEST_EXTENSION_BYTES && EXTENSIONS.includes(header.type)) {
      yield* readStray(reader);
      continue;
    }
    if (await readExtension(reader, header, extensions)) continue;
    const size = extensions.pax?.size ?? header.size;
    const map = header.type === 'S' ? await readOldSparseMap(block, reader) : (extensions.pax?.sparseMap ?? null);
    if (await hasContent(reader, header.type, size)) {
      if (!(yield* readContent(reader, meter, header.name, { size, map, extensions }))) return;
    }
    extensions = { name: null, pax: null };
  }
}

/** True when the header was one that extends the next, and its content was read. */
async function readExtension(reader: ByteReader, header: TarHeader, extensions: Extensions): Promise<boolean> {
  if (!EXTENSIONS.includes(header.type)) return false;
  const bytes = await reader.take(header.size);
  if (bytes.length < header.size) throw truncated('tar', reader.position);
  if (header.type === 'L') extensions.name = readText(bytes, 0, bytes.length).slice();
  if (header.type === 'x' || header.type === 'X') extensions.pax = readPax(bytes);
  await reader.skip(padding(header.size));
  return true;
}

/**
 * Links, devices and folders have no content, but some writers give them a size: with or without content behind it.
 * Unknown types have one (POSIX).
 */
async function hasContent(reader: ByteReader, type: string, size: number): Promise<boolean> {
  if (!'123456'.includes(type)) return true;
  if (size === 0) return false;
  const next = await reader.peek(BLOCK_BYTES);
  return !isHeader(next) && !isZeroBlock(next);
}

interface Content {
  readonly size: number;
  readonly map: SparseMap | null;
  readonly extensions: Extensions;
}

/** Hands out one entry; false when the archive ends before the entry does. */
async function* readContent(
  reader: ByteReader,
  meter: Meter,
  name: Uint8Array,
  content: Content,
): AsyncGenerator<ContainerItem, boolean> {
  const { extensions, size } = content;
  const end = reader.position + size;
  const path = entryPath(extensions.pax?.path ?? extensions.name ?? name);
  let { map } = content;
  if (map === null && extensions.pax?.hasSparseHead === true) {
    map = await readSparseHead(reader, size);
    if (map === null) {
      const { message } = corrupt('tar', 'the map of a sparse file cannot be read', reader.position);
      yield { kind: 'failure', code: 'archive-corrupt', message, path };
      return reader.skip(end + padding(size) - reader.position);
    }
  }
  const stored = (): AsyncGenerator<Uint8Array> => reader.until(end, 'tar');
  const entry = new OpenEntry(path, map === null ? stored : () => metered(fillHoles(stored(), map), meter));
  yield* entry.items();
  if (await reader.skip(end + padding(size) - reader.position)) return true;
  if (entry.error?.code !== 'archive-truncated') {
    yield { kind: 'failure', code: 'archive-truncated', message: truncated('tar', reader.position).message, path };
  }
  return false;
}

async function* metered(chunks: AsyncIterable<Uint8Array>, meter: Meter): AsyncGenerator<Uint8Array> {
  for await (const bytes of chunks) {
    meter.addBytes(bytes.length);
    yield bytes;
  }
}

/** Bytes where a header should be: told, and handed out up to the next header, as tar's content is plain. */
async function* readStray(reader: ByteReader): AsyncGenerator<ContainerItem> {
  const { message } = corrupt('tar', 'there is no header where one should be', reader.position);
  yield {
    kind: 'failure',
    code: 'archive-corrupt',
    message: `${message} The bytes up to the next header were searched as they stand.`,
    path: null,
  };
  const stray = new OpenEntry(null, () => readToHeader(reader));
  yield* stray.items();
  for await (const _ of readToHeader(reader));
}

async function* readToHeader(reader: ByteReader): AsyncGenerator<Uint8Array> {
  for (;;) {
    const block = await reader.peek(BLOCK_BYTES);
    if (block.length === 0 || readHeader(block) !== undefined) return;
    reader.consume(block.length);
    yield block;
  }
}

function padding(size: number): number {
  return (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES;
}
