/** The mask for what nobody could read in time. */
import type { Marker } from './marker.js';

const NEWLINE = 0x0a;

/** What generic masks are counted as, and the kind in their markers. */
export const UNREAD = 'unread';

/** 1 for bytes of text, in any encoding, that a token may go on with. */
export const isTokenByte = new Uint8Array(256);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+/=\\%&#;\0') {
  isTokenByte[character.charCodeAt(0)] = 1;
}

/** One mask for all of `bytes`; the ends of lines stay. */
export function genericMask(bytes: Uint8Array, marker: Marker, isSameLength: boolean): Uint8Array {
  const newlines = bytes.filter((byte) => byte === NEWLINE);
  const facts = { kind: UNREAD, namespace: null, serviceAccount: null, hash: '000000000000' };
  const text = isSameLength ? marker.fitted(facts, bytes.length - newlines.length) : marker.text(facts);
  return Buffer.concat([Buffer.from(text, 'latin1'), newlines]);
}
