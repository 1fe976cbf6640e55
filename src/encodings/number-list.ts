/** Bytes as numbers in a row, read back whatever parts them. */
import type { Span } from '../model/span.js';
import type { Anchor, Layer, Source } from './encoding.js';
import { type Alphabet, characterBefore, isInText, JoinedText } from './joined-text.js';
import { emptyLayer } from './layer.js';

/** How far before its anchor a layer starts: seven numbers, and a break between them. */
const BEFORE = 640;

/** Fewer numbers from an anchor on hold no token: its header alone has more. */
const LEAST = 40;

/** So many characters tell whether there are as many; fewer often tell that there are not. */
const PROBES = [8 * 6, 6 * LEAST];

/** How much of a list is read at first. */
const FIRST = 1024;

/** The longest number, with what parts it from the next. */
const LONGEST_NUMBER = 6;

/** The most source bytes after its anchor one layer peels: six for each one of the longest token. */
const STEP = 128 * 1024;

/** What two steps share: a token of 10 KiB, six characters a byte. */
const OVERLAP = 64 * 1024;

/** How one byte is written. */
export interface Notation {
  /** The characters of numbers, and of what parts them. */
  readonly alphabet: Alphabet;
  /** What parts them alone. */
  readonly separators: Alphabet;
  /** The number at `at`, as 256 times its length and its value; 0 when none stands there. */
  read(text: Uint8Array, at: number): number;
}

/** The alphabet of these characters. */
export function alphabetOf(characters: string): Alphabet {
  const alphabet = new Uint8Array(256);
  for (const character of characters) alphabet[character.charCodeAt(0)] = 1;
  return alphabet;
}

const SPACE = 0x20;
const NEWLINE = 0x0a;

/** What a line of a list may end in. */
const solid = alphabetOf('0123456789abcdefABCDEFx,');

/** The layer of the numbers around the one at `at`; undefined when none starts there. */
export function numberList(source: Source, at: number, notation: Notation): Layer | undefined {
  const { alphabet, separators } = notation;
  const before = at > 0 ? (source.bytes[at - 1] as number) : NEWLINE;
  if (alphabet[before] === 1 && separators[before] !== 1) return undefined;
  const bytes = source.bytes.subarray(0, at + STEP);
  const probe = new JoinedText(bytes, at, alphabet);
  for (const size of PROBES) {
    const list = readUpTo(probe, size, at, notation)?.list;
    if (list === undefined) return undefined;
    if (!list.goesOn && list.values.length < LEAST)
      return emptyLayer(at, Math.max(at + 1, sourceOf(probe, list.end - 1)));
  }
  const around = readAround(new JoinedText(bytes, textStart(bytes, at, alphabet), alphabet), at, notation);
  // Where a break glues another number to it, the list starts here.
  const read = around ?? readAround(new JoinedText(bytes, at, alphabet), at, notation);
  return read === undefined ? undefined : layerOf(source, bytes, at, read);
}

function layerOf(source: Source, bytes: Uint8Array, at: number, { joined, list }: Read): Layer {
  const { values, starts, ends, goesOn } = list;
  const start = sourceOf(joined, starts[0] as number);
  const mayGoOn = goesOn && joined.isCut;
  const isCut = mayGoOn && bytes.length < source.bytes.length;
  const last = sourceOf(joined, (ends[ends.length - 1] as number) - 1) + 1;
  const end = Math.max(at + 1, isCut ? last - OVERLAP : last);
  return {
    bytes: values,
    start,
    end,
    isOpen: mayGoOn && !isCut && !source.isEnd,
    isCut,
    locate: (span: Span) =>
      span.start < span.end
        ? joined.locate({ start: starts[span.start] as number, end: ends[span.end - 1] as number })
        : [],
    covers: (hit: number, _other: Anchor) => hit >= start && hit < end,
    isUniform: true,
  };
}

/** Where the run of a list's characters starts that the anchor stands in, breaks included. */
function textStart(bytes: Uint8Array, at: number, alphabet: Alphabet): number {
  const floor = Math.max(0, at - BEFORE);
  let start = at;
  for (;;) {
    while (start > floor && isInText(bytes, start, alphabet)) start--;
    // A line's indentation belongs to the break before it, not to the list.
    while (bytes[start] === SPACE) start++;
    const before = start > floor ? characterBefore(bytes, start, solid) : undefined;
    if (before === undefined || before < floor || alphabet[bytes[before] as number] !== 1) return start;
    start = before;
  }
}

function sourceOf(joined: JoinedText, position: number): number {
  return joined.locate({ start: position, end: position + 1 })[0]?.start ?? 0;
}

/** A list, and the text that it was read from. */
interface Read {
  readonly joined: JoinedText;
  readonly list: List;
}

/** Reads no more of the text than the list takes. */
function readAround(joined: JoinedText, at: number, notation: Notation): Read | undefined {
  let size = FIRST;
  let read = readUpTo(joined, size, at, notation);
  while (read?.list.goesOn === true && joined.length === size) {
    size = Math.min(4 * size, STEP + BEFORE);
    read = readUpTo(joined, size, at, notation);
    if (size === STEP + BEFORE) break;
  }
  return read;
}

function readUpTo(joined: JoinedText, size: number, at: number, notation: Notation): Read | undefined {
  joined.readTo(size);
  const list = readList(joined, at, notation);
  return list === undefined ? undefined : { joined, list };
}

/** The bytes, and where in the text each of their numbers starts and ends. */
interface List {
  readonly values: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** Where it ends, with what parts it from a next number. */
  readonly end: number;
  /** True when it ends no sooner than the text, which may have cut its last number. */
  readonly goesOn: boolean;
}

/**
 * The numbers in a row of which one starts at source position `at`; undefined when none does. A number is one with
 * something that parts it on either side: what others are glued to ends the row.
 */
function readList(joined: JoinedText, at: number, { separators, read }: Notation): List | undefined {
  const anchor = joined.positionOf(at);
  if (anchor === undefined) return undefined;
  const text = joined.text.subarray(0, joined.length);
  const values = new Uint8Array(text.length);
  const starts = new Uint32Array(text.length);
  const ends = new Uint32Array(text.length);
  let count = 0;
  let hasAnchor = false;
  let position = 0;
  for (; position < text.length && (hasAnchor || position <= anchor); ) {
    const number = read(text, position);
    const end = position + (number >> 8);
    if (number === 0 || (end < text.length && separators[text[end] as number] !== 1 && read(text, end) === 0)) {
      if (hasAnchor) break;
      count = 0;
      while (position < text.length && separators[text[position] as number] !== 1) position++;
    } else {
      if (position === anchor) hasAnchor = true;
      values[count] = number & 0xff;
      starts[count] = position;
      ends[count] = end;
      count++;
      position = end;
    }
    while (position < text.length && separators[text[position] as number] === 1) position++;
  }
  if (!hasAnchor) return undefined;
  return {
    values: values.slice(0, count),
    starts: starts.slice(0, count),
    ends: ends.slice(0, count),
    end: position,
    goesOn: position + LONGEST_NUMBER > text.length,
  };
}
