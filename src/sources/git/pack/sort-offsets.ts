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

/** Positions, and beside each the word that it is sorted by: both move together, so that no step looks elsewhere. */
interface Keyed {
  readonly words: Uint32Array;
  readonly positions: Uint32Array;
}

function sortByDigits(offsets: Float64Array): Uint32Array {
  const count = offsets.length;
  let largest = 0;
  for (let index = 0; index < count; index += 1) largest = Math.max(largest, offsets[index] as number);
  let from: Keyed = { words: new Uint32Array(count), positions: new Uint32Array(count) };
  let to: Keyed = { words: new Uint32Array(count), positions: new Uint32Array(count) };
  for (let index = 0; index < count; index += 1) from.positions[index] = index;
  // 32 bits at a time, because shifting whole numbers is far cheaper than dividing others.
  for (let unit = 1; unit <= largest; unit *= WORD) {
    const { words, positions } = from;
    for (let index = 0; index < count; index += 1) {
      const offset = offsets[positions[index] as number] as number;
      words[index] = unit === 1 ? offset : Math.floor(offset / unit);
    }
    for (let shift = 0; shift < 32 && unit * 2 ** shift <= largest; shift += DIGIT_BITS) {
      sortByDigit(from, to, shift);
      [from, to] = [to, from];
    }
  }
  return from.positions;
}

/** Brings `from` into the order of one digit of its words, in `to`. */
function sortByDigit(from: Keyed, to: Keyed, shift: number): void {
  const mask = (1 << DIGIT_BITS) - 1;
  const starts = new Uint32Array(mask + 2);
  const { words, positions } = from;
  const count = words.length;
  for (let index = 0; index < count; index += 1) {
    const digit = ((words[index] as number) >>> shift) & mask;
    starts[digit + 1] = (starts[digit + 1] as number) + 1;
  }
  for (let digit = 0; digit <= mask; digit += 1)
    starts[digit + 1] = (starts[digit + 1] as number) + (starts[digit] as number);
  for (let index = 0; index < count; index += 1) {
    const word = words[index] as number;
    const digit = (word >>> shift) & mask;
    const place = starts[digit] as number;
    to.words[place] = word;
    to.positions[place] = positions[index] as number;
    starts[digit] = place + 1;
  }
}
