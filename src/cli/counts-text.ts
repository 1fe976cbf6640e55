/** What a redaction did, in one line. */
import type { RedactCounts } from '../index.js';

/** `12,345 bytes, 3 tokens replaced (2 bound, 1 legacy), 1 forced, 0 failures`. */
export function countsText({ bytes, replaced, forced, failed }: RedactCounts): string {
  const kinds = Object.entries(replaced).map(([kind, count]) => `${counted(count)} ${kind}`);
  const total = Object.values(replaced).reduce((sum, count) => sum + count, 0);
  const which = kinds.length === 0 ? '' : ` (${kinds.join(', ')})`;
  return `${counted(bytes)} bytes, ${counted(total)} replaced${which}, ${counted(forced)} forced, ${counted(failed)} failures`;
}

function counted(count: number): string {
  return count.toLocaleString('en-US');
}
