/** gzip, RFC 1952: members one after another, read as one content. */
import { crc32 } from 'node:zlib';
import type { ByteReader } from './byte-reader.js';
import type { Container } from './container.js';
import { ContainerError, corrupt, truncated } from './container-error.js';
import { openWith } from './decoder.js';
import { inflate } from './inflate.js';
import { readUint16, readUint32 } from './read-uint.js';

const MAGIC = [0x1f, 0x8b, 8];
const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
/** Names of files are far shorter, and comments hardly ever longer. */
const LONGEST_TEXT_BYTES = 64 * 1024;
/** Flags of the header, RFC 1952 §2.3.1. */
const HAS_HEADER_CRC = 0x02;
const HAS_EXTRA = 0x04;
const HAS_NAME = 0x08;
const HAS_COMMENT = 0x10;
const RESERVED = 0xe0;
/** The last systems that RFC 1952 §2.3.1 and zlib (zutil.h, `OS_CODE`) number, and the number of the unknown one. */
const LAST_SYSTEM = 20;
const UNKNOWN_SYSTEM = 255;
/** A member shorter than this lets the next one be tried in one go: BGZF and rotated logs have thousands of them. */
const SMALL_MEMBER_BYTES = 64 * 1024;

/** Opens gzip files, rotated logs and BGZF. */
export const gzip: Container = {
  id: 'gzip',
  kind: 'compressed',
  magicBytes: 4,
  firstBytes: [0x1f],
  matches: (head) =>
    head.length >= 4 && MAGIC.every((byte, index) => head[index] === byte) && ((head[3] ?? 0) & RESERVED) === 0,
  isChance: (head) => {
    const system = head[HEADER_BYTES - 1] ?? UNKNOWN_SYSTEM;
    return system > LAST_SYSTEM && system !== UNKNOWN_SYSTEM;
  },
  open: openWith('gzip', () => decode),
};

async function* decode(reader: ByteReader): AsyncGenerator<Uint8Array> {
  let isSmall = (await reader.peek(SMALL_MEMBER_BYTES)).length < SMALL_MEMBER_BYTES;
  for (let isFirst = true; ; isFirst = false) {
    if (!isFirst && !(await isAtMember(reader))) return;
    const start = reader.position;
    await skipHeader(reader);
    let checksum = 0;
    let length = 0;
    for await (const bytes of inflate(reader, 'gzip', isSmall)) {
      checksum = crc32(bytes, checksum);
      length = (length + bytes.length) >>> 0;
      yield bytes;
    }
    const trailer = await reader.takeExactly(TRAILER_BYTES, 'gzip');
    if (readUint32(trailer, 0) !== checksum) throw corrupt('gzip', 'the checksum does not match', reader.position);
    if (readUint32(trailer, 4) !== length) throw corrupt('gzip', 'the length does not match', reader.position);
    isSmall = reader.position - start < SMALL_MEMBER_BYTES;
  }
}

/** False at the end. Zeros after a member are padding, as of tapes; anything else is told and handed out. */
async function isAtMember(reader: ByteReader): Promise<boolean> {
  for (;;) {
    const magic = await reader.peek(4);
    if (magic.length === 0) return false;
    if (gzip.matches(magic)) return true;
    if (magic.length < 4 && MAGIC.every((byte, index) => index >= magic.length || magic[index] === byte)) {
      throw truncated('gzip', reader.position);
    }
    if (magic[0] !== 0) {
      throw new ContainerError(
        'archive-corrupt',
        `Bytes that are no gzip data follow the gzip data at byte ${reader.position}. They were searched as they stand.`,
        true,
      );
    }
    await skipZeros(reader);
  }
}

async function skipZeros(reader: ByteReader): Promise<void> {
  for (;;) {
    const bytes = await reader.peekSome(LONGEST_TEXT_BYTES);
    const other = bytes.findIndex((byte) => byte !== 0);
    reader.consume(other === -1 ? bytes.length : other);
    if (other !== -1 || bytes.length === 0) return;
  }
}

async function skipHeader(reader: ByteReader): Promise<void> {
  const header = await reader.takeExactly(HEADER_BYTES, 'gzip');
  const flags = header[3] as number;
  if (flags & HAS_EXTRA) await skipOrThrow(reader, readUint16(await reader.takeExactly(2, 'gzip'), 0));
  if (flags & HAS_NAME) await skipText(reader);
  if (flags & HAS_COMMENT) await skipText(reader);
  if (flags & HAS_HEADER_CRC) await skipOrThrow(reader, 2);
}

async function skipOrThrow(reader: ByteReader, count: number): Promise<void> {
  if (!(await reader.skip(count))) throw truncated('gzip', reader.position);
}

/** Text up to and with its zero. What starts like gzip by chance has none, and would be read to the end of its text. */
async function skipText(reader: ByteReader): Promise<void> {
  for (const start = reader.position; ; ) {
    if (reader.position - start > LONGEST_TEXT_BYTES) throw corrupt('gzip', 'a name in the header does not end', start);
    const bytes = await reader.peekSome(LONGEST_TEXT_BYTES);
    if (bytes.length === 0) throw truncated('gzip', reader.position);
    const end = bytes.indexOf(0);
    reader.consume(end === -1 ? bytes.length : end + 1);
    if (end !== -1) return;
  }
}
