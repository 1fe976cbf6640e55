/** Where a token, or base64, goes on after the end of a line: every way in which text is broken over lines. */
import { regularPrefix } from './regular-prefix.js';

/** Answer of `breakAt`: no break starts here. */
export const NO_BREAK = -1;
/** Answer of `breakAt`: the bytes end before it is certain. */
export const CUT_BREAK = -2;

/** The longest break that is looked at: what stands between two records of a container runtime. */
export const LONGEST_BREAK = 512;

const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const isBlank = (byte: number | undefined): boolean => byte === SPACE || byte === TAB;
const isQuote = (byte: number | undefined): boolean => byte === QUOTE || byte === 0x27 || byte === 0x60;

/** 1 for each of some characters. */
function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}

/** Signs in front of a quoted or commented line: diff, mail, comments, lists, block comments. */
const lineSigns = tableOf('+->#|*');
const isLineSign = (byte: number | undefined): boolean => byte !== undefined && lineSigns[byte] === 1;

/** All that breaks are made of, but for what stands in front of every line of a log. */
const breakCharacters = tableOf(' \t\n\r"\'`\\=<>/+-#|*.&,_nrbNRB');

/** The longest prefix of a line, with the blanks behind it. */
const LONGEST_PREFIX = 176;

/**
 * If a break starts at `at` (the first byte that is no part of the text), the position where the text goes on; else
 * `NO_BREAK`, or `CUT_BREAK` when `bytes` end before it is certain. Known: a plain line end with any indentation (hard
 * wraps, YAML blocks), `\` at the line's end (YAML double-quoted, shell), `=` (quoted-printable, RFC 2045 §6.7), the
 * escapes `\n` and `\r\n` inside strings (and inside strings of strings), strings put together in code (`"…" +`, `.`,
 * `\`, or nothing between) or listed line by line (`"…",`), `<br>`, CRI lines (`<time> stdout P `), records of Docker's json-file
 * log, and any log prefix that the line before bears as well (see `regular-prefix.ts`).
 */
export function breakAt(bytes: Uint8Array, at: number): number {
  const end = Math.min(bytes.length, at + LONGEST_BREAK);
  const next = pastLineEnd(bytes, at, end);
  if (next === CUT_BREAK || (next !== NO_BREAK && next >= end)) return end === bytes.length ? CUT_BREAK : NO_BREAK;
  return next;
}

/**
 * Where breaks that end at `at` can start, for whoever looks back: from `near` on, and, where a line with a prefix begins
 * before `at`, from `far` to `before`, around the end of the line in front of it. Without one, `far` is `near`.
 */
export function breakStartsBefore(bytes: Uint8Array, at: number): { near: number; before: number; far: number } {
  const floor = Math.max(0, at - LONGEST_BREAK);
  let near = at;
  while (near > floor && breakCharacters[bytes[near - 1] as number] === 1) near--;
  const lowest = Math.max(floor, near - LONGEST_PREFIX);
  let newline = near - 1;
  while (newline >= lowest && bytes[newline] !== NEWLINE) newline--;
  // A record may be indented, however far.
  while (newline >= floor && isBlank(bytes[newline])) newline--;
  if (newline < floor || bytes[newline] !== NEWLINE) return { near, before: near, far: near };
  // A record of Docker's ends in a brace, and starts some fields before it.
  let far = newline;
  while (far > floor && breakCharacters[bytes[far - 1] as number] === 1) far--;
  return { near, before: newline, far: bytes[newline - 1] === 0x7d ? floor : far };
}

function pastLineEnd(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at];
  if (first === NEWLINE || first === RETURN) return pastPrefix(bytes, at, end);
  if (first === 0x3d) return isLineEnd(bytes[at + 1], at + 1, end) ? pastPrefix(bytes, at + 1, end) : NO_BREAK;
  if (first === BACKSLASH) return pastBackslash(bytes, at, end);
  if (isQuote(first)) return pastQuote(bytes, at, end);
  if (first === 0x3c) return pastTag(bytes, at, end);
  if (isBlank(first)) {
    const after = pastBlanks(bytes, at, end);
    return after < end && bytes[after] !== NEWLINE && bytes[after] !== RETURN
      ? NO_BREAK
      : pastPrefix(bytes, after, end);
  }
  return NO_BREAK;
}

const isLineEnd = (byte: number | undefined, at: number, end: number): boolean =>
  at >= end || byte === NEWLINE || byte === RETURN;

/** `\` before a line end, or the escapes `\n`, `\r\n` in a string; more backslashes when JSON stands in JSON. */
function pastBackslash(bytes: Uint8Array, at: number, end: number): number {
  const next = pastBackslashes(bytes, at, end);
  if (next >= end) return CUT_BREAK;
  if (next === at + 1 && (bytes[next] === NEWLINE || bytes[next] === RETURN)) {
    const after = pastPrefix(bytes, next, end);
    return after >= 0 && after < end && bytes[after] === BACKSLASH ? after + 1 : after;
  }
  const after = pastEscapedLineEnd(bytes, at, end);
  if (after < 0) return after;
  // The line end is that of a string that is listed with others, or of a record of Docker's.
  if (bytes[after] === QUOTE) return pastQuote(bytes, after, end);
  return pastLineSign(bytes, pastBlanks(bytes, after, end), end);
}

function pastBackslashes(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  while (next < end && bytes[next] === BACKSLASH) next++;
  return next;
}

