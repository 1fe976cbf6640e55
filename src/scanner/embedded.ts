/** Containers that stand as base64 or hex inside text: found by the search, opened as haystacks of their own. */
import { containerMagicBytes, recogniseContainer } from '../containers/recognise-container.js';
import type { Layer } from '../encodings/encoding.js';
import type { Span } from '../model/span.js';

/** One container in text. */
export interface Embedded {
  /** The container's first bytes, as many as one layer held; they share the layer's memory. */
  readonly bytes: Uint8Array;
  /** True when `bytes` are not all: the text runs on past what one layer peels. */
  readonly isCut: boolean;
  /** Absolute segments of the text that `bytes` come from. */
  readonly segments: readonly Span[];
  /** Encodings around it, outermost first. */
  readonly encodings: readonly string[];
  /** How to read it again from the haystack, at any length; null where only `bytes` can be had. */
  readonly again: Again | null;
}

/** Where the base64 text starts, and how many bytes to drop after each layer is decoded, outermost first. */
export interface Again {
  readonly offset: number;
  readonly drops: readonly number[];
}

/** Maps a span of a layer's bytes to absolute segments. */
type Locate = (span: Span) => readonly Span[];

/** A layer on the way to a container: its encoding, and how its bytes lie in the haystack. */
export interface OuterLayer {
  readonly encoding: string;
  readonly layer: Layer;
  readonly locate: Locate;
}

/**
 * Where the container starts that stands near byte `near` of a layer's bytes, whose anchor was one of a container's
 * magic; undefined when there is none. Anchors leave out what depends on neighbours, so it may start a byte or two
 * earlier.
 */
export function containerNear(bytes: Uint8Array, near: number): number | undefined {
  for (let start = Math.max(0, near - 2); start <= near + 1; start++) {
    if (recogniseContainer(bytes.subarray(start, start + containerMagicBytes)) !== undefined) return start;
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
    segments: inner.locate({ start, end: bytes.length }),
    encodings: layers.map((outer) => outer.encoding),
    again: againFrom(layers, start),
  };
}

/** Decoding can start at any whole group, so each layer gives where its group starts and what stands before the byte. */
function againFrom(layers: readonly OuterLayer[], start: number): Again | null {
  if (layers.some((outer) => outer.encoding !== 'base64')) return null;
  const drops: number[] = [];
  let position = start;
  for (const outer of layers.toReversed()) {
    drops.unshift(position % 3);
    const [first] = outer.layer.locate({ start: position - (position % 3), end: position - (position % 3) + 1 });
    if (first === undefined) return null;
    position = first.start;
  }
  const outermost = layers[0] as OuterLayer;
  const shift =
    (outermost.locate({ start: 0, end: 1 })[0] as Span).start -
    (outermost.layer.locate({ start: 0, end: 1 })[0] as Span).start;
  return { offset: position + shift, drops };
}
