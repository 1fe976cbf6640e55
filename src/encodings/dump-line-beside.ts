/** From the text column of a hex dump to its digits. */
import { type DumpLine, dumpLineAt } from './dump-line.js';
import { isHexDigit } from './hex-digits.js';

const SPACE = 0x20;
const NEWLINE = 0x0a;

/** The longest text column that is looked for, with what frames it: `xxd -c 64`. */
const LONGEST_COLUMN = 72;

/** How far behind an anchor a look goes, to answer for the anchors there too. */
const AHEAD = 2048;

/** Texts hold few pairs of hex letters with two spaces behind. */
const MOST_GAPS = 4;

/**
 * The dump line with an offset whose text column holds `text` at `at`, and whose digits say the same. Where there is
 * none to the left, as for nearly everything that looks like a token, answers up to where no text has one: on a line
 * whose column once says something else than its digits, none does.
 */
export function dumpLineBeside(bytes: Uint8Array, at: number, text: string): DumpLine | number {
  const floor = Math.max(2, at - LONGEST_COLUMN);
  let gaps = 0;
  for (let before = at - 1; before > floor && gaps < MOST_GAPS; before--) {
    if (bytes[before] === NEWLINE) break;
    if (bytes[before] !== SPACE || bytes[before - 1] !== SPACE) continue;
    let digit = before - 2;
    while (digit > 0 && bytes[digit] === SPACE) digit--;
    before = digit + 1;
    if (!isPair(bytes, digit - 1)) continue;
    gaps++;
    const line = dumpLineAt(bytes, digit - 1);
    if (line !== undefined && line.offset !== null && String.fromCharCode(...line.values).includes(text)) return line;
  }
  return nextGap(bytes, at);
}

/** A place behind `at`, up to which no two spaces stand behind the digits of a byte. */
function nextGap(bytes: Uint8Array, at: number): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, at + AHEAD));
  let next = at;
  for (let tries = 0; tries < MOST_GAPS; tries++) {
    next = text.indexOf('  ', next + 1, 'latin1');
    if (next < 0) return text.length;
    if (isPair(bytes, next - 2)) break;
  }
  return next + 1;
}

function isPair(bytes: Uint8Array, at: number): boolean {
  return at >= 0 && isHexDigit[bytes[at] as number] === 1 && isHexDigit[bytes[at + 1] as number] === 1;
}
