/** A place on one line of a terminal: where it is too long, its middle goes, and file name and line stay. */
import { maskTokens } from '../../output/mask.js';
import { escapeTerminal, SHOWN_CHARACTERS } from './escape-terminal.js';

/** Characters of the front that stay: enough to know the tree. */
const HEAD = 60;

/**
 * `place` on one line, unsafe characters escaped, at most 200 characters: of a longer one the front and the end, with an
 * ellipsis between them. Tokens in it are masked first: a cut could take the start of one away, by which the last masking
 * knows it, and leave its signature.
 */
export function fittedPlace(place: string): string {
  const whole = escapeTerminal(place, Number.POSITIVE_INFINITY);
  if (whole.length <= SHOWN_CHARACTERS) return whole;
  const masked = escapeTerminal(maskTokens(place), Number.POSITIVE_INFINITY);
  if (masked.length <= SHOWN_CHARACTERS) return masked;
  const start = masked.length - (SHOWN_CHARACTERS - HEAD);
  // Nothing is cut inside one of our escapes or a surrogate pair.
  const isInEscape = /\\(?:u(?:\{[\da-f]{0,6})?)?$/.test(masked.slice(start - 10, start));
  const tail = masked.slice(start).replace(isInEscape ? /^u?\{?[\da-f]*\}/ : /^[\uDC00-\uDFFF]/, '');
  const head = masked
    .slice(0, HEAD - 1)
    .replace(/\\(?:u(?:\{[\da-f]{0,6})?)?$/, '')
    .replace(/[\uD800-\uDBFF]$/, '');
  return `${head}…${tail}`;
}
