/** How an lz4 frame is told. */
import { readUint32 } from '../read-uint.js';

/** What it starts with, as a little-endian number. */
export const FRAME_MAGIC = 0x184d2204;

/** True for the magic and flags that there are: 6 bytes. */
export function startsFrame(head: Uint8Array): boolean {
  return (
    head.length >= 6 &&
    readUint32(head, 0) === FRAME_MAGIC &&
    (head[4] as number) >> 6 === 1 &&
    ((head[4] as number) & 0x02) === 0 &&
    ((head[5] as number) & 0x8f) === 0
  );
}
