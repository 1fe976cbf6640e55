/** Replacements in base64 (RFC 4648 §4 and §5): whole groups are written anew, in the alphabet that stands there. */
import type { Edit, Layer } from './encoding.js';
import { spreadOver } from './spread-over.js';

/** Bytes of a group. */
const GROUP = 3;

const PLUS = 0x2b;
const SLASH = 0x2f;

/**
 * `Encoding.rewrap` for base64: everything from the first edit to the last one becomes one run of groups, so that what
 * stands behind it keeps its place in its group. Undefined unless the length changes by whole groups.
 */
export function rewrapBase64(source: Uint8Array, layer: Layer, edits: readonly Edit[]): readonly Edit[] | undefined {
  const first = edits[0];
  const last = edits[edits.length - 1];
  if (first === undefined || last === undefined) return [];
  const start = first.start - (first.start % GROUP);
  const end = Math.min(layer.bytes.length, Math.ceil(last.end / GROUP) * GROUP);
  const bytes = edited(layer.bytes, start, end, edits);
  if ((bytes.length - (end - start)) % GROUP !== 0) return undefined;
  const segments = layer.locate({ start, end });
  const isStandard = segments.some((segment) => {
    const text = source.subarray(segment.start, segment.end);
    return text.includes(PLUS) || text.includes(SLASH);
  });
  const text = Buffer.from(bytes)
    .toString(isStandard ? 'base64' : 'base64url')
    .replace(/=+$/, '');
  return spreadOver(segments, Buffer.from(text, 'latin1'));
}

/** The bytes of `[start, end)` after the edits. */
function edited(bytes: Uint8Array, start: number, end: number, edits: readonly Edit[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let from = start;
  for (const edit of edits) {
    parts.push(bytes.subarray(from, edit.start), edit.bytes);
    from = edit.end;
  }
  return Buffer.concat([...parts, bytes.subarray(from, end)]);
}
