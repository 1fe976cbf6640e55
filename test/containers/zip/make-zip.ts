/** Writes zip archives that no sound tool writes. */
import { crc32, deflateRawSync } from 'node:zlib';

/** One entry; what is not told is as it should be. */
export interface ZipPart {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly isStored?: boolean;
  /** In both headers. */
  readonly flags?: number;
  readonly checksum?: number;
  /** What the directory says of the content's length. */
  readonly contentBytes?: number;
  /** What the directory says of the packed length. */
  readonly packedBytes?: number;
  /** Where the directory says that the entry stands. */
  readonly offset?: number;
}

function header(part: ZipPart, packed: Uint8Array, isCentral: boolean, offset: number): Buffer {
  const content = Buffer.from(part.content);
  const name = Buffer.from(part.name, 'latin1');
  const bytes = Buffer.alloc(isCentral ? 46 : 30);
  const at = isCentral ? 8 : 6;
  bytes.writeUInt32LE(isCentral ? 0x02014b50 : 0x04034b50, 0);
  bytes.writeUInt16LE(20, 4);
  bytes.writeUInt16LE(part.flags ?? 0, at);
  bytes.writeUInt16LE(part.isStored === true ? 0 : 8, at + 2);
  bytes.writeUInt32LE(part.checksum ?? crc32(content), at + 8);
  bytes.writeUInt32LE(isCentral ? (part.packedBytes ?? packed.length) : packed.length, at + 12);
  bytes.writeUInt32LE(isCentral ? (part.contentBytes ?? content.length) : content.length, at + 16);
  bytes.writeUInt16LE(name.length, at + 20);
  if (isCentral) bytes.writeUInt32LE(part.offset ?? offset, 42);
  return Buffer.concat([bytes, name]);
}

/** The archive. `count`: what the end record says of the entries. */
export function makeZip(parts: readonly ZipPart[], count = parts.length): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const packed = part.isStored === true ? Buffer.from(part.content) : deflateRawSync(part.content);
    const local = Buffer.concat([header(part, packed, false, 0), packed]);
    locals.push(local);
    centrals.push(header(part, packed, true, offset));
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count % 65_536, 8);
  end.writeUInt16LE(count % 65_536, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
