/** One line of a hex dump: its offset, its bytes, and how to find the lines before and after. */
import { isHexDigit, pairValue } from './hex-digits.js';

/** A line with the value of each byte and the source position of its first digit. */
export interface DumpLine {
  /** Where its first digit stands. */
  readonly start: number;
  readonly values: readonly number[];
  readonly positions: readonly number[];
  /** Digits in a group: 2, 4, 8, and with an offset 16 or 32 (`xxd -g 8`, `xxd -g 0`). */
  readonly groupDigits: number;
  /** The offset as written, and where; null for a dump without offsets. */
  readonly offset: { readonly text: string; readonly start: number; readonly radix: 8 | 16 } | null;
  /** How far behind the start of its line, of the log or file, the offset stands; null where nobody looked. */
  readonly column: number | null;
}

/** A line, or why there is none: the dump ends (`none`), or the bytes do (`cut`). */
export type LineStep = DumpLine | 'none' | 'cut';

const SPACE = 0x20;
const NEWLINE = 0x0a;

/** The longest line of a dump, with a log prefix in front and the text column behind. */
const LONGEST_LINE = 640;

/** What may stand between the escape of a line end and an offset: tabs, escaped too, and `0x`. */
const INDENTATION = 16;

/** `xxd -c 256` shows no more on a line. */
const MOST_BYTES = 256;

/** Groups of so many digits are told from other hex by an offset alone. */
const isLongGroup = (digits: number): boolean => digits === 16 || digits === 32;

/**
 * The dump line that the digit at `at` stands in; undefined when the digits around it are no groups with spaces
 * between (then they may be a plain string).
 */
export function dumpLineAt(bytes: Uint8Array, at: number): DumpLine | undefined {
  let groupStart = at;
  while (groupStart > 0 && isHexDigit[bytes[groupStart - 1] as number] === 1) groupStart--;
  const groupDigits = digitsAt(bytes, groupStart);
  const isGroup = groupDigits === 2 || groupDigits === 4 || groupDigits === 8 || isLongGroup(groupDigits);
  if (!isGroup || (at - groupStart) % 2 !== 0) return undefined;
  let first = groupStart;
  // No further than a line can be long: groups that go on and on would be walked again from each of their anchors.
  for (let read = at - groupStart; read < MOST_BYTES - groupDigits; read += groupDigits / 2) {
    const before = groupBefore(bytes, first, groupDigits);
    if (before === undefined) break;
    first = before;
  }
  const line = readGroups(bytes, first, groupDigits, offsetBefore(bytes, first, groupDigits), 2 * MOST_BYTES);
  return (line.values.length < 3 || isLongGroup(groupDigits)) && line.offset === null ? undefined : line;
}

/** The line after `line`, which bears the offset that follows from its own. `isEnd`: nothing comes after `bytes`. */
export function followingLine(bytes: Uint8Array, line: DumpLine, isEnd: boolean): LineStep {
  const last = line.positions[line.positions.length - 1] as number;
  const limit = Math.min(bytes.length, last + LONGEST_LINE);
  const newline = endOfLine(bytes, last, limit);
  const inString = followingInString(bytes, line, last, newline);
  if (inString !== undefined) return endOf(inString) < bytes.length || isEnd ? inString : 'cut';
  if (newline === limit || newline + 1 >= bytes.length)
    return !isEnd && bytes.length - line.start < LONGEST_LINE ? 'cut' : 'none';
  const start = newline + 1;
  const end = endOfLine(bytes, start, Math.min(bytes.length, start + LONGEST_LINE));
  if (end === bytes.length && end < start + LONGEST_LINE && !isEnd) return 'cut';
  return sameColumn(bytes, start, end, line) ?? lineWithin(bytes, start, end, line, line.values.length) ?? 'none';
}

/** The line of `[start, end)` when its offset stands where that of `line`, the one before, stands, as it does nearly always. */
function sameColumn(bytes: Uint8Array, start: number, end: number, line: DumpLine): DumpLine | undefined {
  const { offset, column } = line;
  if (offset === null || column === null) return undefined;
  const wanted = offsetText(offset, line.values.length);
  const at = start + column;
  if (wanted === undefined || at + wanted.length >= end) return undefined;
  for (let index = 0; index < wanted.length; index++) {
    if (bytes[at + index] !== wanted.charCodeAt(index)) return undefined;
  }
  return lineBehind(bytes, at, wanted, line, column);
}

