/** Sequences: so many literals, then a copy of what came before. RFC 8878 §3.1.1.3.2 and §3.1.1.4. */
import type { SlidingWindow } from '../sliding-window.js';
import { BadFrame } from './bad-frame.js';
import { type BlockBytes, BLOCK_BYTES } from './block-bytes.js';
import type { LiteralsDecoder } from './literals.js';
import { literalBases, literalWidths, matchBases, matchWidths, SequenceTables } from './sequence-tables.js';

/** Wider offsets reach beyond any window that is allowed. */
const WIDEST_OFFSET = 30;
/** Shorter copies are faster byte by byte than by a call. */
const SHORT_COPY = 32;

/** Decodes and carries out the sequences of one block after the other. */
export class SequenceDecoder {
  #tables = new SequenceTables();
  /** The last three offsets; a symbol can name them again. */
  #recent: [number, number, number] = [1, 4, 8];

  /** Forgets the last tables and offsets. */
  reset(): void {
    this.#tables = new SequenceTables();
    this.#recent = [1, 4, 8];
  }

  /** Carries out the section at `at`, into `window`, which has room for a whole block. */
  decode(block: BlockBytes, at: number, literals: LiteralsDecoder, window: SlidingWindow): void {
    const { bytes } = block;
    const first = bytes[at] as number;
    let start = at + 1;
    let count = first;
    if (first === 255) count = (bytes[start] as number) + (bytes[start + 1] as number) * 256 + 0x7f00;
    else if (first >= 128) count = (first - 128) * 256 + (bytes[start] as number);
    start += first === 255 ? 2 : first >= 128 ? 1 : 0;
    if (at >= block.end || start > block.end) throw new BadFrame('the sequences are missing');
    const used = count === 0 ? 0 : this.#run(block, this.#tables.read(block, start), count, literals, window);
    const rest = literals.length - used;
    window.bytes.set(literals.bytes.subarray(used, literals.length), window.end);
    window.end += rest;
  }

  /** Gives how many of the literals were used. */
  #run(block: BlockBytes, start: number, count: number, literals: LiteralsDecoder, window: SlidingWindow): number {
    const { literals: lengths, offsets, matches } = this.#tables;
    const last = block.bytes[block.end - 1] as number;
    if (lengths === null || offsets === null || matches === null) throw new BadFrame('a table is missing');
    if (start >= block.end || last === 0) throw new BadFrame('the sequences have no end mark');
    const { view } = block;
    const output = window.bytes;
    const limit = window.end + BLOCK_BYTES;
    const first = start * 8;
    let position = block.end * 8 - Math.clz32(last) + 23;
    let end = window.end;
    let used = 0;
    let lengthState = bitsAt(view, (position -= lengths.accuracyLog), lengths.accuracyLog);
    let offsetState = bitsAt(view, (position -= offsets.accuracyLog), offsets.accuracyLog);
    let matchState = bitsAt(view, (position -= matches.accuracyLog), matches.accuracyLog);
    for (let left = count; left > 0; left -= 1) {
      const offsetWidth = offsets.symbols[offsetState] as number;
      if (offsetWidth > WIDEST_OFFSET) throw new BadFrame('an offset is impossible');
      position -= offsetWidth;
      let offset =
        (1 << offsetWidth) +
        (offsetWidth > 24 ? wideBitsAt(view, position, offsetWidth) : bitsAt(view, position, offsetWidth));
      const matchSymbol = matches.symbols[matchState] as number;
      position -= matchWidths[matchSymbol] as number;
      const matchLength =
        (matchBases[matchSymbol] as number) + bitsAt(view, position, matchWidths[matchSymbol] as number);
      const lengthSymbol = lengths.symbols[lengthState] as number;
      position -= literalWidths[lengthSymbol] as number;
      const literalLength =
        (literalBases[lengthSymbol] as number) + bitsAt(view, position, literalWidths[lengthSymbol] as number);
      offset = this.#resolve(offset, literalLength);
      if (left > 1) {
        position -= lengths.widths[lengthState] as number;
        lengthState =
          (lengths.bases[lengthState] as number) + bitsAt(view, position, lengths.widths[lengthState] as number);
        position -= matches.widths[matchState] as number;
        matchState =
          (matches.bases[matchState] as number) + bitsAt(view, position, matches.widths[matchState] as number);
        position -= offsets.widths[offsetState] as number;
        offsetState =
          (offsets.bases[offsetState] as number) + bitsAt(view, position, offsets.widths[offsetState] as number);
      }
      if (position < first || used + literalLength > literals.length)
        throw new BadFrame('a sequence runs out of bits or literals');
      if (end + literalLength + matchLength > limit) throw new BadFrame('a block is longer than it may be');
      copy(literals.bytes, used, output, end, literalLength);
      used += literalLength;
      end += literalLength;
      if (offset === 0 || offset > end) throw new BadFrame('an offset reaches before the start');
      repeat(output, end, offset, matchLength);
      end += matchLength;
    }
    if (position !== first) throw new BadFrame('bits are left over behind the sequences');
    if (end + literals.length - used > limit) throw new BadFrame('a block is longer than it may be');
    window.end = end;
    return used;
  }

  /** What an offset value means: 1 to 3 name the last offsets, anything else is an offset and 3. */
  #resolve(value: number, literalLength: number): number {
    const recent = this.#recent;
    let offset = value - 3;
    if (value > 3) {
      recent[2] = recent[1];
      recent[1] = recent[0];
    } else {
      const index = literalLength === 0 ? value : value - 1;
      if (index === 0) return recent[0];
      offset = index === 1 ? recent[1] : index === 2 ? recent[2] : recent[0] - 1;
      if (index > 1) recent[2] = recent[1];
      recent[1] = recent[0];
    }
    recent[0] = offset;
    return offset;
  }
}

/** Up to 24 bits from bit `position` on. */
function bitsAt(view: DataView, position: number, width: number): number {
  return (view.getInt32(position >> 3, true) >>> (position & 7)) & ((1 << width) - 1);
}

/** Up to 30 bits. */
function wideBitsAt(view: DataView, position: number, width: number): number {
  return bitsAt(view, position, 16) + bitsAt(view, position + 16, width - 16) * 0x10000;
}

function copy(from: Uint8Array, start: number, to: Uint8Array, at: number, length: number): void {
  if (length > SHORT_COPY) to.set(from.subarray(start, start + length), at);
  else for (let index = 0; index < length; index += 1) to[at + index] = from[start + index] as number;
}

/** Copies from `offset` bytes before; where the copy overtakes itself it repeats. */
function repeat(bytes: Uint8Array, at: number, offset: number, length: number): void {
  if (length > SHORT_COPY && offset >= length) bytes.copyWithin(at, at - offset, at - offset + length);
  else for (let index = at; index < at + length; index += 1) bytes[index] = bytes[index - offset] as number;
}
