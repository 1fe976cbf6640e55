/** Canonical prefix codes as bzip2 uses them: at most 20 bits, shorter codes first, equal lengths by symbol. */

/** Longest code that the format knows. */
export const LONGEST_CODE = 20;
/** Codes up to this length are looked up in one step. */
export const QUICK_BITS = 10;

/** A code made ready for decoding. */
export interface PrefixCode {
  /** For every `QUICK_BITS` bits: symbol × 32 + length, or 0 when the code is longer (or none). */
  readonly quick: Uint16Array;
  /** By length: the first value of `length` bits that is no code of that length. */
  readonly limit: Int32Array;
  /** By length: what to take from a code to get its place in `symbols`. */
  readonly base: Int32Array;
  readonly symbols: Uint16Array;
}

/** Makes the code whose symbol `s` has a code of `lengths[s]` bits; undefined when no such code can be. */
export function makePrefixCode(lengths: Uint8Array): PrefixCode | undefined {
  const counts = new Int32Array(LONGEST_CODE + 2);
  for (const length of lengths) (counts[length] as number) += 1;
  const limit = new Int32Array(LONGEST_CODE + 2);
  const base = new Int32Array(LONGEST_CODE + 2);
  const symbols = new Uint16Array(lengths.length);
  let code = 0;
  let place = 0;
  for (let length = 1; length <= LONGEST_CODE; length += 1) {
    base[length] = code - place;
    for (let symbol = 0; symbol < lengths.length; symbol += 1)
      if (lengths[symbol] === length) symbols[place++] = symbol;
    code += counts[length] ?? 0;
    if (code > 1 << length) return undefined;
    limit[length] = code;
    code *= 2;
  }
  return { quick: makeQuick(limit, base, symbols), limit, base, symbols };
}

function makeQuick(limit: Int32Array, base: Int32Array, symbols: Uint16Array): Uint16Array {
  const quick = new Uint16Array(1 << QUICK_BITS);
  let first = 0;
  for (let length = 1; length <= QUICK_BITS; length += 1) {
    const end = limit[length] ?? 0;
    for (let code = first; code < end; code += 1) {
      const entry = (symbols[code - (base[length] ?? 0)] ?? 0) * 32 + length;
      quick.fill(entry, code << (QUICK_BITS - length), (code + 1) << (QUICK_BITS - length));
    }
    first = end * 2;
  }
  return quick;
}
