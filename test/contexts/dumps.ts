/** Hex dumps as programs print them, with the bytes of a token marked. */
import { cut, filledIn, joined, type MarkedText, written } from './marked-text.js';

const hexOf = (value: number, width: number): string => value.toString(16).padStart(width, '0');

/** The bytes of a line in hex, with what `gap` puts before the byte at an index; gaps inside the token are its own. */
function digitsOf(row: MarkedText, gap: (index: number) => string): MarkedText {
  let index = -1;
  const digits = written(row, (byte) => `${gap((index += 1))}${hexOf(byte, 2)}`);
  const marks = digits.marks.map((mark, at) => (digits.bytes[at] === 0x20 ? 0 : mark));
  return filledIn({ ...digits, marks });
}

const shown = ({ bytes }: MarkedText): string => bytes.toString('latin1').replaceAll(/[^ -~]/g, '.');

function dump(text: MarkedText, line: (row: MarkedText, offset: number) => MarkedText): readonly MarkedText[] {
  return cut(text, 16).map((row, index) => line(row, 16 * index));
}

/** Go's `encoding/hex.Dump`, and `hexdump -C`: two halves and a text column. */
export function goDump(text: MarkedText): readonly MarkedText[] {
  return dump(text, (row, offset) => {
    const digits = digitsOf(row, (index) => (index === 0 ? '' : index === 8 ? '  ' : ' '));
    const padding = ' '.repeat(48 - digits.bytes.length);
    return joined(`${hexOf(offset, 8)}  `, digits, `${padding}  |${shown(row)}|`);
  });
}

/** `tcpdump -X`. */
export function tcpdump(text: MarkedText): readonly MarkedText[] {
  return dump(text, (row, offset) => {
    const digits = digitsOf(row, (index) => (index > 0 && index % 2 === 0 ? ' ' : ''));
    const padding = ' '.repeat(39 - digits.bytes.length);
    return joined(`\t0x${hexOf(offset, 4)}:  `, digits, `${padding}  ${shown(row)}`);
  });
}

/** `xxd`. */
export function xxd(text: MarkedText): readonly MarkedText[] {
  return dump(text, (row, offset) => {
    const digits = digitsOf(row, (index) => (index > 0 && index % 2 === 0 ? ' ' : ''));
    const padding = ' '.repeat(39 - digits.bytes.length);
    return joined(`${hexOf(offset, 8)}: `, digits, `${padding}  ${shown(row)}`);
  });
}
