/** A quick look at what could be the start of a JWT header. */

const values = new Uint8Array(256);
for (const [value, character] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].entries()) {
  values[character.charCodeAt(0)] = value;
}

/** True when the eight characters of base64url at `at` stand for printable ASCII, as those of every header do. */
export function startsLikeJson(bytes: Uint8Array, at: number): boolean {
  return isPrintable(groupAt(bytes, at)) && isPrintable(groupAt(bytes, at + 4));
}

/** A longer first key is not looked at. */
const LONGEST_KEY_BYTES = 60;

/**
 * False when the base64url at `at`, which starts with `{`, cannot be an object with members: its first key has no colon.
 * Text that repeats the start of a token is full of such places, and trying each would be slow.
 */
export function startsWithMember(bytes: Uint8Array, at: number): boolean {
  let quotes = 0;
  for (let read = 1; read < LONGEST_KEY_BYTES; read++) {
    const group = at + 4 * Math.floor(read / 3);
    if (group + 4 > bytes.length) return true;
    const byte = (groupAt(bytes, group) >> (16 - 8 * (read % 3))) & 0xff;
    if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) continue;
    if (byte === 0x5c) return true;
    if (quotes === 2) return byte === 0x3a;
    if (byte === 0x22) quotes++;
    else if (quotes === 0) return false;
  }
  return true;
}

function groupAt(bytes: Uint8Array, at: number): number {
  return (
    ((values[bytes[at] as number] as number) << 18) |
    ((values[bytes[at + 1] as number] as number) << 12) |
    ((values[bytes[at + 2] as number] as number) << 6) |
    (values[bytes[at + 3] as number] as number)
  );
}

/** Three bytes below 128, and none a control character but tab and line ends. */
function isPrintable(group: number): boolean {
  return (group & 0x80_80_80) === 0 && group >> 16 >= 0x09 && ((group >> 8) & 0xff) >= 0x09 && (group & 0xff) >= 0x09;
}
