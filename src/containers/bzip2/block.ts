/** One bzip2 block: from its bits to the bytes before the Burrows-Wheeler transform was undone. */
import { type BitSource, OutOfBits } from './bit-source.js';
import { LONGEST_CODE, makePrefixCode, type PrefixCode, QUICK_BITS } from './prefix-code.js';

/** Symbols that share one of the codes. */
const GROUP_SYMBOLS = 50;
/** More selectors than a block of 900,000 bytes can use are read and ignored, as bzip2 1.0.8 does. */
const MOST_SELECTORS = 18_002;

/** Thrown when the bits are no bzip2 block; the message says what is wrong. */
export class BadBlock extends Error {}

/** Bytes of a block for each level, 1 to 9. */
const LEVEL_BYTES = 100_000;

/** The arrays of a decoder, made once and used for every block of every stream. */
export class BlockSpace {
  /** In the low byte of each: the transformed block; above it, where the next byte stands. As long as a block may be. */
  chain = new Uint32Array(0);
  readonly selectors = new Uint8Array(MOST_SELECTORS);
  #whole = this.chain;

  /** Makes room for blocks of a level. */
  setLevel(level: number): void {
    const size = level * LEVEL_BYTES;
    if (this.#whole.length < size) this.#whole = new Uint32Array(size);
    this.chain = this.#whole.subarray(0, size);
  }
}

/** A decoded block: its bytes hang together as a chain in the space that it was decoded into. */
export interface Block {
  readonly length: number;
  /** Where the chain starts. */
  readonly start: number;
  readonly checksum: number;
}

/** Decodes the block whose magic was just read. Throws `BadBlock`, or `OutOfBits` when more bytes are needed. */
export function decodeBlock(bits: BitSource, space: BlockSpace): Block {
  const checksum = bits.read32();
  if (bits.read(1) === 1) throw new BadBlock('it is randomised, as bzip2 before 0.9.5 did');
  const origin = bits.read(24);
  const alphabet = readAlphabet(bits);
  const codeCount = bits.read(3);
  const selectorCount = bits.read(15);
  bits.check();
  if (codeCount < 2 || codeCount > 6 || selectorCount === 0) throw new BadBlock('its tables are impossible');
  readSelectors(bits, space.selectors, codeCount, selectorCount);
  const codes = Array.from({ length: codeCount }, () => readCode(bits, alphabet.length + 2));
  const counts = new Int32Array(256);
  const groups = Math.min(selectorCount, MOST_SELECTORS);
  const length = readSymbols(bits, space, codes, alphabet, groups, counts);
  bits.check();
  if (origin >= length) throw new BadBlock('its start lies outside of it');
  linkChain(space.chain, length, counts);
  return { length, start: (space.chain[origin] ?? 0) >>> 8, checksum };
}

/** The byte values that occur, ascending. */
function readAlphabet(bits: BitSource): Uint8Array {
  const rows = bits.read(16);
  const values: number[] = [];
  for (let row = 0; row < 16; row += 1) {
    if (!(rows & (0x8000 >> row))) continue;
    const columns = bits.read(16);
    for (let column = 0; column < 16; column += 1) if (columns & (0x8000 >> column)) values.push(row * 16 + column);
  }
  bits.check();
  if (values.length === 0) throw new BadBlock('it uses no byte at all');
  return Uint8Array.from(values);
}

/** Which code each group uses: moved to front, in unary. */
function readSelectors(bits: BitSource, selectors: Uint8Array, codeCount: number, selectorCount: number): void {
  const order = [0, 1, 2, 3, 4, 5];
  for (let index = 0; index < selectorCount; index += 1) {
    let rank = 0;
    while (bits.read(1) === 1) if (++rank >= codeCount) throw new BadBlock('a selector is impossible');
    const [code = 0] = order.splice(rank, 1);
    order.unshift(code);
    if (index < MOST_SELECTORS) selectors[index] = code;
    if ((index & 0xff) === 0) bits.check();
  }
  bits.check();
}

function readCode(bits: BitSource, symbolCount: number): PrefixCode {
  const lengths = new Uint8Array(symbolCount);
  let length = bits.read(5);
  for (let symbol = 0; symbol < symbolCount; symbol += 1) {
    for (;;) {
      if (length < 1 || length > LONGEST_CODE) throw new BadBlock('a code length is impossible');
      if (bits.read(1) === 0) break;
      length += bits.read(1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
    if ((symbol & 0x1f) === 0) bits.check();
  }
  bits.check();
  const code = makePrefixCode(lengths);
  if (code === undefined) throw new BadBlock('a code is impossible');
  return code;
}

/** Undoes prefix codes, run lengths of the front symbol, and move-to-front; fills the chain's low bytes. */
function readSymbols(
  bits: BitSource,
  space: BlockSpace,
  codes: readonly PrefixCode[],
  alphabet: Uint8Array,
  groups: number,
  counts: Int32Array,
): number {
  const { chain, selectors } = space;
  const { bytes } = bits;
  const end = alphabet.length + 1;
  const front = alphabet.slice();
  let { at, buffer, count } = bits;
  let length = 0;
  let run = 0;
  let runBit = 1;
  for (let group = 0; group < groups; group += 1) {
    const code = codes[selectors[group] ?? 0] as PrefixCode;
    const { quick } = code;
    for (let turn = 0; turn < GROUP_SYMBOLS; turn += 1) {
      while (count < LONGEST_CODE) {
        buffer = (buffer << 8) | (bytes[at++] ?? 0);
        count += 8;
      }
      const entry = quick[(buffer >>> (count - QUICK_BITS)) & ((1 << QUICK_BITS) - 1)] as number;
      let symbol = entry >>> 5;
      if (entry !== 0) count -= entry & 31;
      else {
        const width = widthOf(code, (buffer >>> (count - LONGEST_CODE)) & ((1 << LONGEST_CODE) - 1));
        if (width === 0) throw at > bytes.length ? new OutOfBits() : new BadBlock('a code is none');
        count -= width;
        symbol = code.symbols[((buffer >>> count) & ((1 << width) - 1)) - (code.base[width] as number)] as number;
      }
      if (symbol <= 1) {
        run += runBit << symbol;
        runBit <<= 1;
        if (run > chain.length) throw tooLong(bits, at);
        continue;
      }
      if (run > 0) {
        if (length + run > chain.length) throw tooLong(bits, at);
        length = addRun(chain, length, run, front[0] as number, counts);
        run = 0;
        runBit = 1;
      }
      if (symbol === end) {
        bits.buffer = buffer;
        bits.at = at;
        bits.count = count;
        return length;
      }
      const value = moveToFront(front, symbol - 1);
      (counts[value] as number) += 1;
      if (length >= chain.length) throw tooLong(bits, at);
      chain[length++] = value;
    }
    bits.at = at;
    bits.count = count;
    bits.check();
  }
  throw new BadBlock('it has no end');
}

/** The length of the code that `window`, the next 20 bits, starts with; 0 when it starts with none. */
function widthOf(code: PrefixCode, window: number): number {
  for (let width = QUICK_BITS + 1; width <= LONGEST_CODE; width += 1) {
    if (window >>> (LONGEST_CODE - width) < (code.limit[width] as number)) return width;
  }
  return 0;
}

/** Zeros read past the end can make a block too long, and then the end is what matters. */
function tooLong(bits: BitSource, at: number): Error {
  return at > bits.bytes.length ? new OutOfBits() : new BadBlock('it is longer than it may be');
}

function addRun(chain: Uint32Array, length: number, run: number, value: number, counts: Int32Array): number {
  const end = length + run;
  chain.fill(value, length, end);
  (counts[value] as number) += run;
  return end;
}

function moveToFront(front: Uint8Array, rank: number): number {
  const value = front[rank] as number;
  for (let index = rank; index > 0; index -= 1) front[index] = front[index - 1] as number;
  front[0] = value;
  return value;
}

/** Undoes the transform: puts above each byte's low bits where the byte after it stands. */
function linkChain(chain: Uint32Array, length: number, counts: Int32Array): void {
  let sum = 0;
  for (let value = 0; value < 256; value += 1) {
    const next = sum + (counts[value] as number);
    counts[value] = sum;
    sum = next;
  }
  for (let index = 0; index < length; index += 1) {
    const value = (chain[index] as number) & 0xff;
    const place = counts[value] as number;
    counts[value] = place + 1;
    (chain[place] as number) |= index << 8;
  }
}
