/** From the text column of a hex dump to its digits. */
import { type DumpLine, dumpLineAt } from './dump-line.js';
import { isHexDigit } from './hex-digits.js';

const SPACE = 0x20;
const NEWLINE = 0x0a;

/** The longest text column that is looked for, with what frames it: `xxd -c 64`. */
const LONGEST_COLUMN = 72;

/**
 * The dump line with an offset whose text column holds `text` at `at`, and whose digits say the same; undefined when
 * there is none to the left, as for nearly everything that looks like a token.
 */
export function dumpLineBeside(bytes: Uint8Array, at: number, text: string): DumpLine | undefined {
  const floor = Math.max(2, at - LONGEST_COLUMN);
  for (let before = at - 1; before > floor; before--) {
    if (bytes[before] === NEWLINE) return undefined;
    if (bytes[before] !== SPACE || bytes[before - 1] !== SPACE) continue;
    let digit = before - 2;
    while (digit > 0 && bytes[digit] === SPACE) digit--;
    before = digit + 1;
    if (isHexDigit[bytes[digit] as number] !== 1 || isHexDigit[bytes[digit - 1] ?? 0] !== 1) continue;
    const line = dumpLineAt(bytes, digit - 1);
    if (line !== undefined && line.offset !== null && String.fromCharCode(...line.values).includes(text)) return line;
  }
  return undefined;
}
