/** Finding anchors in bytes: the contract that both twins keep, the scalar one and the SIMD one. */

/**
 * A kernel owns its memory: whoever reads a file reads straight into `input`, so nothing is copied. It knows strings
 * of bytes, given as data, and nothing of tokens.
 */
export interface Kernel {
  readonly name: 'scalar' | 'simd';
  /** The area that is searched; its length is the capacity asked for. The view stays valid for the kernel's life. */
  readonly input: Uint8Array;
  /**
   * What the last `find` found: pairs of (position in `input`, index of the anchor in the table), ascending by
   * position, then by index.
   */
  readonly hits: Uint32Array;
  /**
   * Finds every anchor that starts in `[from, to)` and ends at or before `limit`; bytes at and after `limit` are
   * never looked at. Fills `hits` and returns the number of pairs. When `hits` was full before `to` was reached,
   * `resumeAt` says from where to call again; else `resumeAt` is `to`.
   */
  find(from: number, to: number, limit: number): number;
  /** See `find`. */
  readonly resumeAt: number;
  /** Counts bytes `\n` in `[from, to)` of `input`. */
  countNewlines(from: number, to: number): number;
  /** Where the last byte `\n` in `[from, to)` of `input` stands, or -1. */
  lastNewline(from: number, to: number): number;
}

/** A memory of WebAssembly. */
export interface KernelMemory {
  readonly buffer: ArrayBuffer;
}

/**
 * Makes a kernel for a table of anchors: byte strings written as latin1 text, each 3 to 32 bytes, at most 4,096 of
 * them, no two alike. `room` is the capacity of the input area in bytes, or a memory that somebody else brings: then the
 * input is all of it but its first 512 KiB, which are the kernel's, and its last 128 bytes. `hints` change nothing but speed: up to eight
 * strings of bytes, each three of which are rare where one searches, and alike within a string; an anchor is best
 * found by one of them.
 */
export type CreateKernel = (
  anchors: readonly string[],
  room: number | KernelMemory,
  hints?: readonly string[],
) => Kernel;
