/** Copies that were cut. */
import type { Finding } from '../model/finding.js';

/**
 * True for a token that is cut off and of an algorithm that API servers may sign with: the whole it was cut from may
 * work. Tokens that nothing or a shared secret signs never do.
 */
export function isPiece({ token, header }: Pick<Finding, 'token' | 'header'>): boolean {
  return !token.complete && header.alg !== null && !/^(?:none|HS\d+)$/i.test(header.alg);
}
