/**
 * The memory in which packs are read: entries are inflated and deltas applied inside WebAssembly, so nothing is copied
 * on the way. One a thread, a fixed size for its life; it is cut into an area for compressed entries, one for the
 * segments of one delta, a window, one for ropes and one for texts (`assembly/rope.ts` says what those are).
 */
import { binary } from './binary.js';

/** The part of WebAssembly that is used here: Node has it, its type declarations leave it to the browser's. */
declare const WebAssembly: {
  readonly Memory: new (pages: { initial: number; maximum: number }) => SharedBytes;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: { readonly env: object }) => { readonly exports: unknown };
};

/** A memory of WebAssembly, whose code may be instantiated over it. */
export interface SharedBytes {
  readonly buffer: ArrayBuffer;
}

interface Functions {
  prepare(): void;
  inflate(input: number, inputEnd: number, target: number, size: number, isChecked: number): number;
  makeRope(at: number, text: number, size: number): number;
  applyDelta(
    base: number,
    baseEnd: number,
    baseSize: number,
    from: number,
    end: number,
    target: number,
    limit: number,
    segmentList: number,
    segmentListEnd: number,
    newRope: number,
    newRopeLimit: number,
    reach: number,
    headBytes: number,
  ): number;
  patch(
    base: number,
    baseEnd: number,
    baseSize: number,
    from: number,
    end: number,
    limit: number,
    newRope: number,
    newRopeLimit: number,
    reach: number,
    headBytes: number,
  ): number;
  readRope(first: number, end: number, from: number, to: number, target: number): void;
  listZeros(from: number, end: number, list: number, listEnd: number): number;
  readonly PAIRS: { readonly value: number };
  readonly TRIPLES: { readonly value: number };
  readonly TOLD: { readonly value: number };
}

/** What calls tell besides their answers: indices of `words`, from `TOLD` on. (Exported globals are slow to read.) */
const told = { consumed: 0, resultSize: 1, gatheredEnd: 2, segmentsEnd: 3, ropeEnd: 4, headEnd: 5, listedEnd: 6 };

/** Answers of `inflate` and `applyDelta`, the same numbers as in `assembly/`. */
export const packStatus = {
  ok: 0,
  /** The stream goes on after its input ends. (Cut within a symbol, it may seem corrupt instead.) */
  truncated: 1,
  /** No zlib stream, or no delta for this base. */
  corrupt: 2,
  /** Not as many bytes as the header says. */
  wrongSize: 3,
  /** Not the bytes that were compressed. */
  wrongChecksum: 4,
  /** Does not fit into the memory that is left. */
  noRoom: 5,
  /** Has more segments than are kept; gathered bytes and rope are whole nevertheless. */
  manySegments: 6,
} as const;

const PAGE = 65_536;
/** Bits of each table of `assembly/seams.ts`, and its hash. */
const BITS = 65_536;
const HASH = 0x9e3779b1;
/** Where the areas start: the number is that of `assembly/memory-map.ts`. */
const AREAS = 0x90000;
const KIBIBYTE = 1024;

/** What may be read and written beyond the end of an area, whatever lies there. */
export const slackBytes = 512;

/** Sizes of the areas. */
export interface PackMemoryOptions {
  /** Compressed bytes that are read at once; larger entries borrow from the texts. */
  readonly inputBytes: number;
  /** For the bytes of objects; what cannot be held is not rebuilt here. */
  readonly textBytes: number;
  /** For the ropes of an object and all its ancestors. */
  readonly ropeBytes: number;
  /** For compressed entries that are read before they are wanted; none when absent. */
  readonly heldBytes?: number;
}

/** 73 MiB of address space, of which only what is used becomes memory: two threads stay far below 200 MB. */
export const defaultPackMemory: PackMemoryOptions = {
  inputBytes: 256 * KIBIBYTE,
  textBytes: 64 * KIBIBYTE * KIBIBYTE,
  ropeBytes: 8 * KIBIBYTE * KIBIBYTE,
};

const SEGMENT_BYTES = 256 * KIBIBYTE;
/** Room to bring together what a rope holds apart. */
const WINDOW_BYTES = 64 * KIBIBYTE;

let compiled: object | undefined;

/** See the head of the file. All numbers are addresses in `bytes`. */
export class PackMemory {
  /** Its first 512 KiB are left to code that searches the rest. */
  readonly memory: SharedBytes;
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
  /** Compressed bytes. */
  readonly input: number;
  readonly inputEnd: number;
  readonly segments: number;
  readonly window: number;
  readonly windowEnd: number;
  readonly ropes: number;
  readonly ropesEnd: number;
  readonly texts: number;
  readonly textsEnd: number;
  readonly held: number;
  readonly heldEnd: number;
  readonly #functions: Functions;
  readonly #told: number;
  #strings: readonly string[] | undefined;

  constructor({ inputBytes, textBytes, ropeBytes, heldBytes = 0 }: PackMemoryOptions = defaultPackMemory) {
    const place = (at: number, bytes: number): number => at + Math.ceil(bytes / 16) * 16 + slackBytes;
    this.input = AREAS;
    this.inputEnd = this.input + inputBytes;
    this.segments = place(this.input, inputBytes);
    this.window = place(this.segments, SEGMENT_BYTES);
    this.windowEnd = this.window + WINDOW_BYTES;
    this.ropes = place(this.window, WINDOW_BYTES);
    this.ropesEnd = this.ropes + ropeBytes;
    this.texts = place(this.ropes, ropeBytes);
    this.textsEnd = this.texts + textBytes;
    this.held = place(this.texts, textBytes);
    this.heldEnd = this.held + heldBytes;
    const pages = Math.ceil(place(this.held, heldBytes) / PAGE);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    compiled ??= new WebAssembly.Module(Buffer.from(binary, 'base64'));
    this.#functions = new WebAssembly.Instance(compiled, { env: { memory } }).exports as Functions;
    this.#functions.prepare();
    this.#told = this.#functions.TOLD.value >>> 2;
    this.memory = memory;
    this.bytes = new Uint8Array(memory.buffer);
    this.words = new Uint32Array(memory.buffer);
  }

