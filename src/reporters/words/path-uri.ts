/** Paths as URI references (RFC 3986), byte for byte. */
import type { PathText } from '../../model/path-text.js';

/** What may stand in a path segment as it is; the colon is left out, for a first segment must not look like a scheme. */
const PLAIN = /^[A-Za-z0-9\-._~!$&'()*+,;=@/]$/;

/**
 * A relative path as a relative reference, without `./`, which code hosts resolve against the repository's root; an
 * absolute path as a `file:` URI. Every other byte is percent-encoded, also of paths that are not UTF-8.
 */
export function pathUri(path: PathText): string {
  const bytes = path.bytes === undefined ? Buffer.from(path.text) : Buffer.from(path.bytes, 'base64');
  const text = bytes.toString('latin1').replace(/^(?:\.\/+)+/, '');
  let uri = '';
  for (const character of text) {
    uri += PLAIN.test(character)
      ? character
      : `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return uri.startsWith('/') ? `file:///${uri.replace(/^\/+/, '')}` : uri;
}
