/** A marker in the clothes of the token that it replaces, through all layers around it. */
import type { Edit } from '../encodings/encoding.js';
import { encodings } from '../encodings/index.js';
import { spreadOver } from '../encodings/spread-over.js';
import type { OuterLayer } from '../scanner/embedded.js';
import { FILLER } from './marker.js';

/** Three layers of base64 take a multiple of 27 bytes; one of these many lengths is one. */
const MOST_PADDING = 27;

/** Where a token stands: the layers that were peeled, outermost first, and the bytes that the first one stands in. */
export interface TokenPlace {
  readonly layers: readonly OuterLayer[];
  readonly bytes: Uint8Array;
  /** Absolute offset of `bytes[0]`. */
  readonly base: number;
}

/** What to write: at its own length, where that can be, else (or always, when `text` is null) at the given one. */
export interface Wording {
  readonly text: string | null;
  fitted(length: number): string;
}

/**
 * The edits, absolute and ascending, that replace what of a token stands at or after absolute `from`; empty when
 * nothing of it does. Where a layer cannot be written so, the token's place is written over as it is.
 */
export function rewrapToken(place: TokenPlace, from: number, wording: Wording): readonly Edit[] {
  const { layer } = place.layers[place.layers.length - 1] as OuterLayer;
  const end = layer.bytes.length;
  let start = firstByteAt(place.layers, end, from);
  // A base64 group that starts before `from` may hold a byte that stands after it.
  for (let tries = 0; start < end && tries <= MOST_PADDING; tries++, start++) {
    const edits = written(place, start, end, wording);
    if (edits === undefined) return writtenOver(place, start, end, wording);
    if ((edits[0]?.start ?? from) >= from) return edits;
  }
  return [];
}

/** The first byte of the innermost layer, of `count`, that stands at or after absolute `from`. */
function firstByteAt(layers: readonly OuterLayer[], count: number, from: number): number {
  const { locate } = layers[layers.length - 1] as OuterLayer;
  const stands = (index: number): number => locate({ start: index, end: index + 1 })[0]?.start ?? 0;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stands(middle) >= from) high = middle;
    else low = middle + 1;
  }
  return low;
}

function written(
  place: TokenPlace,
  start: number,
  end: number,
  { text, fitted }: Wording,
): readonly Edit[] | undefined {
  if (text !== null) {
    for (let padding = 0; padding < MOST_PADDING; padding++) {
      const edits = rewrapped(place, start, end, text + FILLER.repeat(padding));
      if (edits !== undefined) return edits;
    }
  }
  return rewrapped(place, start, end, fitted(lengthOf(place.layers, start, end)));
}

/** How long a text has to be to take just the place of the token: an escape is one of its characters, but longer. */
function lengthOf(layers: readonly OuterLayer[], start: number, end: number): number {
  const around = layers[layers.length - 2];
  const inner = layers[layers.length - 1];
  if (around?.encoding !== 'escapes' || inner === undefined) return end - start;
  const places = inner.layer.locate({ start, end }).flatMap((span) => around.layer.locate(span));
  return places.reduce((sum, span) => sum + span.end - span.start, 0);
}

function rewrapped(place: TokenPlace, start: number, end: number, text: string): readonly Edit[] | undefined {
  const { layers, bytes, base } = place;
  let edits: readonly Edit[] | undefined = [{ start, end, bytes: Buffer.from(text, 'latin1') }];
  for (let depth = layers.length - 1; depth >= 0 && edits !== undefined; depth--) {
    const { encoding, layer } = layers[depth] as OuterLayer;
    const source = layers[depth - 1]?.layer.bytes ?? bytes;
    edits = encodings.find(({ id }) => id === encoding)?.rewrap(source, layer, edits);
  }
  return edits?.map((edit) => ({ start: edit.start + base, end: edit.end + base, bytes: edit.bytes }));
}

function writtenOver({ layers }: TokenPlace, start: number, end: number, { text, fitted }: Wording): readonly Edit[] {
  const segments = layers[layers.length - 1]?.locate({ start, end }) ?? [];
  const length = segments.reduce((sum, segment) => sum + segment.end - segment.start, 0);
  return spreadOver(segments, Buffer.from(text ?? fitted(length), 'latin1'));
}
