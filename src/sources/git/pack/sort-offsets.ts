/** Puts the objects of a pack into the order in which they lie in it. */

const DIGIT = 65_536;
/** Below this, counting digits costs more than comparing. */
const SMALL = 8192;

/** Offsets in ascending order, and for each the position that it had before. Stable; NaN is not allowed. */
export interface SortedOffsets {
  readonly offsets: Float64Array;
  readonly positions: Uint32Array;
}

/** Sorts integers below 2 ** 53, by digits of 16 bits when they are many. */
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
  let from = new Uint32Array(count);
  let to = new Uint32Array(count);
  let largest = 0;
  for (let index = 0; index < count; index += 1) {
    from[index] = index;
    largest = Math.max(largest, offsets[index] as number);
  }
  const digits = new Uint16Array(count);
  for (let unit = 1; unit <= largest; unit *= DIGIT) {
    const starts = new Uint32Array(DIGIT + 1);
    for (let index = 0; index < count; index += 1) {
      const digit = Math.floor((offsets[index] as number) / unit) % DIGIT;
      digits[index] = digit;
      starts[digit + 1] = (starts[digit + 1] as number) + 1;
    }
    for (let digit = 0; digit < DIGIT; digit += 1)
      starts[digit + 1] = (starts[digit + 1] as number) + (starts[digit] as number);
    for (let index = 0; index < count; index += 1) {
      const position = from[index] as number;
      const digit = digits[position] as number;
      to[starts[digit] as number] = position;
      starts[digit] = (starts[digit] as number) + 1;
    }
    [from, to] = [to, from];
  }
  return from;
}
