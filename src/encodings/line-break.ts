/** Where a token, or base64, goes on after the end of a line: every way in which text is broken over lines. */

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

/** Signs in front of a quoted or commented line: diff, mail, comments, lists, block comments. */
const isLineSign = (byte: number | undefined): boolean =>
  byte !== undefined && '+->#|*'.includes(String.fromCharCode(byte));

/**
 * If a break starts at `at` (the first byte that is no part of the text), the position where the text goes on; else
 * `NO_BREAK`, or `CUT_BREAK` when `bytes` end before it is certain. Known: a plain line end with any indentation (hard
 * wraps, YAML blocks), `\` at the line's end (YAML double-quoted, shell), `=` (quoted-printable, RFC 2045 §6.7), the
 * escapes `\n` and `\r\n` inside strings, strings put together in code (`"…" +`, `.`, `\`, or nothing between), CRI
 * lines (`<time> stdout P `) and records of Docker's json-file log.
 */
export function breakAt(bytes: Uint8Array, at: number): number {
  const end = Math.min(bytes.length, at + LONGEST_BREAK);
  const next = pastLineEnd(bytes, at, end);
  if (next === CUT_BREAK || (next !== NO_BREAK && next >= end)) return end === bytes.length ? CUT_BREAK : NO_BREAK;
  return next;
}

function pastLineEnd(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at];
  if (first === NEWLINE || first === RETURN) return pastPrefix(bytes, at, end);
  if (first === 0x3d) return isLineEnd(bytes[at + 1], at + 1, end) ? pastPrefix(bytes, at + 1, end) : NO_BREAK;
  if (first === BACKSLASH) return pastBackslash(bytes, at, end);
  if (isQuote(first))
    return first === QUOTE && bytes[at + 1] === 0x2c ? pastDockerRecord(bytes, at, end) : pastString(bytes, at, end);
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

/** `\` before a line end, or the escapes `\n`, `\r\n` in a string. */
function pastBackslash(bytes: Uint8Array, at: number, end: number): number {
  if (at + 1 >= end) return CUT_BREAK;
  const next = bytes[at + 1];
  if (next === NEWLINE || next === RETURN) {
    const after = pastPrefix(bytes, at + 1, end);
    return after >= 0 && after < end && bytes[after] === BACKSLASH ? after + 1 : after;
  }
  if (next === 0x72 && bytes[at + 2] === BACKSLASH && bytes[at + 3] === 0x6e) return at + 4;
  return next === 0x6e ? at + 2 : NO_BREAK;
}

/** A line end, then what stands in front of the next line's text. */
function pastPrefix(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  if (next < end && bytes[next] === RETURN) next++;
  if (next >= end) return CUT_BREAK;
  if (bytes[next] !== NEWLINE) return NO_BREAK;
  next = pastBlanks(bytes, next + 1, end);
  if (next >= end) return CUT_BREAK;
  const record = pastCriPrefix(bytes, next, end);
  if (record !== NO_BREAK) return record;
  if (isLineSign(bytes[next]) && isBlank(bytes[next + 1])) return pastBlanks(bytes, next + 1, end);
  if (bytes[next] === 0x2f && bytes[next + 1] === 0x2f) return pastBlanks(bytes, next + 2, end);
  return next;
}

function pastBlanks(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  while (next < end && isBlank(bytes[next])) next++;
  return next;
}

/** `"`, perhaps an operator, a line end in between, and the opening quote of the next piece. */
function pastString(bytes: Uint8Array, at: number, end: number): number {
  const quote = bytes[at] as number;
  let next = pastBlanks(bytes, at + 1, end);
  let hasOperator = false;
  let hasLineEnd = false;
  for (; next < end && !isQuote(bytes[next]); next = pastBlanks(bytes, next + 1, end)) {
    const byte = bytes[next];
    if (byte === NEWLINE || byte === RETURN) hasLineEnd = true;
    else if (!hasOperator && (byte === 0x2b || byte === 0x2e || byte === BACKSLASH || byte === 0x26))
      hasOperator = true;
    else return NO_BREAK;
  }
  if (next >= end) return CUT_BREAK;
  return (hasLineEnd || hasOperator) && bytes[next] === quote ? next + 1 : NO_BREAK;
}

/** CRI logging format: `2026-11-23T10:00:00.000000000Z stdout P `, kubernetes cri-api's log format. */
function pastCriPrefix(bytes: Uint8Array, at: number, end: number): number {
  if (!isDigit(bytes[at]) || bytes[at + 4] !== 0x2d || bytes[at + 7] !== 0x2d || bytes[at + 10] !== 0x54)
    return NO_BREAK;
  let next = at;
  const limit = Math.min(end, at + 40);
  while (next < limit && !isBlank(bytes[next])) next++;
  const stream = ascii(bytes, next, 10, end);
  if (/^ std(?:out|err) [PF] $/.test(stream)) return pastBlanks(bytes, next + 10, end);
  return next + 10 > end ? CUT_BREAK : NO_BREAK;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** Docker's json-file splits a long line at 16 KiB: `","stream":"stdout","time":"…"}` newline `{"log":"`. */
function pastDockerRecord(bytes: Uint8Array, at: number, end: number): number {
  const start = ascii(bytes, at, 11, end);
  if (start !== '","stream":') return end - at < 11 ? CUT_BREAK : NO_BREAK;
  let next = at + 11;
  while (next < end && bytes[next] !== NEWLINE) next++;
  if (next >= end) return CUT_BREAK;
  if (bytes[next - 1] !== 0x7d && bytes[next - 2] !== 0x7d) return NO_BREAK;
  const opening = ascii(bytes, next + 1, 8, end);
  if (opening === '{"log":"') return next + 9;
  return next + 9 > end ? CUT_BREAK : NO_BREAK;
}

function ascii(bytes: Uint8Array, at: number, length: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(at, Math.min(end, at + length)));
}
