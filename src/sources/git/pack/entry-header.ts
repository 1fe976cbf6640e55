/** The head of an entry in a pack (gitformat-pack, "The pack file has the following format"). */

/** Kinds of entries, as packs number them. */
export const entryKind = { commit: 1, tree: 2, blob: 3, tag: 4, offsetDelta: 6, referenceDelta: 7 } as const;

/** A head is never longer: a size of 64 bits, then a distance of as many, or an object id of up to 32 bytes. */
export const maxEntryHeaderBytes = 10 + 32;

/** Sizes and distances from here on are not exact, and no pack holds them. */
const LIMIT = 2 ** 53;

/** Reads one head after the other; its fields are those of the last one. */
export class EntryHeader {
  /** One of `entryKind`. */
  kind = 0;
  /** Bytes of the object, or of the delta, when inflated. */
  size = 0;
  /** Bytes of the head itself. */
  length = 0;
  /** For `offsetDelta`: how many bytes before this entry its base starts. */
  distance = 0;
  readonly #hashBytes: number;

  /** `hashBytes`: 20 (SHA-1) or 32 (SHA-256). */
  constructor(hashBytes: number) {
    this.#hashBytes = hashBytes;
  }

  /**
   * Reads the head at `at`; bytes at and after `end` are not looked at. False when there is none: it goes beyond the
   * end, is of no known kind, or tells a size that nothing can have. The id of a `referenceDelta`'s base is its last
   * bytes.
   */
  read(bytes: Uint8Array, at: number, end: number): boolean {
    if (at >= end) return false;
    let next = at;
    let byte = bytes[next++] as number;
    this.kind = (byte >> 4) & 7;
    let size = byte & 15;
    let factor = 16;
    while (byte & 128) {
      if (next >= end || factor >= LIMIT) return false;
      byte = bytes[next++] as number;
      size += (byte & 127) * factor;
      factor *= 128;
    }
    if (this.kind === entryKind.offsetDelta) {
      let distance = -1;
      do {
        if (next >= end) return false;
        byte = bytes[next++] as number;
        distance = (distance + 1) * 128 + (byte & 127);
        if (distance >= LIMIT) return false;
      } while (byte & 128);
      this.distance = distance;
    } else if (this.kind === entryKind.referenceDelta) {
      next += this.#hashBytes;
    }
    this.size = size;
    this.length = next - at;
    return next <= end && size < LIMIT && this.kind !== 0 && this.kind !== 5;
  }
}