/** `\n` or `\r\n`, each with as many backslashes as the first has. */
function pastEscapedLineEnd(bytes: Uint8Array, at: number, end: number): number {
  const letter = pastBackslashes(bytes, at, end);
  const depth = letter - at;
  if (letter >= end) return CUT_BREAK;
  if (bytes[letter] === 0x6e) return letter + 1 >= end ? CUT_BREAK : letter + 1;
  if (bytes[letter] !== 0x72) return NO_BREAK;
  const second = pastBackslashes(bytes, letter + 1, end);
  if (second + 1 >= end) return CUT_BREAK;
  return second - letter - 1 === depth && bytes[second] === 0x6e ? second + 1 : NO_BREAK;
}

/** A line end, then what stands in front of the next line's text. */
function pastPrefix(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  if (next < end && bytes[next] === RETURN) next++;
  if (next >= end) return CUT_BREAK;
  if (bytes[next] !== NEWLINE) return NO_BREAK;
  const lineStart = next + 1;
  next = pastBlanks(bytes, lineStart, end);
  if (next >= end) return CUT_BREAK;
  const record = pastCriPrefix(bytes, next, end);
  if (record !== NO_BREAK) return record;
  const prefix = regularPrefix(bytes, at, lineStart, end);
  if (prefix < 0) return CUT_BREAK;
  if (prefix > 0) return pastBlanks(bytes, lineStart + prefix, end);
  return pastLineSign(bytes, next, end);
}

function pastLineSign(bytes: Uint8Array, at: number, end: number): number {
  if (isLineSign(bytes[at]) && isBlank(bytes[at + 1])) return pastBlanks(bytes, at + 1, end);
  // Without a blank behind them the slashes may be base64.
  if (bytes[at] === 0x2f && bytes[at + 1] === 0x2f && isBlank(bytes[at + 2])) return pastBlanks(bytes, at + 2, end);
  return at;
}

function pastBlanks(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  while (next < end && isBlank(bytes[next])) next++;
  return next;
}

/** `<br>` or `<br/>`, and a line end where one follows. */
function pastTag(bytes: Uint8Array, at: number, end: number): number {
  const tag = /^<br ?\/?>/i.exec(ascii(bytes, at, 6, end));
  if (tag === null) return NO_BREAK;
  const after = at + tag[0].length;
  return isLineEnd(bytes[after], after, end) ? pastPrefix(bytes, after, end) : pastBlanks(bytes, after, end);
}

/** The end of a string: of a record of Docker's, or of a piece that goes on in the next string. */
function pastQuote(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] !== QUOTE || bytes[at + 1] !== 0x2c) return pastString(bytes, at, end);
  const record = pastDockerRecord(bytes, at, end);
  return record === NO_BREAK ? pastString(bytes, at, end) : record;
}

/** `"`, perhaps an operator, a line end in between, and the opening quote of the next piece. */
function pastString(bytes: Uint8Array, at: number, end: number): number {
  const quote = bytes[at] as number;
  let next = pastBlanks(bytes, at + 1, end);
  let operator: number | undefined;
  let hasLineEnd = false;
  for (; next < end && !isQuote(bytes[next]); next = pastBlanks(bytes, next + 1, end)) {
    const byte = bytes[next] as number;
    if (byte === NEWLINE || byte === RETURN) hasLineEnd = true;
    // Visual Basic marks a line that goes on: `& _`.
    else if (byte === 0x5f && operator !== undefined && !hasLineEnd) continue;
    else if (operator === undefined && isJoining(byte)) operator = byte;
    else return NO_BREAK;
  }
  if (next >= end) return CUT_BREAK;
  // A comma joins nothing, but lists of lines, as of a notebook's cell, have one a line.
  const isJoined = hasLineEnd || (operator !== undefined && operator !== 0x2c);
  return isJoined && bytes[next] === quote ? next + 1 : NO_BREAK;
}

const joining = tableOf('+.\\&,');
const isJoining = (byte: number): boolean => joining[byte] === 1;

/** CRI logging format: `2026-11-23T10:00:00.000000000Z stdout P `, kubernetes cri-api's log format. */
function pastCriPrefix(bytes: Uint8Array, at: number, end: number): number {
  if (!isDigit(bytes[at]) || bytes[at + 4] !== 0x2d || bytes[at + 7] !== 0x2d || bytes[at + 10] !== 0x54)
    return NO_BREAK;
  let next = at;
  const limit = Math.min(end, at + 40);
  while (next < limit && !isBlank(bytes[next])) next++;
  const stream = ascii(bytes, next, 10, end);
  if (/^ std(?:out|err) [PF] $/.test(stream)) return pastBlanks(bytes, next + 10, end);
  return startsAny(stream, [' stdout P ', ' stdout F ', ' stderr P ', ' stderr F ']) ? CUT_BREAK : NO_BREAK;
}

/** True when the bytes end within one of `words`. */
const startsAny = (cut: string, words: readonly string[]): boolean => words.some((word) => word.startsWith(cut));

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** Docker's json-file splits a long line at 16 KiB: `","stream":"stdout","time":"…"}` newline `{"log":"`. */
function pastDockerRecord(bytes: Uint8Array, at: number, end: number): number {
  const start = ascii(bytes, at, 11, end);
  if (start !== '","stream":') return startsAny(start, ['","stream":']) ? CUT_BREAK : NO_BREAK;
  let next = at + 11;
  while (next < end && bytes[next] !== NEWLINE) next++;
  if (next >= end) return CUT_BREAK;
  if (bytes[next - 1] !== 0x7d && bytes[next - 2] !== 0x7d) return NO_BREAK;
  const opening = ascii(bytes, next + 1, 8, end);
  if (opening === '{"log":"') return next + 9;
  return startsAny(opening, ['{"log":"']) ? CUT_BREAK : NO_BREAK;
}

function ascii(bytes: Uint8Array, at: number, length: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(at, Math.min(end, at + length)));
}
