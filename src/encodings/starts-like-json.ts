/** A quick look at what could be the start of a JWT header. */

const values = new Uint8Array(256);
for (const [value, character] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].entries()) {
  values[character.charCodeAt(0)] = value;
}

/** True when the eight characters of base64url at `at` stand for printable ASCII, as those of every header do. */
export function startsLikeJson(bytes: Uint8Array, at: number): boolean {
  return isPrintable(groupAt(bytes, at)) && isPrintable(groupAt(bytes, at + 4));
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
