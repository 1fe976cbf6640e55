/** Objects in memory, each a delta of the one below: what a walk along a delta chain stands on. */
import { EntryHeader, entryKind } from './entry-header.js';
import type { PackFile } from './pack-file.js';
import { packStatus, slackBytes, type PackMemory } from './pack-memory.js';

/** One object, and where memory is free above it. */
export interface Frame {
  entry: number;
  rope: number;
  ropeEnd: number;
  size: number;
  freeText: number;
  freeRope: number;
}

/** Ropes with pieces shorter than this on average cost more than the bytes themselves. */
const LEAST_PIECE_BYTES = 64;

const FLAT_FACTOR = 32;

function align(address: number): number {
  return Math.ceil(address / 16) * 16;
}

/** `Object.assign` takes a tenth of a microsecond, for each of a million objects. */
function copyFrame(to: Frame, from: Frame): void {
  to.entry = from.entry;
  to.rope = from.rope;
  to.ropeEnd = from.ropeEnd;
  to.size = from.size;
  to.freeText = from.freeText;
  to.freeRope = from.freeRope;
}

/** What was built last stands in `built`, above the frames, until it is pushed or the next one is built. */
export class ObjectStack {
  /** The object that was built last; `rope` is 0 when none was asked for. */
  readonly built: Frame = { entry: -1, rope: 0, ropeEnd: 0, size: 0, freeText: 0, freeRope: 0 };
  /** What was gathered for it: `[gathered, gatheredEnd)`; with a search, the delta first. */
  gathered = 0;
  gatheredEnd = 0;
  /** With a search: where the head stands in what was gathered, 0 when it is that of the base. Without, -1. */
  head = -1;
  headEnd = 0;
  /** The delta that it was built with: `[delta, deltaEnd)`, empty when it is no delta. Valid until the next `build`. */
  delta = 0;
  deltaEnd = 0;
  /** How many frames there are. */
  depth = 0;
  /** Entries whose stream ended before the next entry of the index starts. */
  gaps = 0;
  readonly #file: PackFile;
  readonly #memory: PackMemory;
  readonly #header: EntryHeader;
  readonly #frames: Frame[] = [];
  readonly #isSearch: boolean;

  /** `isSearch`: deltas are applied by `patch`, not by `applyDelta`. */
  constructor(file: PackFile, memory: PackMemory, isSearch = false) {
    this.#file = file;
    this.#isSearch = isSearch;
    this.#memory = memory;
    this.#header = new EntryHeader(file.layout.hashBytes);
  }

  /** The frame on top; only when there is one. */
  get top(): Frame {
    return this.#frames[this.depth - 1] as Frame;
  }

