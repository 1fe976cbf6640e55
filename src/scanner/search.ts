/** From anchors to candidates: peels the layers at each anchor, one by one, and maps what it finds back. */
import { anchorWindows } from '../encodings/anchor-windows.js';
import type { Anchor, Encoding, Layer } from '../encodings/encoding.js';
import type { CreateKernel, Kernel } from '../kernel/kernel.js';
import type { Span } from '../model/span.js';
import { algorithmOf, readJwt } from '../token/read-jwt.js';
import { isSureLength } from '../token/signature-length.js';
import { containerNear, type Embedded, embeddedAt, merged, type OuterLayer } from './embedded.js';
import { answeredUntil, LayerMemory } from './layer-memory.js';
import { DEPTH, EMBEDDED, LAYER } from './limits.js';

/** A token as the search saw it: `segments` are absolute, `encodings` runs from the outermost inwards. */
export interface Found {
  readonly token: string;
  readonly segments: readonly Span[];
  readonly encodings: readonly string[];
}

/** What an anchor string may stand for. */
interface Meaning {
  readonly encoding: Encoding;
  /** Its place on the shelf. */
  readonly shelf: number;
  readonly anchor: Anchor;
}

/** Takes what a search finds. */
export interface SearchSink {
  /** `layers` were peeled, outermost first; the last one is the token's own. */
  found(found: Found, layers: readonly OuterLayer[]): void;
  /** `layers` were peeled around it, outermost first; the first one from bytes that start at absolute `base`. */
  embedded(embedded: Embedded, layers: readonly OuterLayer[], base: number): void;
}

