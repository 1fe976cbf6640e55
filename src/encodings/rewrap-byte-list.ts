/** Replacements in lists of numbers: each byte a number of the same kind, parted as those that stand there. */
import type { Span } from '../model/span.js';
import type { Edit, Layer } from './encoding.js';

/** How numbers are written in a place, and what parts them. */
interface Manner {
  readonly write: (byte: number) => string;
  readonly separator: string;
  /** As many bytes stay as many characters: what is too much is left out, what is too little filled with blanks. */
  readonly isFixed: boolean;
}

/** `Encoding.rewrap` for lists. Each line keeps its count of numbers, and the last one takes what is left. */
export function rewrapByteList(source: Uint8Array, layer: Layer, edits: readonly Edit[]): readonly Edit[] {
  return edits.flatMap((edit) => {
    const segments = layer.locate(edit);
    const around = latin1(source, (segments[0]?.start ?? 1) - 1, (segments[segments.length - 1]?.end ?? 0) + 1);
    const manner = { ...mannerOf(around), isFixed: edit.bytes.length === edit.end - edit.start };
    return overSegments(source, segments, edit.bytes, manner);
  });
}

function overSegments(
  source: Uint8Array,
  segments: readonly Span[],
  bytes: Uint8Array,
  manner: Manner,
): readonly Edit[] {
  let from = 0;
  return segments.map(({ start, end }, index) => {
    const text = latin1(source, start, end);
    const isLast = index === segments.length - 1;
    const count = isLast ? bytes.length : (text.match(/[\da-fx]+/gi)?.length ?? 0);
    const part = bytes.subarray(from, from + count);
    from += count;
    // A number that the end of a line cut must not be glued to the next one.
    const tail = isLast || part.length === 0 ? '' : (/[, ]+$/.exec(text)?.[0] ?? manner.separator);
    return { start, end, bytes: Buffer.from(numbersIn(part, tail, end - start, manner), 'latin1') };
  });
}

function numbersIn(bytes: Uint8Array, tail: string, width: number, { write, separator, isFixed }: Manner): string {
  const numbers = Array.from(bytes, write);
  const text = (): string => numbers.join(separator) + tail;
  if (!isFixed) return text();
  while (numbers.length > 0 && text().length > width) numbers.pop();
  return text().padEnd(width).slice(0, width);
}

function mannerOf(text: string): Omit<Manner, 'isFixed'> {
  const isUpper = /[A-F]/.test(text);
  const hex = (byte: number): string => {
    const digits = byte.toString(16).padStart(2, '0');
    return isUpper ? digits.toUpperCase() : digits;
  };
  const separator = /(?<=[\da-f])(?:, ?| )(?=[\da-f])/i.exec(text)?.[0] ?? ' ';
  return { write: text.includes('x') ? (byte) => `0x${hex(byte)}` : String, separator };
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.subarray(Math.max(0, start), end)).toString('latin1');
}
