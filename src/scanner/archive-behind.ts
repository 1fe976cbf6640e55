/**
 * Archives behind a program or a launch script: executable jars, self-extracting archives. Where the bytes come once, the
 * end of the file, which tells such an archive, is not there yet, so its first entry tells it.
 */

/** A local header of zip (APPNOTE 6.3 §4.3.7) without the name. */
const HEADER_BYTES = 30;

/** The longest name that is believed. */
const LONGEST_NAME = 1024;

/** A shell script, ELF, the two kinds of Windows and of macOS. */
const heads: readonly Uint8Array[] = ['#!', '\x7fELF', 'MZ', '\xcf\xfa\xed\xfe', '\xca\xfe\xba\xbe'].map((text) =>
  Buffer.from(text, 'latin1'),
);

/** True when what starts like this may have an archive behind it. */
export function startsProgram(head: Uint8Array): boolean {
  return heads.some((start) => start.every((byte, index) => head[index] === byte));
}

/** Looks for the first entry of a zip archive in bytes that pass. */
export class ArchiveBehind {
  #carry: Uint8Array = new Uint8Array(0);

  /** The bytes from the start of the archive to the end of `piece`, when it started; valid for good. */
  look(piece: Uint8Array): Uint8Array | undefined {
    const bytes = Buffer.concat([this.#carry, piece]);
    for (
      let at = bytes.indexOf('PK\x03\x04', 0, 'latin1');
      at >= 0;
      at = bytes.indexOf('PK\x03\x04', at + 1, 'latin1')
    ) {
      if (at + HEADER_BYTES > bytes.length) break;
      if (isEntry(bytes.subarray(at))) return bytes.subarray(at);
    }
    this.#carry = bytes.subarray(Math.max(0, bytes.length - HEADER_BYTES + 1));
    return undefined;
  }
}

/** The magic alone stands in every program that reads zip: version, method and name have to be those of an entry too. */
function isEntry(header: Buffer): boolean {
  const version = header.readUInt16LE(4) & 0xff;
  const method = header.readUInt16LE(8);
  const name = header.readUInt16LE(26);
  return version >= 10 && version <= 63 && (method === 0 || method === 8) && name > 0 && name <= LONGEST_NAME;
}
