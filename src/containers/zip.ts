/** zip, and what is zip under another name: jar, war, whl, docx, apk. Read by the directory at its end, as others do. */
import type { Budget } from './budget.js';
import { ByteReader } from './byte-reader.js';
import { ContainerError, corrupt, truncated } from './container-error.js';
import type { Container, ContainerFailure, ContainerInput, ContainerItem, RandomAccess } from './container.js';
import { entryPath } from './entry-path.js';
import { Meter } from './meter.js';
import { OpenEntry } from './open-entry.js';
import { readRange } from './read-range.js';
import { readUint32 } from './read-uint.js';
import { tellFew } from './tell-few.js';
import {
  CENTRAL_BYTES,
  CENTRAL_MAGIC,
  centralLength,
  LOCAL_BYTES,
  LOCAL_MAGIC,
  localLength,
  readCentralHeader,
  type ZipEntry,
} from './zip/central-header.js';
import { END_BYTES, findDirectory, isEndRecord, type Directory } from './zip/find-directory.js';
import { skippedEntry } from './zip/skipped-entry.js';
import { unpackEntry } from './zip/unpack-entry.js';
import { walkLocalHeaders } from './zip/walk-local-headers.js';

/** `PK` and a local header, the end of an empty archive, or the mark of a split one that was joined. */
const MAGICS = new Set([LOCAL_MAGIC, 0x06054b50, 0x08074b50]);

/** Opens zip archives; what they hold may start anywhere, as behind a launch script. */
export const zip: Container = {
  id: 'zip',
  kind: 'archive',
  magicBytes: 22,
  firstBytes: [0x50],
  matches: (head) => head.length >= 22 && MAGICS.has(readUint32(head, 0)),
  tail: { bytes: END_BYTES, last: 0, matches: isEndRecord },
  open: (input, budget) => tellFew(open(input, budget)),
};

async function* open(input: ContainerInput, budget: Budget): AsyncGenerator<ContainerItem> {
  const spooled = input.randomAccess === undefined ? await input.spool(input.chunks, budget.limits.spoolBytes) : null;
  const access = input.randomAccess ?? (spooled as RandomAccess);
  try {
    yield* new ZipReader(access, budget).read(spooled?.isCut === true);
  } catch (error) {
    if (!(error instanceof ContainerError)) throw error;
    yield failure(error);
  } finally {
    spooled?.close();
  }
}

/** One archive while it is read. */
class ZipReader {
  readonly #access: RandomAccess;
  readonly #budget: Budget;
  readonly #meter: Meter;
  /** Where the entry that lies furthest behind ends. */
  #reached = 0;

  constructor(access: RandomAccess, budget: Budget) {
    this.#access = access;
    this.#budget = budget;
    this.#meter = new Meter(budget, 'zip', () => access.size);
  }

  /** Everything inside. `isCut`: the input went on, but could not be put aside. */
  async *read(isCut: boolean): AsyncGenerator<ContainerItem> {
    const directory = isCut ? undefined : await findDirectory(this.#access);
    if (directory !== undefined && (yield* this.#readDirectory(directory))) return;
    if (directory === undefined) yield failure(isCut ? tooBig(this.#access.size) : withoutDirectory());
    const rest = new ByteReader(readRange(this.#access, this.#reached, this.#access.size));
    yield* walkLocalHeaders(rest, this.#meter, (entry) => this.#meterFor(entry));
  }

  /** Goes through the directory; false when it breaks off and the rest must be looked for. */
  async *#readDirectory(directory: Directory): AsyncGenerator<ContainerItem, boolean> {
    const reader = new ByteReader(copies(readRange(this.#access, directory.start, directory.end)));
    let count = 0;
    for (;;) {
      const head = await reader.peek(CENTRAL_BYTES);
      if (head.length < CENTRAL_BYTES || readUint32(head, 0) !== CENTRAL_MAGIC) break;
      const bytes = await reader.take(centralLength(head));
      if (bytes.length < centralLength(bytes)) break;
      const entry = readCentralHeader(bytes);
      count += 1;
      this.#meter.addEntry();
      yield* this.#readEntry(entry, directory.base);
      if (this.#meter.isSpent) return true;
    }
    if (reader.position === directory.end - directory.start && count % 0x10000 === directory.count % 0x10000)
      return true;
    yield failure(
      corrupt(
        'zip',
        'the directory breaks off, or holds other entries than it says',
        directory.start + reader.position,
      ),
    );
    return false;
  }

  async *#readEntry(entry: ZipEntry, base: number): AsyncGenerator<ContainerItem> {
    const path = entryPath(entry.name);
    const isFolder = entry.name.at(-1) === 0x2f && entry.packedBytes === 0;
    if (entry.isEncrypted) yield skippedEntry(path);
    if (entry.isEncrypted || isFolder) return;
    const at = base + entry.offset;
    const head = at < this.#access.size ? await this.#access.read(at, LOCAL_BYTES) : new Uint8Array(0);
    if (head.length < LOCAL_BYTES) yield { ...failure(truncated('zip', at)), path };
    else if (readUint32(head, 0) !== LOCAL_MAGIC)
      yield { ...failure(corrupt('zip', 'an entry is not where the directory says', at)), path };
    if (head.length < LOCAL_BYTES || readUint32(head, 0) !== LOCAL_MAGIC) return;
    const start = at + localLength(head);
    const end = Math.min(start + entry.packedBytes, this.#access.size);
    this.#reached = Math.max(this.#reached, end);
    const content = new OpenEntry(path, () =>
      unpackEntry(new ByteReader(readRange(this.#access, start, end)), entry, this.#meterFor(entry)),
    );
    yield* content.items();
  }

  #meterFor(entry: ZipEntry): Meter {
    const packedBytes = Math.min(entry.packedBytes, this.#access.size);
    return new Meter(this.#budget, 'zip', () => packedBytes, this.#meter);
  }
}

function failure(error: ContainerError): ContainerFailure {
  return { kind: 'failure', code: error.code, message: error.message, path: null };
}

function withoutDirectory(): ContainerError {
  return new ContainerError(
    'archive-truncated',
    'The zip archive has no directory at its end, as when it was cut. What its entries hold up to there was searched.',
  );
}

function tooBig(size: number): ContainerError {
  return new ContainerError(
    'archive-too-big',
    `The zip archive comes as a stream and must be put aside, but only ${size} bytes may be. Those were searched; scan it as a file, or raise the limit.`,
  );
}

async function* copies(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield chunk.slice();
}
