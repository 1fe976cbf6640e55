/** The header of a block (xz file format §3.1): sizes, and the filters that made the data. */

const LZMA2 = 0x21;
const FILTER_NAMES: { readonly [id: number]: string } = {
  3: 'Delta',
  4: 'x86',
  5: 'PowerPC',
  6: 'IA-64',
  7: 'ARM',
  8: 'ARM-Thumb',
  9: 'SPARC',
  10: 'ARM64',
  11: 'RISC-V',
};

/** What a decoder must know of a block. */
export interface BlockHeader {
  readonly dictionaryBytes: number;
  /** Bytes of content, or null when not told. */
  readonly contentBytes: number | null;
}

/** Why a header cannot be used: it is wrong, or it names a filter that is not built here. */
export interface BlockFault {
  readonly filter: string | null;
}

/** Reads a header from its flags byte to before its checksum. */
export function readBlockHeader(bytes: Uint8Array): BlockHeader | BlockFault {
  const flags = bytes[0] ?? 0;
  if ((flags & 0x3c) !== 0) return { filter: null };
  const numbers = new VarintReader(bytes, 1);
  if (flags & 0x40) numbers.next();
  const contentBytes = flags & 0x80 ? numbers.next() : null;
  for (let left = flags & 3; left >= 0; left -= 1) {
    const id = numbers.next();
    const length = numbers.next();
    if (numbers.isBad) return { filter: null };
    if (id !== LZMA2) return { filter: FILTER_NAMES[id] ?? `number ${id}` };
    const bits = bytes[numbers.at] ?? 0xff;
    if (left !== 0 || length !== 1 || bits > 40) return { filter: null };
    return { dictionaryBytes: bits === 40 ? 2 ** 32 - 1 : (2 + (bits & 1)) * 2 ** ((bits >> 1) + 11), contentBytes };
  }
  return { filter: null };
}

/** Reads numbers of 7 bits a byte, lowest first, of at most 9 bytes. */
export class VarintReader {
  readonly #bytes: Uint8Array;
  /** The next byte. */
  at: number;
  /** True when one of them was none. */
  isBad = false;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** The next number; beyond 2^53 only nearly right. */
  next(): number {
    let value = 0;
    for (let index = 0; index < 9; index += 1) {
      const byte = this.#bytes[this.at++];
      if (byte === undefined) break;
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return value;
    }
    this.isBad = true;
    return 0;
  }
}
