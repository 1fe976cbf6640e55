/** base64url as JWTs use it (RFC 4648 §5, no padding). */

const alphabet = /^[A-Za-z0-9_-]*$/;

/**
 * The bytes that `text` encodes, or undefined when it holds a foreign character or is of a length that no encoder
 * makes. Unused bits of the last character may be set: Go's decoder, which the API server uses, ignores them.
 */
export function decodeBase64url(text: string): Uint8Array | undefined {
  if (text.length % 4 === 1 || !alphabet.test(text)) return undefined;
  return Buffer.from(text, 'base64url');
}
