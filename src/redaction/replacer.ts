/** What becomes of the tokens that were found: edits that wait for their bytes to leave. */
import type { Layer } from '../encodings/encoding.js';
import type { Span } from '../model/span.js';
import type { Embedded, OuterLayer } from '../scanner/embedded.js';
import type { Found } from '../scanner/search.js';
import type { OpenedArchive } from './archive-opener.js';
import { EditList } from './edit-list.js';
import { genericMask, UNREAD } from './generic-mask.js';
import { FILLER, type Marker, type MarkerFacts } from './marker.js';
import { rewrapToken, type TokenPlace, type Wording } from './rewrap-token.js';

/** What is asked of whoever knows tokens, and told to whoever counts. */
export interface ReplacerOptions {
  /** What the marker of a token says; undefined when it stays as it is. `place` says on which line an offset is. */
  readonly judge: (found: Found, place: PlaceOf) => MarkerFacts | undefined;
  /** The same for a container that stands in text; when absent, containers stay as they are. */
  readonly open?: (embedded: Embedded) => Promise<OpenedArchive | undefined>;
  readonly marker: Marker;
  /** Markers take just the place of their tokens. */
  readonly isSameLength?: boolean;
  /** A replacement left, counted as this kind. */
  readonly onReplaced?: (kind: string) => void;
}

/** The line and column of an absolute offset, from 1; null when lines are not counted. */
export type PlaceOf = (offset: number) => { readonly line: number | null; readonly column: number | null };

/** What containers are counted as, whatever token is in them. */
const ARCHIVE = 'archive';

/** The bytes that were searched. */
type Source = Pick<TokenPlace, 'bytes' | 'base'>;

interface Opening {
  readonly embedded: Embedded;
  readonly layers: readonly OuterLayer[];
  readonly source: Source;
  readonly earliest: number;
}

/** All offsets are absolute. Bytes before `left` have left. */
export class Replacer {
  readonly #options: ReplacerOptions;
  readonly #edits = new EditList();
  #pieces: Uint8Array[] = [];
  #left = 0;
  /** A token that starts before it has its mask already. */
  #maskedTo = 0;
  #openings: Opening[] = [];

  constructor(options: ReplacerOptions) {
    this.#options = options;
  }

  get left(): number {
    return this.#left;
  }

  /** What has to be written, in order, since `begin`. */
  get pieces(): readonly Uint8Array[] {
    return this.#pieces;
  }

  /** Containers wait for `open`. */
  get isOpening(): boolean {
    return this.#openings.length > 0;
  }

  /** Where the last replacement that waits ends, and how many do. */
  get waiting(): { readonly count: number; readonly end: number } {
    return { count: this.#edits.length, end: this.#edits.end };
  }

  /** What `pieces` gave is written. */
  begin(): void {
    this.#pieces = [];
  }

  /** A token, found in `source`; nothing before `earliest` is replaced. */
  found(found: Found, layers: readonly OuterLayer[], source: Source, earliest: number, place: PlaceOf): void {
    const facts = this.#options.judge(found, place);
    if (facts !== undefined) this.#replace({ layers, ...source }, found.segments, earliest, facts, facts.kind);
  }

  /** A container, found in `source`. What its text is replaced with is known after `open`. */
  embedded(embedded: Embedded, layers: readonly OuterLayer[], source: Source, earliest: number): void {
    if (this.#options.open === undefined) return;
    this.#openings.push({ embedded, layers, source: { ...source, bytes: source.bytes.slice() }, earliest });
  }

  /** Looks into the containers that wait. */
  async open(): Promise<void> {
    for (const { embedded, layers, source, earliest } of this.#openings) {
      const opened = await this.#options.open?.(embedded);
      if (opened === undefined) continue;
      const { facts, length } = opened;
      const whole = wholeOf(layers, embedded, length);
      const place = { layers: [...layers, whole], ...source };
      this.#replace(place, whole.locate({ start: 0, end: length }), earliest, facts, ARCHIVE);
    }
    this.#openings = [];
  }

  /** A generic mask for the bytes of `span`. */
  mask(span: Span, { bytes, base }: Source): void {
    const { marker, isSameLength } = this.#options;
    const mask = genericMask(bytes.subarray(span.start - base, span.end - base), marker, isSameLength === true);
    this.#edits.add({ ...span, edits: [{ ...span, bytes: mask }], kind: UNREAD });
  }

  /** What starts before `offset` is masked by now; of a token that goes on after it nothing more is told. */
  swallowFrom(offset: number): void {
    this.#maskedTo = offset;
  }

  /** Everything before `to` becomes `pieces`, and of a replacement that starts before it all. */
  leave(to: number, source: Source): void {
    for (const { edits, kind } of this.#edits.takeBefore(to)) {
      for (const edit of edits) {
        this.#pass(edit.start, source);
        if (edit.bytes.length > 0) this.#pieces.push(edit.bytes);
        this.#left = Math.max(this.#left, edit.end);
      }
      if (kind !== '') this.#options.onReplaced?.(kind);
    }
    this.#pass(to, source);
  }

  /** Forgets what waits. */
  clear(): void {
    this.#edits.clear();
    this.#openings = [];
  }

  #replace(place: TokenPlace, segments: readonly Span[], line: number, facts: MarkerFacts, kind: string): void {
    const first = (segments[0] as Span).start;
    const end = (segments[segments.length - 1] as Span).end;
    const earliest = Math.max(this.#left, line);
    const room = this.#edits.makeRoom(Math.max(first, earliest), end);
    if (room >= end) return;
    // The group of base64 that a token starts in may start before it.
    const from = room > first ? room : Math.max(earliest, this.#edits.endBefore(first));
    const isSwallowed = first < this.#maskedTo;
    const edits = rewrapToken(place, from, isSwallowed ? nothing : this.#wording(facts));
    const [firstEdit] = edits;
    if (firstEdit === undefined) return;
    const lastEnd = Math.max(end, (edits[edits.length - 1] as Span).end);
    this.#edits.add({ start: firstEdit.start, end: lastEnd, edits, kind: isSwallowed ? '' : kind });
  }

  #wording(facts: MarkerFacts): Wording {
    const { marker, isSameLength } = this.#options;
    const fitted = (length: number): string => marker.fitted(facts, length);
    return { text: isSameLength === true ? null : marker.text(facts), fitted };
  }

  /** What stands before `to` leaves as it is. */
  #pass(to: number, { bytes, base }: Source): void {
    if (to <= this.#left) return;
    this.#pieces.push(bytes.subarray(this.#left - base, to - base));
    this.#left = to;
  }
}

/** For the rest of a token whose mask has left. */
const nothing: Wording = { text: '', fitted: (length) => FILLER.repeat(length) };

/** A container, `length` bytes long, that reaches at most to the end of its layer: replaced as if it were a token. */
function wholeOf(layers: readonly OuterLayer[], { bytes }: Embedded, length: number): OuterLayer {
  const { layer: around, locate } = layers[layers.length - 1] as OuterLayer;
  const start = around.bytes.length - bytes.length;
  const moved = (span: Span): Span => ({ start: start + span.start, end: start + span.end });
  const layer: Layer = {
    bytes: bytes.subarray(0, length),
    start,
    end: start + length,
    isOpen: false,
    isCut: false,
    locate: (span) => [moved(span)],
    covers: () => false,
    isUniform: true,
  };
  return { encoding: 'plain', layer, locate: (span) => locate(moved(span)) };
}
