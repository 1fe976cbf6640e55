/** How a bzip2 stream is told. */

/** Bytes of its header. */
export const HEADER_BYTES = 4;
/** The digits of pi before a block: 48 bits, in halves. */
export const BLOCK_MAGIC: readonly [number, number] = [0x314159, 0x265359];
/** Those of its square root at the end of a stream. */
export const END_MAGIC: readonly [number, number] = [0x177245, 0x385090];

/** True for a header with a block, or the end, behind it: 10 bytes. */
export function startsStream(head: Uint8Array): boolean {
  if (head.length < HEADER_BYTES + 6 || levelOf(head) === 0) return false;
  const magic = [read24(head, HEADER_BYTES), read24(head, HEADER_BYTES + 3)];
  return [BLOCK_MAGIC, END_MAGIC].some(([first, second]) => magic[0] === first && magic[1] === second);
}

/** 1 to 9, or 0 when the bytes are no header. */
export function levelOf(head: Uint8Array): number {
  const level = (head[3] ?? 0) - 0x30;
  return head[0] === 0x42 && head[1] === 0x5a && head[2] === 0x68 && level >= 1 && level <= 9 ? level : 0;
}

function read24(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
}