  /** Says which strings (latin1) `patch` is to show: what lies around seams that none of them can stand across is not. */
  lookFor(strings: readonly string[]): void {
    if (strings === this.#strings) return;
    this.#strings = strings;
    const pairs = this.#functions.PAIRS.value;
    const triples = this.#functions.TRIPLES.value;
    const { bytes } = this;
    const set = (table: number, bit: number): void => {
      bytes[table + (bit >>> 3)] = (bytes[table + (bit >>> 3)] as number) | (1 << (bit & 7));
    };
    bytes.fill(0, pairs, pairs + BITS / 8);
    // A string of two bytes holds no three.
    bytes.fill(strings.some(({ length }) => length === 2) ? 0xff : 0, triples, triples + BITS / 8);
    for (const string of strings) {
      const text = Buffer.from(string, 'latin1');
      for (let at = 1; at < text.length; at += 1) {
        set(pairs, text.readUInt16LE(at - 1));
        if (at > 1) set(triples, Math.imul(text.readUIntLE(at - 2, 3), HASH) >>> 16);
      }
    }
  }

  /**
   * Inflates the zlib stream at `[from, end)` to exactly `size` bytes at `target`, and proves its checksum. Up to
   * `slackBytes` after `target + size` are written over. Answers a `packStatus`.
   */
  inflate(from: number, end: number, target: number, size: number): number {
    return this.#functions.inflate(from, end, target, size, 1);
  }

  /** Compressed bytes that the last `inflate` used, checksum included. */
  get consumed(): number {
    return this.words[this.#told + told.consumed] as number;
  }

  /** Makes the rope of a text that lies in one place, at `at`. Answers its end. */
  makeRope(at: number, text: number, size: number): number {
    return this.#functions.makeRope(at, text, size);
  }

  /**
   * Applies the delta at `[from, end)` to a base whose rope is `[base, baseEnd)`. Gathers what is new, widened by
   * `reach`, and the first `headBytes` when they are not those of the base, in `[target, limit)`; makes a rope at
   * `rope`, or none when that is 0. The getters below tell the rest.
   * Answers a `packStatus`.
   */
  applyDelta(
    base: number,
    baseEnd: number,
    baseSize: number,
    from: number,
    end: number,
    target: number,
    limit: number,
    rope: number,
    reach: number,
    headBytes: number,
  ): number {
    const { segments, ropesEnd } = this;
    return this.#functions.applyDelta(
      base,
      baseEnd,
      baseSize,
      from,
      end,
      target,
      limit,
      segments,
      segments + SEGMENT_BYTES,
      rope,
      ropesEnd,
      reach,
      headBytes,
    );
  }

  /**
   * Applies the delta at `[from, end)` as `applyDelta` does, and leaves it there for good, since ropes point into it.
   * Gathers from `end` on, below `limit`, only what lies around seams that strings can stand across (`lookFor`).
   */
  patch(
    base: number,
    baseEnd: number,
    baseSize: number,
    from: number,
    end: number,
    limit: number,
    rope: number,
    reach: number,
    headBytes: number,
  ): number {
    return this.#functions.patch(base, baseEnd, baseSize, from, end, limit, rope, this.ropesEnd, reach, headBytes);
  }

  /** Size of the object that the last `applyDelta` or `patch` made. */
  get resultSize(): number {
    return this.words[this.#told + told.resultSize] as number;
  }

  /** Where the bytes end that it gathered. */
  get gatheredEnd(): number {
    return this.words[this.#told + told.gatheredEnd] as number;
  }

  /** Where the segments of the last `applyDelta` end; they start at `segments`, pairs of (address, place in object). */
  get segmentsEnd(): number {
    return this.words[this.#told + told.segmentsEnd] as number;
  }

  /** Where its rope ends: the address of its closing pair, which takes eight bytes more. */
  get ropeEnd(): number {
    return this.words[this.#told + told.ropeEnd] as number;
  }

  /** Where the head ends that the last `patch` gathered first of all; 0 when it is that of the base. */
  get headEnd(): number {
    return this.words[this.#told + told.headEnd] as number;
  }

  /** Copies `[from, to)` of an object, which must lie within it, to `target`; up to 15 bytes after are written over. */
  readRope(rope: number, ropeEnd: number, from: number, to: number, target: number): void {
    this.#functions.readRope(rope, ropeEnd, from, to, target);
  }

  /**
   * Lists the addresses of zeros in `[from, end)` in `words`, from `window` on, and answers how many there are. When
   * they do not all fit, `listedEnd` is where to go on.
   */
  listZeros(from: number, end: number): number {
    return (this.#functions.listZeros(from, end, this.window, this.windowEnd) - this.window) >>> 2;
  }

  /** Up to where the last `listZeros` looked. */
  get listedEnd(): number {
    return this.words[this.#told + told.listedEnd] as number;
  }
}
