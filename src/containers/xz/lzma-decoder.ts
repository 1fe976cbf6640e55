/** LZMA as LZMA2 chunks carry it: literals and copies, coded by a range decoder. After the LZMA specification (public domain). */
import type { SlidingWindow } from '../sliding-window.js';
import { EVEN_ODDS, RangeDecoder } from './range-decoder.js';

// Where the probabilities of each kind stand.
const STATES = 12;
const POSITION_STATES = 16;
const IS_MATCH = 0;
const IS_REPEAT = IS_MATCH + STATES * POSITION_STATES;
const IS_OTHER_REPEAT = IS_REPEAT + STATES;
const IS_LATER_REPEAT = IS_OTHER_REPEAT + STATES;
const IS_LAST_REPEAT = IS_LATER_REPEAT + STATES;
const IS_LONG_REPEAT = IS_LAST_REPEAT + STATES;
const DISTANCE_SLOTS = IS_LONG_REPEAT + STATES * POSITION_STATES;
const DISTANCE_SPECIALS = DISTANCE_SLOTS + 4 * 64;
const DISTANCE_ALIGN = DISTANCE_SPECIALS + 115;
const MATCH_LENGTHS = DISTANCE_ALIGN + 16;
const LENGTH_LOW = 2;
const LENGTH_MIDDLE = LENGTH_LOW + POSITION_STATES * 8;
const LENGTH_HIGH = LENGTH_MIDDLE + POSITION_STATES * 8;
const REPEAT_LENGTHS = MATCH_LENGTHS + LENGTH_HIGH + 256;
const LITERALS = REPEAT_LENGTHS + LENGTH_HIGH + 256;
const LITERAL_PROBABILITIES = 0x300;
/** LZMA2 allows at most 4 bits of context for literals. */
const MOST_CONTEXT_BITS = 4;
const SHORTEST_COPY = 2;
const SHORT_COPY = 32;

/** How a run ended. `cut`: the bytes ran out; what was decoded up to there stands in the window. */
export type RunEnd = 'whole' | 'cut' | 'bad';

/** Decodes chunk after chunk into a window, which it shares with chunks that are stored. */
export class LzmaDecoder {
  readonly #window: SlidingWindow;
  readonly #probabilities = new Uint16Array(LITERALS + (LITERAL_PROBABILITIES << MOST_CONTEXT_BITS));
  readonly #range = new RangeDecoder(this.#probabilities);
  #contextBits = 0;
  #positionMask = 0;
  #literalMask = 0;
  #state = 0;
  #distances: [number, number, number, number] = [0, 0, 0, 0];
  /** Bytes since the dictionary was reset: the model looks at its lowest bits. */
  position = 0;

  constructor(window: SlidingWindow) {
    this.#window = window;
  }

  /** Takes the properties byte; false when it is none. */
  configure(properties: number): boolean {
    const contextBits = properties % 9;
    const rest = (properties - contextBits) / 9;
    const literalBits = rest % 5;
    const positionBits = (rest - literalBits) / 5;
    if (positionBits > 4 || contextBits + literalBits > MOST_CONTEXT_BITS) return false;
    this.#contextBits = contextBits;
    this.#literalMask = (1 << literalBits) - 1;
    this.#positionMask = (1 << positionBits) - 1;
    return true;
  }

  /** Forgets what was learnt. */
  reset(): void {
    this.#state = 0;
    this.#distances = [0, 0, 0, 0];
    this.#probabilities.fill(EVEN_ODDS);
  }