/** The offset that stands `by` bytes behind another, written as that one is; undefined when it would be negative. */
function offsetText({ text, radix }: NonNullable<DumpLine['offset']>, by: number): string | undefined {
  const value = Number.parseInt(text, radix) + by;
  if (value < 0) return undefined;
  const digits = value.toString(radix);
  return (/[A-F]/.test(text) ? digits.toUpperCase() : digits).padStart(text.length, '0');
}

/** Where the line ends that `from` is on: at its newline, or at `limit`. */
function endOfLine(bytes: Uint8Array, from: number, limit: number): number {
  let at = from;
  while (at < limit && bytes[at] !== NEWLINE) at++;
  return at;
}

/** The line before `line`, not before `floor`; undefined when there is none. */
export function precedingLine(bytes: Uint8Array, line: DumpLine, floor: number): DumpLine | undefined {
  const inString = precedingInString(bytes, line, floor);
  if (inString !== undefined) return inString;
  const lineStart = lineStartBefore(bytes, line.offset?.start ?? line.start);
  if (lineStart <= Math.max(1, floor)) return undefined;
  const before = Math.max(floor, lineStartBefore(bytes, lineStart - 2));
  if (lineStart - before > LONGEST_LINE) return undefined;
  return fullLineWithin(bytes, before, lineStart - 1, line);
}

/** The line after `line` in a dump that stands in a string, as of JSON: its lines end in the escape `\\n`, before `to`. */
function followingInString(bytes: Uint8Array, line: DumpLine, from: number, to: number): DumpLine | undefined {
  if (line.offset === null || !hasBackslash(bytes, from, to)) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, to);
  for (let found = text.indexOf('\\n', from); found >= 0; found = text.indexOf('\\n', found + 2)) {
    const next = lineWithin(bytes, found + 2, Math.min(bytes.length, found + LONGEST_LINE), line, line.values.length);
    const offset = next?.offset ?? null;
    if (offset !== null && offset.start - found <= INDENTATION) return next;
  }
  return undefined;
}

function hasBackslash(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] === 0x5c) return true;
  return false;
}

/** The line before `line` in a dump that stands in a string. */
function precedingInString(bytes: Uint8Array, line: DumpLine, floor: number): DumpLine | undefined {
  if (line.offset === null) return undefined;
  const indent = Buffer.from(bytes.subarray(Math.max(0, line.offset.start - INDENTATION), line.offset.start));
  const escape = /\\n(?:[ \t]|\\+t|0x)*$/.exec(indent.toString('latin1'));
  if (escape === null) return undefined;
  const to = line.offset.start - escape[0].length;
  const from = Math.max(0, floor, to - LONGEST_LINE);
  return from < to ? fullLineWithin(bytes, from, to, line) : undefined;
}

/** A line in `[from, to)` that bears the offset before that of `line`, whatever number of bytes lies between. */
function fullLineWithin(bytes: Uint8Array, from: number, to: number, line: DumpLine): DumpLine | undefined {
  for (const count of [16, 32, 8, line.values.length]) {
    const found = lineWithin(bytes, from, to, line, -count);
    if (found !== undefined && found.values.length === count) return found;
  }
  return undefined;
}

const endOf = ({ positions }: DumpLine): number => (positions[positions.length - 1] as number) + 2;

/** Behind the newline at or before `at`; 0 when there is none within the longest line. */
function lineStartBefore(bytes: Uint8Array, at: number): number {
  const from = Math.max(0, at - LONGEST_LINE);
  const found = bytes.subarray(from, at + 1).lastIndexOf(NEWLINE);
  return found < 0 ? 0 : from + found + 1;
}

