/** What stands in front of every line of a log: a time, a host, the name of a container. */

const NEWLINE = 0x0a;
const SPACE = 0x20;
const TAB = 0x09;

/** The longest prefix that is looked for. */
const LONGEST = 160;

/** How far back a line may start. */
const LINE = 2048;

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/**
 * How many bytes at `lineStart` the line before, which ends at `lineEnd`, starts with as well, digits aside, up to and
 * with the last blank: `Nov 23 10:00:01 host app[7]: `, `web-1  | `, `2026-11-23T10:00:00Z `. 0 when there are none;
 * blanks alone are indentation, and none. Negative when `bytes` end where there may be more of it.
 */
export function regularPrefix(bytes: Uint8Array, lineEnd: number, lineStart: number, end: number): number {
  const first = bytes[lineStart];
  if (first === SPACE || first === TAB) return 0;
  const mayGrow = end === bytes.length && end < lineStart + LONGEST;
  const blank = firstBlank(bytes, lineStart, Math.min(end, lineStart + LONGEST));
  if (blank < 0 && (!mayGrow || bytes.subarray(lineStart, end).includes(NEWLINE))) return 0;
  const from = Math.max(0, lineEnd - LINE);
  const before = bytes.subarray(from, lineEnd).lastIndexOf(NEWLINE);
  if (before < 0 && from > 0) return 0;
  const lineBefore = from + before + 1;
  const most = Math.min(LONGEST, lineEnd - lineBefore, end - lineStart);
  let length = 0;
  let at = 0;
  for (; at < most; at++) {
    const one = bytes[lineBefore + at];
    const other = bytes[lineStart + at];
    if (one !== other && !(isDigit(one) && isDigit(other))) break;
    if (other === SPACE || other === TAB) length = at + 1;
  }
  return mayGrow && at === end - lineStart ? -1 : length;
}

/** A line of base64 or of a token has none, which is nearly every line that is asked about. */
function firstBlank(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to && bytes[at] !== NEWLINE; at++) if (bytes[at] === SPACE || bytes[at] === TAB) return at;
  return -1;
}
