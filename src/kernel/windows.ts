/** Which three bytes of each anchor the filter looks for, and in which of its eight buckets. */

/** Bytes of a window, and nibbles of them. */
const WINDOW_BYTES = 3;
const WINDOW_NIBBLES = 2 * WINDOW_BYTES;
const BUCKETS = 8;

/** Where an anchor's window starts in it, and the bucket that the window is in. */
export interface Window {
  readonly offset: number;
  readonly bucket: number;
}

/** Three bytes as the kernel reads them: little-endian. */
export function windowAt(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] as number) | ((bytes[offset + 1] as number) << 8) | ((bytes[offset + 2] as number) << 16);
}

/** How many bits of 16 are set. */
function bitsSet(bits: number): number {
  const pairs = bits - ((bits >> 1) & 0x5555);
  const fours = (pairs & 0x3333) + ((pairs >> 2) & 0x3333);
  return ((((fours + (fours >> 4)) & 0x0f0f) * 0x101) >> 8) & 0x1f;
}

/** The buckets as the filter sees them: for each place in a window, the nibbles that may stand there. */
class Buckets {
  /** Sixteen bits each: of bucket b, the nibbles at 6b to 6b + 5. */
  readonly #nibbles = new Uint16Array(BUCKETS * WINDOW_NIBBLES);

  add(window: number, bucket: number): void {
    for (let place = 0; place < WINDOW_NIBBLES; place += 1) {
      const at = bucket * WINDOW_NIBBLES + place;
      this.#nibbles[at] = (this.#nibbles[at] as number) | (1 << ((window >> (4 * place)) & 15));
    }
  }

  /** The bucket that lets the fewest more windows through when this one joins it. */
  roomiest(window: number): number {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      let before = 1;
      let after = 1;
      for (let place = 0; place < WINDOW_NIBBLES; place += 1) {
        const bits = this.#nibbles[bucket * WINDOW_NIBBLES + place] as number;
        before *= bitsSet(bits);
        after *= bitsSet(bits | (1 << ((window >> (4 * place)) & 15)));
      }
      if (after - before < least) {
        least = after - before;
        best = bucket;
      }
    }
    return best;
  }
}

/** How common a byte is in logs and code: lower case before digits and blanks, capitals rare, the rest rarer. */
function commonness(byte: number): number {
  if (byte >= 0x61 && byte <= 0x7a) return 6;
  if (byte === 0x20 || (byte >= 0x30 && byte <= 0x39)) return 4;
  return byte >= 0x41 && byte <= 0x5a ? 2 : 1;
}

/** Where the three bytes stand that look rarest. */
function rarest(bytes: Uint8Array): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let offset = 0; offset + WINDOW_BYTES <= bytes.length; offset += 1) {
    let cost = 1;
    for (let place = 0; place < WINDOW_BYTES; place += 1) cost *= commonness(bytes[offset + place] as number);
    if (cost < least) {
      least = cost;
      best = offset;
    }
  }
  return best;
}

/** Hints by their windows: strings of three bytes each, one string a bucket. */
function readHints(hints: readonly string[]): ReadonlyMap<number, number> {
  const buckets = new Map<number, number>();
  for (const [bucket, text] of hints.slice(0, BUCKETS).entries()) {
    const bytes = Buffer.from(text, 'latin1');
    for (let at = 0; at + WINDOW_BYTES <= bytes.length; at += WINDOW_BYTES) buckets.set(windowAt(bytes, at), bucket);
  }
  return buckets;
}

/**
 * One window for each anchor. An anchor that holds a window of `hints` gets it, with its bucket; for the others the
 * rarest-looking bytes are taken, and the bucket that suffers least.
 */
export function chooseWindows(anchors: readonly Uint8Array[], hints: readonly string[]): readonly Window[] {
  const hinted = readHints(hints);
  const known = anchors.map((bytes): Window | undefined => {
    for (let offset = 0; offset + WINDOW_BYTES <= bytes.length; offset += 1) {
      const bucket = hinted.get(windowAt(bytes, offset));
      if (bucket !== undefined) return { offset, bucket };
    }
    return undefined;
  });
  const buckets = new Buckets();
  // Where all are known, as they should be, nobody asks what the buckets hold.
  if (known.includes(undefined))
    for (const [index, window] of known.entries())
      if (window !== undefined) buckets.add(windowAt(anchors[index] as Uint8Array, window.offset), window.bucket);
  return anchors.map((bytes, index) => {
    const window = known[index];
    if (window !== undefined) return window;
    const offset = rarest(bytes);
    const bucket = buckets.roomiest(windowAt(bytes, offset));
    buckets.add(windowAt(bytes, offset), bucket);
    return { offset, bucket };
  });
}
