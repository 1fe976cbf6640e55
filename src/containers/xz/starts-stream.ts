/** How an xz stream is told. */

/** The bytes that it starts with. */
export const STREAM_MAGIC: readonly number[] = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];

/** True for the magic and flags that there are: 8 bytes. */
export function startsStream(head: Uint8Array): boolean {
  return (
    head.length >= 8 &&
    STREAM_MAGIC.every((byte, index) => head[index] === byte) &&
    head[6] === 0 &&
    (head[7] as number) < 16
  );
}