  /** Decodes `bytes`, which may be the beginning of a chunk, to at most `length` bytes. */
  run(bytes: Uint8Array, length: number): RunEnd {
    const window = this.#window;
    const limit = window.end + length;
    if (!this.#range.start(bytes)) return bytes.length === 0 ? 'cut' : 'bad';
    while (window.end < limit) {
      const before = window.end;
      const isSound = this.#step(limit);
      if (this.#range.at > bytes.length) {
        window.end = before;
        return 'cut';
      }
      if (!isSound) return 'bad';
      this.position = (this.position + window.end - before) | 0;
    }
    return this.#range.at === bytes.length && this.#range.isFinished ? 'whole' : 'bad';
  }

  /** One literal or copy; false when it cannot be. */
  #step(limit: number): boolean {
    const range = this.#range;
    const positionState = this.position & this.#positionMask;
    const state = this.#state;
    if (range.bit(IS_MATCH + state * POSITION_STATES + positionState) === 0) return this.#literal();
    const distances = this.#distances;
    let length: number;
    if (range.bit(IS_REPEAT + state) === 0) {
      length = this.#length(MATCH_LENGTHS, positionState);
      this.#state = state < 7 ? 7 : 10;
      distances[3] = distances[2];
      distances[2] = distances[1];
      distances[1] = distances[0];
      distances[0] = this.#distance(length);
    } else {
      if (range.bit(IS_OTHER_REPEAT + state) === 1) this.#takeOtherDistance(state);
      else if (range.bit(IS_LONG_REPEAT + state * POSITION_STATES + positionState) === 0) {
        this.#state = state < 7 ? 9 : 11;
        return this.#copy(1, limit);
      }
      length = this.#length(REPEAT_LENGTHS, positionState);
      this.#state = state < 7 ? 8 : 11;
    }
    return this.#copy(length + SHORTEST_COPY, limit);
  }

  #literal(): boolean {
    const window = this.#window;
    const { bytes, end } = window;
    const last = end === 0 ? 0 : (bytes[end - 1] as number);
    const context = ((this.position & this.#literalMask) << this.#contextBits) + (last >> (8 - this.#contextBits));
    const base = LITERALS + LITERAL_PROBABILITIES * context;
    const state = this.#state;
    if (state < 7) bytes[end] = this.#range.tree(base, 0x100);
    else {
      const at = end - this.#distances[0] - 1;
      if (at < 0) return false;
      bytes[end] = this.#range.literalLike(bytes[at] as number, base);
    }
    window.end = end + 1;
    this.#state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
    return true;
  }

  /** Moves the second, third or fourth of the last distances to the front. */
  #takeOtherDistance(state: number): void {
    const [first, second, third, fourth] = this.#distances;
    if (this.#range.bit(IS_LATER_REPEAT + state) === 0) this.#distances = [second, first, third, fourth];
    else if (this.#range.bit(IS_LAST_REPEAT + state) === 0) this.#distances = [third, first, second, fourth];
    else this.#distances = [fourth, first, second, third];
  }

  #length(base: number, positionState: number): number {
    const range = this.#range;
    if (range.bit(base) === 0) return range.tree(base + LENGTH_LOW + positionState * 8, 8);
    if (range.bit(base + 1) === 0) return 8 + range.tree(base + LENGTH_MIDDLE + positionState * 8, 8);
    return 16 + range.tree(base + LENGTH_HIGH, 256);
  }

  #distance(length: number): number {
    const range = this.#range;
    const slot = range.tree(DISTANCE_SLOTS + Math.min(length, 3) * 64, 64);
    if (slot < 4) return slot;
    const width = (slot >> 1) - 1;
    const base = (2 + (slot & 1)) * 2 ** width;
    if (slot < 14) return base + range.reverseTree(DISTANCE_SPECIALS + base - slot, width);
    return base + range.direct(width - 4) * 16 + range.reverseTree(DISTANCE_ALIGN, 4);
  }

  #copy(length: number, limit: number): boolean {
    const window = this.#window;
    const { bytes, end } = window;
    const offset = this.#distances[0] + 1;
    if (offset > end || end + length > limit) return false;
    if (length > SHORT_COPY && offset >= length) bytes.copyWithin(end, end - offset, end - offset + length);
    else for (let at = end; at < end + length; at += 1) bytes[at] = bytes[at - offset] as number;
    window.end = end + length;
    return true;
  }
}
