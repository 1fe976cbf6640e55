/** Replacements in text with escapes: what could mean something there is written as an escape of the same kind. */
import type { Edit, Layer } from './encoding.js';
import { spreadOver } from './spread-over.js';

const BACKSLASH = 0x5c;
const AMPERSAND = 0x26;

/** Characters that mean themselves in every kind of text that has escapes. */
const plainCharacter = /^[A-Za-z0-9._-]$/;

/** `Encoding.rewrap` for escapes. */
export function rewrapEscapes(source: Uint8Array, layer: Layer, edits: readonly Edit[]): readonly Edit[] {
  return edits.flatMap((edit) => {
    const segments = layer.locate(edit);
    const escape = escapeLike(source.subarray(segments[0]?.start, segments[segments.length - 1]?.end));
    const text = Array.from(edit.bytes, (byte) => {
      const character = String.fromCharCode(byte);
      return plainCharacter.test(character) ? character : escape(byte);
    }).join('');
    return spreadOver(segments, Buffer.from(text, 'latin1'));
  });
}

/** How the text around writes characters. */
function escapeLike(text: Uint8Array): (byte: number) => string {
  const hex = (byte: number): string => byte.toString(16).padStart(2, '0');
  if (text.includes(BACKSLASH)) {
    const first = text.indexOf(BACKSLASH);
    let count = 1;
    while (text[first + count] === BACKSLASH) count++;
    return (byte) => `${'\\'.repeat(count)}u00${hex(byte)}`;
  }
  if (text.includes(AMPERSAND)) return (byte) => `&#x${hex(byte)};`;
  return (byte) => `%${hex(byte).toUpperCase()}`;
}
