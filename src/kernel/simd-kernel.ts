/** The twin with SIMD: WebAssembly made of assembly/, here given its memory and its tables. */
import { anchorBytes } from './anchor-bytes.js';
import type { CreateKernel, Kernel, KernelMemory } from './kernel.js';
import { chooseWindows, windowAt, type Window } from './windows.js';

/** A number that the module tells: an address or a size of assembly/layout.ts. */
interface Told {
  readonly value: number;
}

/** What assembly/index.ts exports. */
interface Exports {
  find(from: number, to: number, limit: number, reach: number): number;
  countNewlines(from: number, to: number): number;
  lastNewline(from: number, to: number): number;
  readonly resumeAt: Told;
  readonly NIBBLES: Told;
  readonly HEADS: Told;
  readonly HEAD_COUNT: Told;
  readonly STARTS: Told;
  readonly STARTS4: Told;
  readonly ENTRIES: Told;
  readonly ENTRY_BYTES: Told;
  readonly TEXTS: Told;
  readonly TEXT_BYTES: Told;
  readonly HITS: Told;
  readonly HIT_PAIRS: Told;
}

const PAGE_BYTES = 0x10000;

/** Where the input begins, and how many bytes after it may be read; the same numbers as in assembly/layout.ts. */
const INPUT = 0x80000;
const TAIL_BYTES = 128;

/** A memory with room for the input. */
function memoryFor(inputBytes: number): KernelMemory {
  const pages = Math.ceil((INPUT + inputBytes + TAIL_BYTES) / PAGE_BYTES);
  return new WebAssembly.Memory({ initial: pages, maximum: pages });
}

/** The six tables of the filter: a byte's nibble gives the buckets in which it can be first, second or third. */
function writeNibbles(
  memory: Uint8Array,
  kernel: Exports,
  anchors: readonly Uint8Array[],
  windows: readonly Window[],
): void {
  const tables = kernel.NIBBLES.value;
  for (const [index, { offset, bucket }] of windows.entries()) {
    const window = windowAt(anchors[index] as Uint8Array, offset);
    for (let table = 0; table < 6; table += 1) {
      const at = tables + table * 16 + ((window >> (table * 4)) & 15);
      memory[at] = (memory[at] as number) | (1 << bucket);
    }
  }
}

/** A product of which the upper bits are a hash; so does assembly/confirm.ts. */
function hash(bytes: number): number {
  return Math.imul(bytes, 0x9e3779b1);
}

/** The anchors themselves, and chains of them by the hash of their windows. */
function writeAnchors(
  bytes: Uint8Array,
  kernel: Exports,
  anchors: readonly Uint8Array[],
  windows: readonly Window[],
): void {
  const memory = new DataView(bytes.buffer);
  const shift = 32 - Math.log2(kernel.HEAD_COUNT.value);
  const [heads, entries, texts] = [kernel.HEADS.value, kernel.ENTRIES.value, kernel.TEXTS.value];
  const [entryBytes, textBytes] = [kernel.ENTRY_BYTES.value, kernel.TEXT_BYTES.value];
  for (const [index, anchor] of anchors.entries()) {
    const { offset } = windows[index] as Window;
    const window = windowAt(anchor, offset);
    const head = heads + (hash(window) >>> shift) * 2;
    const entry = entries + (index + 1) * entryBytes;
    memory.setUint32(entry, window, true);
    memory.setUint16(entry + 4, memory.getUint16(head, true), true);
    memory.setUint16(entry + 6, index, true);
    memory.setUint8(entry + 8, offset);
    memory.setUint8(entry + 9, anchor.length);
    // The byte after the window, or else the one before it, or else one of its own.
    const more = offset + 3 < anchor.length ? 3 : Math.max(-1, -offset);
    memory.setInt8(entry + 10, more);
    memory.setUint8(entry + 11, anchor[offset + more] as number);
    memory.setUint16(head, index + 1, true);
    const isLast = offset + 3 === anchor.length;
    const start = hash(isLast ? window << 8 : window | ((anchor[offset + 3] as number) << 24)) >>> 16;
    const set = (isLast ? kernel.STARTS : kernel.STARTS4).value + (start >>> 3);
    bytes[set] = (bytes[set] as number) | (1 << (start & 7));
    const text = texts + index * textBytes;
    bytes.set(anchor, text);
    bytes.fill(0xff, text + textBytes / 2, text + textBytes / 2 + anchor.length);
  }
}

/** What stands in a kernel's memory for a table of anchors. */
interface Tables {
  readonly hints: readonly string[];
  /** From the nibbles on. */
  readonly bytes: Uint8Array;
  /** The most bytes before the window in any anchor. */
  readonly reach: number;
}

/** The tables made last for each list of anchors: who searches what it peels has a second kernel for the same. */
const made = new WeakMap<readonly string[], Tables>();

/** Writes the tables, and says how they are. */
function writeTables(memory: Uint8Array, kernel: Exports, texts: readonly string[], hints: readonly string[]): Tables {
  const start = kernel.NIBBLES.value;
  const known = made.get(texts);
  if (known?.hints === hints) {
    memory.set(known.bytes, start);
    return known;
  }
  const anchors = anchorBytes(texts);
  const windows = chooseWindows(anchors, hints);
  writeNibbles(memory, kernel, anchors, windows);
  writeAnchors(memory, kernel, anchors, windows);
  const bytes = memory.slice(start, kernel.TEXTS.value + texts.length * kernel.TEXT_BYTES.value);
  const tables = { hints, bytes, reach: Math.max(0, ...windows.map(({ offset }) => offset)) };
  made.set(texts, tables);
  return tables;
}

class SimdKernel implements Kernel {
  readonly name = 'simd';
  readonly input: Uint8Array;
  readonly hits: Uint32Array;
  readonly #exports: Exports;
  /** The most bytes before the window in any anchor. */
  readonly #reach: number;

  constructor(
    module: WebAssembly.Module,
    texts: readonly string[],
    room: number | KernelMemory,
    hints: readonly string[],
  ) {
    const memory = typeof room === 'number' ? memoryFor(room) : room;
    const { buffer } = memory;
    const inputBytes = typeof room === 'number' ? room : buffer.byteLength - INPUT - TAIL_BYTES;
    const kernel = new WebAssembly.Instance(module, { env: { memory } }).exports as Exports;
    this.#exports = kernel;
    this.#reach = writeTables(new Uint8Array(buffer), kernel, texts, hints).reach;
    this.input = new Uint8Array(buffer, INPUT, inputBytes);
    this.hits = new Uint32Array(buffer, kernel.HITS.value, kernel.HIT_PAIRS.value * 2);
  }

  get resumeAt(): number {
    return this.#exports.resumeAt.value;
  }

  find(from: number, to: number, limit: number): number {
    return this.#exports.find(from, to, limit, this.#reach);
  }

  countNewlines(from: number, to: number): number {
    return this.#exports.countNewlines(from, to);
  }

  lastNewline(from: number, to: number): number {
    return this.#exports.lastNewline(from, to);
  }
}

/** Kernels that search 16 bytes at a time, of a module that `compileModule` gave; see `CreateKernel`. */
export function simdKernels(module: WebAssembly.Module): CreateKernel {
  return (anchors, room, hints = []) => new SimdKernel(module, anchors, room, hints);
}
