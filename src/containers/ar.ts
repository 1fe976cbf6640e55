/** ar, as .deb packages and static libraries are: members one after another, with GNU's and BSD's long names. */
import type { Budget } from './budget.js';
import { ByteReader } from './byte-reader.js';
import { ContainerError, corrupt, truncated } from './container-error.js';
import type { Container, ContainerInput, ContainerItem } from './container.js';
import { entryPath } from './entry-path.js';
import { Meter } from './meter.js';
import { OpenEntry } from './open-entry.js';

const MAGIC = Buffer.from('!<arch>\n', 'latin1');
const HEADER_BYTES = 60;
/** GNU's table of long names, and a name at the head of the content, are not believed beyond this. */
const LONGEST_TABLE_BYTES = 4 * 1024 * 1024;
const LONGEST_NAME_BYTES = 4096;

/** Opens ar archives. */
export const ar: Container = {
  id: 'ar',
  kind: 'archive',
  magicBytes: MAGIC.length,
  firstBytes: [0x21],
  matches: (head) => MAGIC.every((byte, index) => head[index] === byte),
  open,
};

async function* open(input: ContainerInput, budget: Budget): AsyncGenerator<ContainerItem> {
  const reader = new ByteReader(input.chunks);
  try {
    yield* readMembers(reader, new Meter(budget, 'ar', () => reader.position));
  } catch (error) {
    if (!(error instanceof ContainerError)) throw error;
    yield { kind: 'failure', code: error.code, message: error.message, path: null };
    if (!error.restIsPlain) return;
    yield* new OpenEntry(null, () => reader.rest()).items();
  } finally {
    await reader.close();
  }
}

async function* readMembers(reader: ByteReader, meter: Meter): AsyncGenerator<ContainerItem> {
  let longNames: Uint8Array = new Uint8Array(0);
  await reader.takeExactly(MAGIC.length, 'ar');
  for (;;) {
    const bytes = await reader.peek(HEADER_BYTES);
    if (bytes.length === 0) return;
    const header = readHeader(bytes);
    if (header === undefined && bytes.length < HEADER_BYTES) throw truncated('ar', reader.position + bytes.length);
    if (header === undefined) {
      throw new ContainerError(
        'archive-corrupt',
        `${corrupt('ar', 'there is no header where one should be', reader.position).message} What follows was searched as it stands.`,
        true,
      );
    }
    meter.addEntry();
    reader.consume(HEADER_BYTES);
    const end = reader.position + header.size;
    if (header.name === '//' && header.size <= LONGEST_TABLE_BYTES) {
      longNames = (await reader.takeExactly(header.size, 'ar')).slice();
    } else {
      const path = entryPath(await readName(reader, header, longNames));
      const member = new OpenEntry(path, () => reader.until(end, 'ar'));
      yield* member.items();
      if (member.error !== null) return;
      if (!(await reader.skip(end - reader.position))) {
        yield { kind: 'failure', code: 'archive-truncated', message: truncated('ar', reader.position).message, path };
        return;
      }
    }
    // Members start at even places; the last one may lack its filler.
    if (header.size % 2 === 1) await reader.skip(1);
  }
}

interface Header {
  /** Without the spaces behind it, latin1. */
  readonly name: string;
  readonly size: number;
}

function readHeader(bytes: Uint8Array): Header | undefined {
  const text = Buffer.from(bytes).toString('latin1');
  const size = /^\d+(?= *`\n$)/.exec(text.slice(48, HEADER_BYTES));
  if (bytes.length < HEADER_BYTES || size === null) return undefined;
  return { name: text.slice(0, 16).trimEnd(), size: Number(size[0]) };
}

/** A GNU name ends in `/` or points into the table (`/12`); a BSD name (`#1/12`) stands at the head of the content. */
async function readName(reader: ByteReader, { name, size }: Header, longNames: Uint8Array): Promise<Uint8Array> {
  const bsdLength = Number(/^#1\/(\d+)$/.exec(name)?.[1] ?? 0);
  if (bsdLength > 0 && bsdLength <= Math.min(size, LONGEST_NAME_BYTES)) {
    const bytes = (await reader.takeExactly(bsdLength, 'ar')).slice();
    const end = bytes.indexOf(0);
    return end === -1 ? bytes : bytes.subarray(0, end);
  }
  const at = /^\/(\d+)$/.exec(name)?.[1];
  if (at !== undefined && Number(at) < longNames.length) {
    const rest = longNames.subarray(Number(at), Number(at) + LONGEST_NAME_BYTES);
    const end = rest.indexOf(0x0a);
    const line = end === -1 ? rest : rest.subarray(0, end);
    return line.at(-1) === 0x2f ? line.subarray(0, -1) : line;
  }
  return Buffer.from(name.length > 1 && name.endsWith('/') ? name.slice(0, -1) : name, 'latin1');
}
