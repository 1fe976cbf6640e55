/** From anchors to candidates: peels the layers at each anchor, one by one, and maps what it finds back. */
import type { Anchor, Encoding, Layer } from '../encodings/encoding.js';
import type { CreateKernel, Kernel } from '../kernel/kernel.js';
import type { Span } from '../model/span.js';
import { DEPTH, LAYER } from './limits.js';

/** A token as the search saw it: `segments` are absolute, `encodings` runs from the outermost inwards. */
export interface Found {
  readonly token: string;
  readonly segments: readonly Span[];
  readonly encodings: readonly string[];
}

/** What an anchor string may stand for. */
interface Meaning {
  readonly encoding: Encoding;
  readonly anchor: Anchor;
}

/** A layer and the absolute offset that its positions are relative to. */
interface Peeled {
  readonly encoding: Encoding;
  readonly layer: Layer;
  readonly base: number;
}

/** Maps a span of the bytes at hand to absolute segments of the haystack. */
type Locate = (span: Span) => readonly Span[];

/** The bytes that one call of `at` looks at. */
export interface View {
  readonly bytes: Uint8Array;
  /** Absolute offset of `bytes[0]`. */
  readonly base: number;
  /** Nothing that follows `bytes` may change a reading. */
  readonly isEnd: boolean;
}

/** Remembered sightings before the old ones are dropped; only near ones can repeat. */
const REMEMBERED = 4096;

/**
 * Searches one haystack at a time. The caller brings the anchors of the outermost bytes, found by its own kernel
 * made for `anchors`; inner layers are searched here.
 */
export class Search {
  /** The table to make kernels for: every anchor string once. */
  readonly anchors: readonly string[];
  readonly #meanings: readonly (readonly Meaning[])[];
  readonly #createKernel: CreateKernel;
  #inner: Kernel | undefined;
  #peeled: Peeled[] = [];
  #seen = new Map<string, number>();

  constructor(encodings: readonly Encoding[], createKernel: CreateKernel) {
    const table = new Map<string, Meaning[]>();
    for (const encoding of encodings) {
      for (const anchor of encoding.anchors) {
        const meanings = table.get(anchor.text) ?? [];
        meanings.push({ encoding, anchor });
        table.set(anchor.text, meanings);
      }
    }
    this.anchors = [...table.keys()];
    this.#meanings = [...table.values()];
    this.#createKernel = createKernel;
  }

  /** Forgets the haystack before. */
  reset(): void {
    this.#peeled = [];
    this.#seen.clear();
  }

  /**
   * Looks at the anchor `index` of the table at `position` of `view.bytes`. Answers false when more bytes are needed
   * to say what stands there (never when `view.isEnd`); the caller then asks again with more.
   */
  at(view: View, position: number, index: number, emit: (found: Found) => void): boolean {
    for (const { encoding, anchor } of this.#meanings[index] as readonly Meaning[]) {
      if (this.#isCovered(view, position, encoding, anchor)) continue;
      const layer = encoding.unwrap(view, position, anchor);
      if (layer === undefined) continue;
      if (layer.isOpen && !view.isEnd) return false;
      this.#peeled.push({ encoding, layer, base: view.base });
      const locate: Locate = (span) => layer.locate(span).map((part) => shifted(part, view.base));
      this.#open(layer, encoding, locate, [], emit);
    }
    return true;
  }

  #isCovered(view: View, position: number, encoding: Encoding, anchor: Anchor): boolean {
    const absolute = view.base + position;
    let isCovered = false;
    let hasPassed = false;
    for (const { encoding: owner, layer, base } of this.#peeled) {
      if (layer.end + base <= absolute) hasPassed = true;
      else if (owner === encoding && layer.covers(absolute - base, anchor)) isCovered = true;
    }
    if (hasPassed) this.#peeled = this.#peeled.filter(({ layer, base }) => layer.end + base > absolute);
    return isCovered;
  }

  #open(layer: Layer, encoding: Encoding, locate: Locate, outer: readonly string[], emit: (found: Found) => void): void {
    if (layer.bytes.length === 0) return;
    if (encoding.id === 'plain') this.#emit(layer, locate, outer, emit);
    else this.#searchInside(layer, locate, [...outer, encoding.id], emit);
  }

  #emit(layer: Layer, locate: Locate, encodings: readonly string[], emit: (found: Found) => void): void {
    const { bytes } = layer;
    const token = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    const segments = merged(locate({ start: 0, end: bytes.length }));
    const first = (segments[0] as Span).start;
    const last = (segments[segments.length - 1] as Span).end;
    const key = `${first}-${last}-${token.length}-${token.slice(-24)}`;
    if (this.#seen.has(key)) return;
    if (this.#seen.size >= REMEMBERED) this.#forget();
    this.#seen.set(key, last);
    emit({ token, segments, encodings });
  }

  /** Drops the older half: sightings come in order, so they are far behind. */
  #forget(): void {
    let surplus = this.#seen.size / 2;
    for (const key of this.#seen.keys()) {
      if (surplus-- <= 0) break;
      this.#seen.delete(key);
    }
  }

  #searchInside(outer: Layer, locateOuter: Locate, encodings: readonly string[], emit: (found: Found) => void): void {
    const bytes = outer.bytes;
    const isEnd = !outer.isCut;
    const peeled: Peeled[] = [];
    for (const [position, index] of this.#hitsIn(bytes)) {
      for (const { encoding, anchor } of this.#meanings[index] as readonly Meaning[]) {
        if (encoding.id !== 'plain' && encodings.length >= DEPTH) continue;
        if (peeled.some((other) => other.encoding === encoding && other.layer.covers(position, anchor))) continue;
        const layer = encoding.unwrap({ bytes, isEnd }, position, anchor);
        if (layer === undefined) continue;
        while (peeled.length > 0 && (peeled[0] as Peeled).layer.end <= position) peeled.shift();
        peeled.push({ encoding, layer, base: 0 });
        // What runs out of a cut layer is whole in the next one, which overlaps.
        if (layer.isOpen && !isEnd) continue;
        const locate: Locate = (span) => layer.locate(span).flatMap((part) => locateOuter(part));
        this.#open(layer, encoding, locate, encodings, emit);
      }
    }
  }

  /** All anchors in a peeled layer; copied, because layers inside it use the same kernel. */
  #hitsIn(bytes: Uint8Array): (readonly [position: number, index: number])[] {
    this.#inner ??= this.#createKernel(this.anchors, LAYER);
    const kernel = this.#inner;
    const length = Math.min(bytes.length, LAYER);
    kernel.input.set(bytes.subarray(0, length));
    const hits: [number, number][] = [];
    for (let from = 0; from < length; from = kernel.resumeAt) {
      const count = kernel.find(from, length, length);
      for (let hit = 0; hit < count; hit++) hits.push([kernel.hits[2 * hit] as number, kernel.hits[2 * hit + 1] as number]);
    }
    return hits;
  }
}

function shifted(span: Span, by: number): Span {
  return { start: span.start + by, end: span.end + by };
}

/** Joins segments that touch or overlap; they come ascending. */
function merged(segments: readonly Span[]): readonly Span[] {
  const joined: Span[] = [];
  for (const segment of segments) {
    const last = joined[joined.length - 1];
    if (last !== undefined && segment.start <= last.end) {
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, segment.end) };
    } else joined.push(segment);
  }
  return joined;
}