/** A line in `[from, to)` whose offset is that of `line` and `by` more, or that stands in the same column without one. */
function lineWithin(bytes: Uint8Array, from: number, to: number, line: DumpLine, by: number): DumpLine | undefined {
  const { offset, groupDigits } = line;
  if (offset === null) {
    let at = from;
    while (at < to && bytes[at] === SPACE) at++;
    if (digitsAt(bytes, at) !== groupDigits) return undefined;
    return readGroups(bytes, at, groupDigits, null);
  }
  const wanted = offsetText(offset, by);
  if (wanted === undefined) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
  for (let found = text.indexOf(wanted); found >= 0; found = text.indexOf(wanted, found + 1)) {
    const read = lineBehind(bytes, from + found, wanted, line, found);
    if (read !== undefined) return read;
  }
  return undefined;
}

/** The line whose offset, as written, stands at `at`. */
function lineBehind(
  bytes: Uint8Array,
  at: number,
  wanted: string,
  { offset, groupDigits }: DumpLine,
  column: number,
): DumpLine | undefined {
  const behind = at + wanted.length;
  let first = bytes[behind] === 0x3a ? behind + 1 : behind;
  while (bytes[first] === SPACE || bytes[first] === 0x09) first++;
  if (first === behind || digitsAt(bytes, first) < 2) return undefined;
  const own = { text: wanted, start: at, radix: offset?.radix ?? 16 };
  const read = readGroups(bytes, first, groupDigits, own, MOST_BYTES, column);
  return read.values.length > 0 ? read : undefined;
}

/** How many hex digits stand in a row at `at`, up to one more than the longest group. */
function digitsAt(bytes: Uint8Array, at: number): number {
  let count = 0;
  while (count < 33 && isHexDigit[bytes[at + count] ?? 0] === 1) count++;
  return count;
}

/** Two when a byte stands at `at`. */
function pairAt(bytes: Uint8Array, at: number): number {
  return isHexDigit[bytes[at] ?? 0] === 1 && isHexDigit[bytes[at + 1] ?? 0] === 1 ? 2 : 0;
}

/** Start of a group of as many digits before the one at `first`: one space between, or two where lines have a middle. */
function groupBefore(bytes: Uint8Array, first: number, digits: number): number | undefined {
  for (const gap of digits === 2 ? [1, 2] : [1]) {
    const start = first - gap - digits;
    if (start < 0 || bytes[first - 1] !== SPACE || bytes[first - gap] !== SPACE) continue;
    if (digitsAt(bytes, start) === digits && isHexDigit[bytes[start - 1] ?? 0] !== 1) return start;
  }
  return undefined;
}

/** What stands in front of the groups: `00000070  `, `00000070: `, `0x0070:  `, `0000160 `. */
function offsetBefore(bytes: Uint8Array, first: number, groupDigits: number): DumpLine['offset'] {
  let end = first;
  while (end > 0 && (bytes[end - 1] === SPACE || bytes[end - 1] === 0x09)) end--;
  const hasColon = bytes[end - 1] === 0x3a;
  if (hasColon) end--;
  let start = end;
  while (start > 0 && end - start < 16 && isHexDigit[bytes[start - 1] as number] === 1) start--;
  const text = String.fromCharCode(...bytes.subarray(start, end));
  if (text.length < 4 || (!hasColon && text.length === groupDigits) || end === first) return null;
  return { text, start, radix: text.length === 7 && !/[89a-f]/i.test(text) && !hasColon ? 8 : 16 };
}

/** Reads groups until something else stands there; the text column behind two spaces is something else. */
function readGroups(
  bytes: Uint8Array,
  first: number,
  digits: number,
  offset: DumpLine['offset'],
  most = MOST_BYTES,
  column: number | null = null,
): DumpLine {
  const values: number[] = [];
  const positions: number[] = [];
  for (let at = first; values.length < most; ) {
    const count = digits === 2 ? pairAt(bytes, at) : Math.min(digits, digitsAt(bytes, at));
    if (count < 2 || isHexDigit[bytes[at + digits] ?? 0] === 1) break;
    for (let pair = 0; pair + 1 < count; pair += 2) {
      values.push(pairValue(bytes[at + pair] as number, bytes[at + pair + 1] as number));
      positions.push(at + pair);
    }
    if (count < digits) break;
    at += digits;
    if (bytes[at] !== SPACE) break;
    at += digits === 2 && bytes[at + 1] === SPACE && values.length === 8 ? 2 : 1;
  }
  return { start: first, values, positions, groupDigits: digits, offset, column };
}
