/** Paths for reports. */
import type { RawPath } from '../model/haystack.js';
import type { PathText } from '../model/path-text.js';

/** The path as a report carries it: with its bytes only when they are not UTF-8. */
export function pathText(path: RawPath): PathText {
  if (typeof path === 'string') return { text: path };
  const bytes = Buffer.from(path.buffer, path.byteOffset, path.length);
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? { text } : { text, bytes: bytes.toString('base64') };
}
