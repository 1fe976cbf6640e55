/** Puts the objects of a pack into the order in which they lie in it. */

const WORD = 2 ** 32;
/** Tables of this size stay in a processor's cache. */
const DIGIT_BITS = 11;
/** Below this, counting digits costs more than comparing. */
const SMALL = 8192;

/** Offsets in ascending order, and for each the position that it had before. Stable; NaN is not allowed. */
export interface SortedOffsets {
  readonly offsets: Float64Array;
  readonly positions: Uint32Array;
}

/** Sorts integers below 2 ** 53, by digits when they are many. */
export function sortOffsets(offsets: Float64Array): SortedOffsets {
  const count = offsets.length;
  const positions = count < SMALL ? sortByComparing(offsets) : sortByDigits(offsets);
  const sorted = new Float64Array(count);
  for (let index = 0; index < count; index += 1) sorted[index] = offsets[positions[index] as number] as number;
  return { offsets: sorted, positions };
}

function sortByComparing(offsets: Float64Array): Uint32Array {
  const positions = Uint32Array.from(offsets, (_, index) => index);
  return positions.sort((a, b) => (offsets[a] as number) - (offsets[b] as number) || a - b);
}

function sortByDigits(offsets: Float64Array): Uint32Array {
  const count = offsets.length;
  let largest = 0;
  for (let index = 0; index < count; index += 1) largest = Math.max(largest, offsets[index] as number);
  let from = new Uint32Array(count);
  let to = new Uint32Array(count);
  for (let index = 0; index < count; index += 1) from[index] = index;
  const words = new Uint32Array(count);
  // 32 bits at a time, because shifting whole numbers is far cheaper than dividing others.
  for (let unit = 1; unit <= largest; unit *= WORD) {
    for (let index = 0; index < count; index += 1) words[index] = Math.floor((offsets[index] as number) / unit) % WORD;
    for (let shift = 0; shift < 32 && unit * 2 ** shift <= largest; shift += DIGIT_BITS) {
      sortByDigit(words, shift, from, to);
      [from, to] = [to, from];
    }
  }
  return from;
}

/** Brings `from` into the order of one digit of the words that it numbers, in `to`. */
function sortByDigit(words: Uint32Array, shift: number, from: Uint32Array, to: Uint32Array): void {
  const mask = (1 << DIGIT_BITS) - 1;
  const starts = new Uint32Array(mask + 2);
  for (const word of words) {
    const digit = (word >>> shift) & mask;
    starts[digit + 1] = (starts[digit + 1] as number) + 1;
  }
  for (let digit = 0; digit <= mask; digit += 1)
    starts[digit + 1] = (starts[digit + 1] as number) + (starts[digit] as number);
  for (const position of from) {
    const digit = ((words[position] as number) >>> shift) & mask;
    const place = starts[digit] as number;
    to[place] = position;
    starts[digit] = place + 1;
  }
}