  get #freeText(): number {
    return this.depth === 0 ? this.#memory.texts : this.top.freeText;
  }

  get #freeRope(): number {
    return this.depth === 0 ? this.#memory.ropes : this.top.freeRope;
  }

  /**
   * Builds an entry that is a delta of the top, or whole when there are no frames. Gathers as `applyDelta` or `patch`
   * does, with `reach` and `headBytes`; makes a rope when `isRoped`. Answers a `packStatus`.
   */
  build(entry: number, reach: number, isRoped: boolean, headBytes = 0): number {
    const memory = this.#memory;
    const free = this.#freeText;
    const limit = this.#file.load(entry, free, memory.textsEnd);
    if (limit < 0) return packStatus.noRoom;
    const header = this.#header;
    const { from, end } = this.#file;
    if (!header.read(memory.bytes, from, end)) return packStatus.corrupt;
    const isDelta = header.kind === entryKind.offsetDelta || header.kind === entryKind.referenceDelta;
    if (isDelta === (this.depth === 0)) return packStatus.corrupt;
    const isPassing = isDelta && !this.#isSearch;
    const place = isPassing ? Math.floor((limit - header.size - slackBytes) / 16) * 16 : free;
    if (place < free || place + header.size + slackBytes > limit) return packStatus.noRoom;
    const status = memory.inflate(from + header.length, end, place, header.size);
    if (status !== packStatus.ok) return status;
    if (memory.consumed !== end - from - header.length) this.gaps += 1;
    const { built } = this;
    built.entry = entry;
    if (isPassing) return this.#applyDelta(place, header.size, reach, isRoped, headBytes);
    if (isDelta) return this.#patch(place, header.size, limit, reach, isRoped, headBytes);
    this.gathered = this.gatheredEnd = free;
    this.delta = this.deltaEnd = 0;
    built.size = header.size;
    built.rope = this.#freeRope;
    built.ropeEnd = memory.makeRope(built.rope, place, built.size);
    built.freeRope = built.ropeEnd + 8;
    built.freeText = align(place + built.size + slackBytes);
    return packStatus.ok;
  }

  #applyDelta(delta: number, deltaSize: number, reach: number, isRoped: boolean, headBytes: number): number {
    const memory = this.#memory;
    const { built, top } = this;
    this.delta = delta;
    this.deltaEnd = delta + deltaSize;
    const rope = isRoped ? top.freeRope : 0;
    const status = memory.applyDelta(
      top.rope,
      top.ropeEnd,
      top.size,
      delta,
      delta + deltaSize,
      top.freeText,
      delta,
      rope,
      reach,
      headBytes,
    );
    if (status !== packStatus.ok && status !== packStatus.manySegments) return status;
    built.size = memory.resultSize;
    built.rope = rope;
    built.ropeEnd = isRoped ? memory.ropeEnd : 0;
    this.gathered = top.freeText;
    this.gatheredEnd = memory.gatheredEnd;
    built.freeText = align(this.gatheredEnd + slackBytes);
    built.freeRope = isRoped ? built.ropeEnd + 8 : top.freeRope;
    return status;
  }

  #patch(from: number, size: number, limit: number, reach: number, isRoped: boolean, headBytes: number): number {
    const memory = this.#memory;
    const { built, top } = this;
    const end = from + size;
    const rope = isRoped ? top.freeRope : 0;
    const status = memory.patch(top.rope, top.ropeEnd, top.size, from, end, limit, rope, reach, headBytes);
    if (status !== packStatus.ok) return status;
    built.size = memory.resultSize;
    built.rope = rope;
    built.ropeEnd = isRoped ? memory.ropeEnd : 0;
    this.delta = this.gathered = from;
    this.deltaEnd = end;
    this.gatheredEnd = memory.gatheredEnd;
    this.headEnd = memory.headEnd;
    this.head = this.headEnd === 0 ? 0 : end;
    // What was gathered serves once, what is in the delta for good.
    built.freeText = align(end + slackBytes);
    built.freeRope = isRoped ? built.ropeEnd + 8 : top.freeRope;
    return status;
  }

  /** Makes a frame of what was built, which has a rope. */
  push(): void {
    this.#flattenFine();
    this.#frames[this.depth] ??= { entry: 0, rope: 0, ropeEnd: 0, size: 0, freeText: 0, freeRope: 0 };
    copyFrame(this.#frames[this.depth] as Frame, this.built);
    this.depth += 1;
  }

  pop(): void {
    this.depth -= 1;
  }

  /** A rope of many short pieces becomes one piece, where there is room. */
  #flattenFine(): void {
    const { built } = this;
    const memory = this.#memory;
    const pieces = (built.ropeEnd - built.rope) / 8;
    const place = built.freeText;
    if (pieces < 2 || (pieces * LEAST_PIECE_BYTES <= built.size && !this.#isReadMuch())) return;
    // What is spent here must not be missed by the deltas.
    if (place + built.size + slackBytes > (memory.texts + memory.textsEnd) / 2) return;
    memory.readRope(built.rope, built.ropeEnd, 0, built.size, place);
    built.ropeEnd = memory.makeRope(built.rope, place, built.size);
    built.freeText = align(place + built.size + slackBytes);
    built.freeRope = built.ropeEnd + 8;
  }

  /** Will the deltas of what was built read so much of it that one text pays? */
  #isReadMuch(): boolean {
    const { firstDelta, nextDelta } = this.#file.layout;
    let bytes = this.built.size / FLAT_FACTOR;
    for (
      let delta = firstDelta[this.built.entry] as number;
      delta >= 0 && bytes > 0;
      delta = nextDelta[delta] as number
    ) {
      bytes -= this.#file.lengthOf(delta);
    }
    return bytes <= 0;
  }

  /**
   * Drops all frames and builds an entry from its root on, as one text that alone is held. Then it is in `built`, to be
   * pushed. False: it does not fit, or its chain is broken; then nothing is left.
   */
  rebuild(entry: number): boolean {
    const isBuilt = this.#buildChain(entry) && this.#compact();
    if (isBuilt) copyFrame(this.built, this.top);
    this.depth = 0;
    return isBuilt;
  }

  #buildChain(entry: number): boolean {
    const { bases } = this.#file.layout;
    const chain = [entry];
    for (let base = bases[entry] as number; base >= 0; base = bases[base] as number) chain.push(base);
    this.depth = 0;
    for (let link = chain.pop(); link !== undefined; link = chain.pop()) {
      let status = this.build(link, 0, true);
      if (status === packStatus.noRoom && this.depth > 0 && this.#compact()) status = this.build(link, 0, true);
      if (status !== packStatus.ok && status !== packStatus.manySegments) return false;
      this.push();
    }
    return true;
  }

  /** Lets the top be the only frame: one text at the start of the memory. False when there is no room to do so. */
  #compact(): boolean {
    const memory = this.#memory;
    const { top } = this;
    const place = top.freeText;
    if (place + top.size + slackBytes > memory.textsEnd) return false;
    memory.readRope(top.rope, top.ropeEnd, 0, top.size, place);
    memory.bytes.copyWithin(memory.texts, place, place + top.size);
    const ropeEnd = memory.makeRope(memory.ropes, memory.texts, top.size);
    const { entry, size } = top;
    this.depth = 1;
    const freeText = align(memory.texts + size + slackBytes);
    Object.assign(this.top, { entry, size, rope: memory.ropes, ropeEnd, freeText, freeRope: ropeEnd + 8 });
    return true;
  }
}
