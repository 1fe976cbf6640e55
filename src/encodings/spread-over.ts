/** Puts text into the places where other text stood. */
import type { Span } from '../model/span.js';
import type { Edit } from './encoding.js';

/**
 * Edits that write `bytes` over `segments`: each is filled up to its width, what is too much goes into the last one, and
 * what is left of them is emptied. So the breaks between the lines stay where they are.
 */
export function spreadOver(segments: readonly Span[], bytes: Uint8Array): readonly Edit[] {
  let from = 0;
  return segments.map(({ start, end }, index) => {
    const to = index === segments.length - 1 ? bytes.length : Math.min(bytes.length, from + end - start);
    const edit = { start, end, bytes: bytes.subarray(from, to) };
    from = to;
    return edit;
  });
}
