/** Names of entries, which are bytes of a stranger and nothing else. */
import type { PathText } from '../model/path-text.js';

/** Longer names are cut: zip's own bound, and sixteen times the longest path of Linux. */
const LONGEST_NAME_BYTES = 0xffff;

/** The name as reports carry it; the bytes come along only where the text cannot give them back. */
export function entryPath(name: Uint8Array): PathText {
  const bytes = Buffer.from(name.subarray(0, LONGEST_NAME_BYTES));
  const text = bytes.toString('utf8');
  if (!text.includes('\u{fffd}') || Buffer.from(text).equals(bytes)) return { text };
  return { text, bytes: bytes.toString('base64') };
}