/** Which JWTs are told: what detectors of a user's own know is anybody's guess. */
export type Wanted = 'all' | 'service-accounts';

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
  readonly #wanted: Wanted;
  #inner: Kernel | undefined;
  #memory: LayerMemory;
  /** For what is searched inside layers, by how deep that is. */
  readonly #innerMemories: readonly LayerMemory[];
  #seen = new Map<string, number>();
  #onlySure = false;
  /** Containers handed on in this haystack. */
  #embedded = 0;

  /** With `service-accounts`, JWTs that are certainly those of others are passed over; not all that are. */
  constructor(encodings: readonly Encoding[], createKernel: CreateKernel, wanted: Wanted = 'all') {
    const table = new Map<string, Meaning[]>();
    for (const [shelf, encoding] of encodings.entries()) {
      for (const anchor of encoding.anchors) {
        const meanings = table.get(anchor.text) ?? [];
        meanings.push({ encoding, shelf, anchor });
        table.set(anchor.text, meanings);
      }
    }
    this.anchors = [...table.keys()];
    this.#meanings = [...table.values()];
    this.#createKernel = createKernel;
    this.#wanted = wanted;
    this.#memory = LayerMemory.for(encodings.length, table.size);
    this.#innerMemories = Array.from({ length: DEPTH }, () => LayerMemory.for(encodings.length, table.size));
  }

  /** Forgets the haystack before. */
  reset(): void {
    this.#memory.clear();
    if (this.#seen.size > 0) this.#seen.clear();
    this.#embedded = 0;
  }

  /** True when all is said that the anchor `index` of the table could say at an absolute offset: `at` need not be asked. */
  isQuiet(index: number, offset: number): boolean {
    return this.#memory.isQuiet(index, offset);
  }

  /**
   * Looks at the anchor `index` of the table at `position` of `view.bytes`. Answers false when more bytes are needed
   * to say what stands there (never when `view.isEnd`); the caller then asks again with more.
   */
  at(view: View, position: number, index: number, sink: SearchSink): boolean {
    const memory = this.#memory;
    let quietUntil = Number.POSITIVE_INFINITY;
    for (const { encoding, shelf, anchor } of this.#meanings[index] as readonly Meaning[]) {
      const covering = memory.covering(view.base + position, shelf, anchor);
      if (covering !== undefined) {
        quietUntil = anchor.isMagic === true ? 0 : Math.min(quietUntil, answeredUntil(covering));
        if (anchor.isMagic === true)
          this.#embed(covering.layers, position + view.base - covering.base, sink, covering.base);
        continue;
      }
      const layer = encoding.unwrap(view, position, anchor);
      if (layer?.isOpen === true && !view.isEnd) return false;
      if (layer === undefined || anchor.isMagic === true) quietUntil = 0;
      if (layer === undefined) continue;
      const locate: Locate = (span) => layer.locate(span).map((part) => shifted(part, view.base));
      const layers = [{ encoding: encoding.id, layer, locate }];
      memory.add(shelf, { layer, base: view.base, layers });
      quietUntil = Math.min(quietUntil, answeredUntil({ layer, base: view.base }));
      if (anchor.isMagic === true) this.#embed(layers, position, sink, view.base);
      this.#open(encoding, layers, sink, view.base);
    }
    if (quietUntil > 0 && quietUntil < Number.POSITIVE_INFINITY) memory.quieten(index, quietUntil);
    return true;
  }

  /**
   * Looks at an anchor that waits for more bytes, because nobody knows when they come. Tells only tokens whose
   * signature is exactly as long as their algorithm makes it (or `any`, as far as they are there), and remembers
   * nothing: the anchor will be asked again.
   */
  glance(view: View, position: number, index: number, sink: SearchSink, told: 'sure' | 'any' = 'sure'): void {
    const memory = this.#memory;
    this.#memory = memory.aside();
    this.#onlySure = told === 'sure';
    this.at({ ...view, isEnd: true }, position, index, {
      found: (found, layers) => sink.found(found, layers),
      embedded: (embedded, layers, base) => sink.embedded(embedded, layers, base),
    });
    this.#onlySure = false;
    this.#memory = memory;
  }

  /** The anchor was a container's magic: hands the container on, once. */
  #embed(layers: readonly OuterLayer[], position: number, sink: SearchSink, base: number): void {
    if (this.#onlySure || this.#embedded > EMBEDDED) return;
    const { layer, locate } = layers[layers.length - 1] as OuterLayer;
    const near = layer.indexAt?.(position);
    const start = near === undefined ? undefined : containerNear(layer.bytes, near);
    if (start === undefined) return;
    const first = locate({ start, end: start + 1 })[0];
    if (first === undefined || !this.#isNew(`embedded-${first.start}`, first.end)) return;
    this.#embedded++;
    sink.embedded(embeddedAt(layers, start), layers, base);
  }

  #open(encoding: Encoding, layers: readonly OuterLayer[], sink: SearchSink, base: number): void {
    const { layer, locate } = layers[layers.length - 1] as OuterLayer;
    if (layer.bytes.length === 0) return;
    if (encoding.id === 'plain') this.#emit(layer, locate, layers, sink);
    else this.#searchInside(layers, sink, base);
  }

  #emit({ bytes, isStranger }: Layer, locate: Locate, layers: readonly OuterLayer[], sink: SearchSink): void {
    if (isStranger === true && this.#wanted === 'service-accounts') return;
    const token = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    if (this.#onlySure && !isSure(token)) return;
    const segments = merged(locate({ start: 0, end: bytes.length }));
    const first = (segments[0] as Span).start;
    const last = (segments[segments.length - 1] as Span).end;
    if (this.#isNew(`${first}-${last}-${token.length}-${token.slice(-24)}`, last))
      sink.found({ token, segments, encodings: layers.slice(0, -1).map((outer) => outer.encoding) }, layers);
  }

  #isNew(key: string, end: number): boolean {
    if (this.#seen.has(key)) return false;
    if (this.#seen.size >= REMEMBERED) this.#forget();
    this.#seen.set(key, end);
    return true;
  }

  /** Drops the older half: sightings come in order, so they are far behind. */
  #forget(): void {
    let surplus = this.#seen.size / 2;
    for (const key of this.#seen.keys()) {
      if (surplus-- <= 0) break;
      this.#seen.delete(key);
    }
  }

  #searchInside(outer: readonly OuterLayer[], sink: SearchSink, base: number): void {
    const { layer: around, locate: locateOuter } = outer[outer.length - 1] as OuterLayer;
    const source = { bytes: around.bytes, isEnd: !around.isCut };
    const memory = this.#innerMemories[outer.length - 1] as LayerMemory;
    memory.clear();
    const hits = this.#hitsIn(around.bytes);
    for (let hit = 0; hit < hits.length; hit += 2) {
      const position = hits[hit] as number;
      const index = hits[hit + 1] as number;
      if (memory.isQuiet(index, position)) continue;
      let quietUntil = Number.POSITIVE_INFINITY;
      for (const { encoding, shelf, anchor } of this.#meanings[index] as readonly Meaning[]) {
        if (encoding.id !== 'plain' && outer.length >= DEPTH) continue;
        const covering = memory.covering(position, shelf, anchor);
        const layer = covering?.layer ?? encoding.unwrap(source, position, anchor);
        if (layer === undefined || anchor.isMagic === true) quietUntil = 0;
        if (layer === undefined) continue;
        quietUntil = Math.min(quietUntil, answeredUntil({ layer, base: 0 }));
        const locate: Locate = (span) => layer.locate(span).flatMap((part) => locateOuter(part));
        const layers = covering?.layers ?? [...outer, { encoding: encoding.id, layer, locate }];
        if (anchor.isMagic === true) this.#embed(layers, position, sink, base);
        if (covering !== undefined) continue;
        memory.add(shelf, { layer, base: 0, layers });
        // What runs out of a cut layer is whole in the next one, which overlaps.
        if (!layer.isOpen || source.isEnd) this.#open(encoding, layers, sink, base);
      }
      if (quietUntil < Number.POSITIVE_INFINITY) memory.quieten(index, quietUntil);
    }
  }

  /** All anchors in a peeled layer, as pairs like the kernel's; copied, because layers inside it use the same kernel. */
  #hitsIn(bytes: Uint8Array): Uint32Array {
    this.#inner ??= this.#createKernel(this.anchors, LAYER, anchorWindows);
    const kernel = this.#inner;
    const length = Math.min(bytes.length, LAYER);
    kernel.input.set(bytes.subarray(0, length));
    const parts: Uint32Array[] = [];
    for (let from = 0; from < length; from = kernel.resumeAt) {
      const count = kernel.find(from, length, length);
      if (count === 0) continue;
      parts.push(kernel.hits.slice(0, 2 * count));
    }
    return parts.length === 1 ? (parts[0] as Uint32Array) : joined(parts);
  }
}

function joined(parts: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let length = 0;
  for (const part of parts) {
    all.set(part, length);
    length += part.length;
  }
  return all;
}

function isSure(token: string): boolean {
  const jwt = readJwt(token);
  return jwt !== undefined && isSureLength(algorithmOf(jwt.header), jwt.signature.length);
}

function shifted(span: Span, by: number): Span {
  return { start: span.start + by, end: span.end + by };
}
