/** The twin without SIMD: runs wherever JavaScript does, and is the plain reading of the contract. */
import { anchorBytes } from './anchor-bytes.js';
import type { Kernel, KernelMemory } from './kernel.js';

/** Pairs in `hits`. Never full before a position is done: at one position at most one anchor of each length matches. */
const HIT_PAIRS = 8192;

/** What is left out at the start and at the end of a memory that somebody else brings. */
const INPUT = 0x80000;
const TAIL_BYTES = 128;

/** Lengths that an anchor can have, 3 to 32, so the most hits at one position. */
const MOST_AT_ONE_POSITION = 30;

/** Anchors that start with the same two bytes (`first | second << 8`), in table order. */
type Starts = ReadonlyMap<number, readonly (readonly [index: number, bytes: Uint8Array])[]>;

function startsOf(anchors: readonly Uint8Array[]): Starts {
  const starts = new Map<number, (readonly [number, Uint8Array])[]>();
  for (const [index, bytes] of anchors.entries()) {
    const key = (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8);
    const alike = starts.get(key);
    if (alike === undefined) starts.set(key, [[index, bytes]]);
    else alike.push([index, bytes]);
  }
  return starts;
}

class ScalarKernel implements Kernel {
  readonly name = 'scalar';
  readonly input: Uint8Array;
  readonly hits = new Uint32Array(HIT_PAIRS * 2);
  resumeAt = 0;
  readonly #starts: Starts;
  /** One byte for each pair of bytes: does an anchor start so? */
  readonly #isStart = new Uint8Array(0x10000);

  constructor(anchors: readonly string[], input: Uint8Array) {
    this.input = input;
    this.#starts = startsOf(anchorBytes(anchors));
    for (const key of this.#starts.keys()) this.#isStart[key] = 1;
  }

  find(from: number, to: number, limit: number): number {
    const { input, hits } = this;
    const isStart = this.#isStart;
    const end = Math.min(to, limit - 2);
    let count = 0;
    for (let at = from; at < end; at += 1) {
      const key = (input[at] as number) | ((input[at + 1] as number) << 8);
      if (isStart[key] === 0) continue;
      if (count > HIT_PAIRS - MOST_AT_ONE_POSITION) {
        this.resumeAt = at;
        return count;
      }
      for (const [index, bytes] of this.#starts.get(key) ?? []) {
        if (at + bytes.length > limit || !this.#stands(bytes, at)) continue;
        hits[count * 2] = at;
        hits[count * 2 + 1] = index;
        count += 1;
      }
    }
    this.resumeAt = to;
    return count;
  }

  countNewlines(from: number, to: number): number {
    // Only this part: beyond it the next newline may be megabytes away, and calls come one a hit.
    const part = this.input.subarray(from, to);
    let count = 0;
    for (let at = part.indexOf(0x0a); at !== -1; at = part.indexOf(0x0a, at + 1)) count += 1;
    return count;
  }

  lastNewline(from: number, to: number): number {
    for (let at = to - 1; at >= from; at -= 1) if (this.input[at] === 0x0a) return at;
    return -1;
  }

  #stands(bytes: Uint8Array, at: number): boolean {
    for (let index = 2; index < bytes.length; index += 1) {
      if (this.input[at + index] !== bytes[index]) return false;
    }
    return true;
  }
}

/** A kernel in plain TypeScript; see `CreateKernel`. */
export function createScalarKernel(anchors: readonly string[], room: number | KernelMemory): Kernel {
  const input =
    typeof room === 'number' ? new Uint8Array(room) : new Uint8Array(room.buffer).subarray(INPUT, -TAIL_BYTES);
  return new ScalarKernel(anchors, input);
}
