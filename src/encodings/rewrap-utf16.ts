/** Replacements in UTF-16, in the byte order that stands there. */
import type { Edit, Layer } from './encoding.js';
import { spreadOver } from './spread-over.js';

/** `Encoding.rewrap` for UTF-16. */
export function rewrapUtf16(source: Uint8Array, layer: Layer, edits: readonly Edit[]): readonly Edit[] {
  return edits.flatMap((edit) => {
    const segments = layer.locate(edit);
    const isBigEndian = source[segments[0]?.start ?? 0] === 0;
    const units = new Uint8Array(2 * edit.bytes.length);
    for (const [index, byte] of edit.bytes.entries()) units[2 * index + (isBigEndian ? 1 : 0)] = byte;
    return spreadOver(segments, units);
  });
}
