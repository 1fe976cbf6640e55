/**
 * Text in which the token's bytes are marked, whatever is done to it: so a test knows where a token must be found
 * without asking the code that finds it.
 */
import type { Span } from '../../src/model/span.js';

/** Bytes, and for each of them 1 when the token, or part of one of its characters, stands there. */
export interface MarkedText {
  readonly bytes: Buffer;
  readonly marks: Uint8Array;
}

type Content = string | Uint8Array | MarkedText;

function textOf(content: Content): MarkedText {
  if (typeof content === 'object' && 'marks' in content) return content;
  const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : Buffer.from(content);
  return { bytes, marks: new Uint8Array(bytes.length) };
}

/** One text behind the other; strings are latin1 and unmarked. */
export function joined(...parts: readonly Content[]): MarkedText {
  const texts = parts.map(textOf);
  return {
    bytes: Buffer.concat(texts.map(({ bytes }) => bytes)),
    marks: Buffer.concat(texts.map(({ marks }) => marks)),
  };
}

/** A text that is marked throughout. */
export function marked(token: string): MarkedText {
  const bytes = Buffer.from(token, 'latin1');
  return { bytes, marks: new Uint8Array(bytes.length).fill(1) };
}

/** `template` with the marked token in the place of its `T` that stands alone. */
export function filled(template: string, token: Content): MarkedText {
  const at = template.search(/(?<![A-Z])T(?![A-Za-z0-9])/);
  if (at < 0) throw new Error(`no place for a token in ${template}`);
  return joined(template.slice(0, at), typeof token === 'string' ? marked(token) : token, template.slice(at + 1));
}

/** The marked runs: where the token stands. */
export function segmentsOf({ marks }: MarkedText): readonly Span[] {
  const segments: Span[] = [];
  for (let start = marks.indexOf(1); start >= 0; ) {
    const end = marks.indexOf(0, start);
    segments.push({ start, end: end < 0 ? marks.length : end });
    start = end < 0 ? -1 : marks.indexOf(1, end);
  }
  return segments;
}

function part({ bytes, marks }: MarkedText, start: number, end: number): MarkedText {
  return { bytes: bytes.subarray(start, end), marks: marks.subarray(start, end) };
}

/** The lines of a text that is cut every `columns` bytes. */
export function cut(text: MarkedText, columns: number): readonly MarkedText[] {
  const count = Math.ceil(text.bytes.length / columns);
  return Array.from({ length: count }, (_, line) => part(text, line * columns, (line + 1) * columns));
}

/** A text that is cut every `columns` bytes, with `seam` between the lines. */
export function broken(text: MarkedText, columns: number, seam: string): MarkedText {
  return joined(...cut(text, columns).flatMap((line, index) => (index === 0 ? [line] : [seam, line])));
}

/** Every byte written in another way, all of which is marked when the byte was. */
export function written(text: MarkedText, write: (byte: number) => string): MarkedText {
  const pieces = Array.from(text.bytes, (byte) => write(byte));
  return {
    bytes: Buffer.from(pieces.join(''), 'latin1'),
    marks: Buffer.concat(pieces.map((piece, at) => Buffer.alloc(piece.length, text.marks[at]))),
  };
}

/** Base64, in which a character is marked when one of its six bits comes from a marked byte. */
export function base64(content: Content, form: 'base64' | 'base64url' = 'base64'): MarkedText {
  const text = textOf(content);
  const bytes = Buffer.from(text.bytes.toString(form), 'latin1');
  const isMarked = (bit: number): boolean => text.marks[bit >> 3] === 1;
  return { bytes, marks: bytes.map((_, at) => (isMarked(6 * at) || isMarked(6 * at + 5) ? 1 : 0)) };
}

/** UTF-16 of ASCII. */
export function utf16(content: Content, order: 'LE' | 'BE' = 'LE'): MarkedText {
  return written(textOf(content), (byte) => {
    const character = String.fromCharCode(byte);
    return order === 'LE' ? `${character}\0` : `\0${character}`;
  });
}

/** Marks what lies between two marked bytes of a line: the gaps of a dump belong to what is dumped. */
export function filledIn(line: MarkedText): MarkedText {
  const first = line.marks.indexOf(1);
  return first < 0 ? line : { ...line, marks: line.marks.slice().fill(1, first, line.marks.lastIndexOf(1) + 1) };
}
