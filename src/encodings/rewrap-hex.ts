/** Replacements in hex: in plain strings of digits, and in dumps, where the text column says the same. */
import type { Span } from '../model/span.js';
import { type DumpLine, dumpLineAt } from './dump-line.js';
import type { Edit, Layer } from './encoding.js';
import { isHexDigit } from './hex-digits.js';
import { spreadOver } from './spread-over.js';

const NEWLINE = 0x0a;

/** The longest text column, with what frames it: `xxd -c 256`. */
const LONGEST_COLUMN = 320;

/**
 * `Encoding.rewrap` for hex. The lines of a dump bear offsets, so there a replacement must be as long as what it
 * replaces; undefined otherwise.
 */
export function rewrapHex(source: Uint8Array, layer: Layer, edits: readonly Edit[]): readonly Edit[] | undefined {
  const rewrapped: Edit[] = [];
  for (const edit of edits) {
    const segments = layer.locate(edit);
    const isDump = segments.some((segment) => hasGaps(source, segment));
    if (isDump && edit.bytes.length !== edit.end - edit.start) return undefined;
    rewrapped.push(...(isDump ? overDump(source, segments, edit.bytes) : overDigits(source, segments, edit.bytes)));
  }
  return rewrapped.sort((one, other) => one.start - other.start);
}

function hasGaps(source: Uint8Array, { start, end }: Span): boolean {
  if (dumpLineAt(source, start) !== undefined) return true;
  for (let at = start; at < end; at++) if (isHexDigit[source[at] as number] !== 1) return true;
  return false;
}

function overDigits(source: Uint8Array, segments: readonly Span[], bytes: Uint8Array): readonly Edit[] {
  const isUpper = segments.some(({ start, end }) => hasCapital(source, start, end));
  return spreadOver(segments, digitsOf(bytes, isUpper));
}

function hasCapital(source: Uint8Array, start: number, end: number): boolean {
  return /[A-F]/.test(Buffer.from(source.subarray(start, end)).toString('latin1'));
}

function digitsOf(bytes: Uint8Array, isUpper: boolean): Uint8Array {
  const hex = Buffer.from(bytes).toString('hex');
  return Buffer.from(isUpper ? hex.toUpperCase() : hex, 'latin1');
}

/** Line by line: the digits, the gaps between them left as they are, and the same bytes in the text column. */
function overDump(source: Uint8Array, segments: readonly Span[], bytes: Uint8Array): readonly Edit[] {
  const edits: Edit[] = [];
  let from = 0;
  for (const segment of segments) {
    const written = source.slice(segment.start, segment.end);
    const isUpper = hasCapital(source, segment.start, segment.end);
    const first = from;
    for (let at = 0; at + 1 < written.length; at++) {
      if (isHexDigit[written[at] as number] !== 1) continue;
      written.set(digitsOf(bytes.subarray(from, from + 1), isUpper), at);
      from++;
      at++;
    }
    edits.push({ ...segment, bytes: written });
    const line = dumpLineAt(source, segment.start);
    const column = line === undefined ? -1 : textColumn(source, line);
    const offset = line?.positions.indexOf(segment.start) ?? -1;
    if (column < 0 || offset < 0) continue;
    const start = column + offset;
    edits.push({ start, end: start + from - first, bytes: bytes.slice(first, from) });
  }
  return edits;
}

/** Where on the dump line its bytes stand as text; -1 when there is no such column. */
function textColumn(source: Uint8Array, line: DumpLine): number {
  const digitsEnd = (line.positions[line.positions.length - 1] as number) + 2;
  const shown = line.values.map((value) => (value >= 0x20 && value < 0x7f ? String.fromCharCode(value) : '.')).join('');
  const rest = Buffer.from(source.subarray(digitsEnd, digitsEnd + LONGEST_COLUMN));
  const newline = rest.indexOf(NEWLINE);
  const column = rest.toString('latin1', 0, newline < 0 ? rest.length : newline).indexOf(shown);
  return column < 0 ? -1 : digitsEnd + column;
}
