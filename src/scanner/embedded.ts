/** Containers that stand as base64 or hex inside text: found by the search, opened as haystacks of their own. */
import { containerMagicBytes, containers, recogniseContainer } from '../containers/recognise-container.js';
import type { Layer } from '../encodings/encoding.js';
import type { Span } from '../model/span.js';

/** Lines of wrapped text that are placed one by one; of more, the hull. One layer holds 1,800 lines of 76 columns. */
const MOST_SEGMENTS = 2048;

/** Bytes before the anchor: four of bzip2, whose fourth is a digit, and one that base64 mixes with them. */
const LONGEST_LEAD = 5;

/** Bytes of a container that are placed first, to see whether they lie on too many lines. */
const FIRST_BYTES = 512;

/** One container in text. */
export interface Embedded {
  /** The container's first bytes, as many as one layer held; they share the layer's memory. */
  readonly bytes: Uint8Array;
  /** True when `bytes` are not all: the text runs on past what one layer peels. */
  readonly isCut: boolean;
  /** Absolute segments of the text that `bytes` come from; the hull of them where they are many. */
  readonly segments: readonly Span[];
  /** Encodings around it, outermost first. */
  readonly encodings: readonly string[];
  /** How to read it again from the haystack, at any length; null where only `bytes` can be had. */
  readonly again: Again | null;
}

/** How to peel it again, at any length. */
export interface Again {
  /** Absolute offset in the haystack of the first unit that is peeled. */
  readonly offset: number;
  /** The layers around it, outermost first, and how many bytes to drop after each is peeled. */
  readonly peels: readonly { readonly encoding: string; readonly drop: number }[];
}

/** Maps a span of a layer's bytes to absolute segments. */
type Locate = (span: Span) => readonly Span[];

/** A layer on the way to a container: its encoding, and how its bytes lie in the haystack. */
export interface OuterLayer {
  readonly encoding: string;
  readonly layer: Layer;
  readonly locate: Locate;
}

/** What containers start with that have a magic there: looked at before anything is made of the bytes. */
const firstBytes = new Set(containers.flatMap((container) => container.firstBytes ?? []));

/**
 * Where the container starts that stands near byte `near` of a layer's bytes, whose anchor was one of a container's
 * magic; undefined when there is none. Anchors leave out what differs and what depends on neighbours, so it may start
 * some bytes earlier.
 */
export function containerNear(bytes: Uint8Array, near: number): number | undefined {
  for (let start = Math.max(0, near - LONGEST_LEAD); start <= near + 1; start++) {
    if (!firstBytes.has(bytes[start] as number)) continue;
    const head = bytes.subarray(start, start + containerMagicBytes);
    const container = recogniseContainer(head);
    if (container !== undefined && container.isChance?.(head) !== true) return start;
  }
  return undefined;
}

/** The container that starts at byte `start` of the innermost layer. */
export function embeddedAt(layers: readonly OuterLayer[], start: number): Embedded {
  const inner = layers[layers.length - 1] as OuterLayer;
  const { bytes } = inner.layer;
  return {
    bytes: bytes.subarray(start),
    isCut: layers.some((outer) => outer.layer.isCut),
    segments: fewSegments(inner.locate, start, bytes.length),
    encodings: layers.map((outer) => outer.encoding),
    again: againFrom(layers, start),
  };
}

/**
 * Places a container. A text can hold thousands of starts of containers that all run to its end, so it is not placed line
 * by line when a look at its first bytes says that the lines are too many to be told.
 */
function fewSegments(locate: Locate, start: number, end: number): readonly Span[] {
  const sample = Math.min(end, start + FIRST_BYTES);
  const first = locate({ start, end: sample });
  const isMany = first.length * (end - start) > 2 * MOST_SEGMENTS * (sample - start);
  const segments = isMany || sample === end ? first : locate({ start, end });
  if (isMany || segments.length > MOST_SEGMENTS) return hullOf(first[0], locate({ start: end - 1, end })[0]);
  return merged(segments);
}

function hullOf(first: Span | undefined, last: Span | undefined): readonly Span[] {
  return first === undefined || last === undefined ? [] : [{ start: first.start, end: last.end }];
}

/** Joins segments that touch or overlap; they come ascending. */
export function merged(segments: readonly Span[]): readonly Span[] {
  const joined: Span[] = [];
  for (const segment of segments) {
    const last = joined[joined.length - 1];
    if (last !== undefined && segment.start <= last.end) {
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, segment.end) };
    } else joined.push(segment);
  }
  return joined;
}

/** Peeling can start at any whole group, so each layer gives where its group starts and what stands before the byte. */
function againFrom(layers: readonly OuterLayer[], start: number): Again | null {
  const peels: { encoding: string; drop: number }[] = [];
  let position = start;
  for (const { encoding, layer } of layers.toReversed()) {
    if (layer.indexAt === undefined) return null;
    peels.unshift({ encoding, drop: position % 3 });
    const [first] = layer.locate({ start: position - (position % 3), end: position - (position % 3) + 1 });
    if (first === undefined) return null;
    position = first.start;
  }
  const outermost = layers[0] as OuterLayer;
  const shift =
    (outermost.locate({ start: 0, end: 1 })[0] as Span).start -
    (outermost.layer.locate({ start: 0, end: 1 })[0] as Span).start;
  return { offset: position + shift, peels };
}
