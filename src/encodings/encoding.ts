/** How a token is wrapped in text: the shape of a unit on this shelf. */
import type { Span } from '../model/span.js';

/** Bytes that are searched, with what is known of their edges. */
export interface Source {
  readonly bytes: Uint8Array;
  /** True when nothing can ever follow `bytes`: a reading that reaches the end is then whole. */
  readonly isEnd: boolean;
}

/** A string of which every token wrapped this way holds at least one (the anchor lemma). */
export interface Anchor {
  /** The bytes, as latin1 text; 3 to 32 of them. */
  readonly text: string;
  /** Whatever the encoding wants to know when this anchor hits, as the alignment of a base64 group. */
  readonly phase: number;
  /** True when the anchor is the start of a container, not of a token. */
  readonly isMagic?: true;
}

/** What lies under one layer. */
export interface Layer {
  /** The peeled bytes. For `plain`, exactly the text of one token. */
  readonly bytes: Uint8Array;
  /** The source bytes that were looked at and need no second look: `[start, end)`. */
  readonly start: number;
  readonly end: number;
  /**
   * True when more source bytes after the end could change this layer. A searcher that can get more asks again; one
   * that cannot (a stream that waits, a window that is full) takes it as it is.
   */
  readonly isOpen: boolean;
  /** True when the peeled bytes are the first part of something longer, cut at a limit. */
  readonly isCut: boolean;
  /** Maps a span of `bytes` back to the source: ascending, not empty, not touching each other. */
  locate(span: Span): readonly Span[];
  /** Which byte of `bytes` the source position `at` belongs to; undefined where the layer cannot say. */
  indexAt?(at: number): number | undefined;
  /** True when an anchor of this encoding at source position `at` says nothing that this layer does not hold. */
  covers(at: number, anchor: Anchor): boolean;
  /** True when what `covers` says of an anchor is the same at every place from `start` to `end`. */
  readonly isUniform: boolean;
  /** True when what was peeled is a JWT, and certainly of no service account. */
  readonly isStranger?: boolean;
}

/** Bytes to be put in the place of others: those of `[start, end)`. */
export interface Edit extends Span {
  readonly bytes: Uint8Array;
}

/** A way to wrap text. Pure and total: no I/O, and no input makes it throw or take more than linear time. */
export interface Encoding {
  /** As reports name it: `base64`. */
  readonly id: string;
  readonly anchors: readonly Anchor[];
  /**
   * Peels one layer at an anchor. Undefined: nothing of this encoding stands here. A layer with empty `bytes` says
   * "nothing here up to `end`", so that the same bytes are not looked at again.
   */
  unwrap(source: Source, at: number, anchor: Anchor): Layer | undefined;
  /**
   * Writes replacements in the same clothes: given edits of `layer.bytes` (ascending, not overlapping), the edits of
   * `source`, the bytes that `layer` was peeled from, after which it peels to the edited bytes. Undefined when the
   * edits change a length that has to stay (of a base64 group, of a dump's line): the caller tries other lengths.
   */
  rewrap(source: Uint8Array, layer: Layer, edits: readonly Edit[]): readonly Edit[] | undefined;
}
