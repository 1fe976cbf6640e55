/** The head of a delta (gitformat-pack, "Deltified representation"): the sizes of its base and of what it makes. */

export const NOWHERE: u32 = 0xffffffff;

/** What `readSizes` read. */
export let sizeBefore: u32 = 0;
export let sizeAfter: u32 = 0;

let cursor: usize = 0;

/** A size: seven bits a byte, lowest first. `NOWHERE` when it is none of 32 bits. */
function readSize(end: usize): u32 {
  let size: u64 = 0;
  let shift: u32 = 0;
  while (cursor < end && shift < 35) {
    const byte: u32 = load<u8>(cursor++);
    size |= <u64>(byte & 127) << shift;
    if ((byte & 128) == 0) return size < NOWHERE ? <u32>size : NOWHERE;
    shift += 7;
  }
  return NOWHERE;
}

/** Reads both sizes, each below `NOWHERE` when it is one, and answers where the instructions start. */
export function readSizes(from: usize, end: usize): usize {
  cursor = from;
  sizeBefore = readSize(end);
  sizeAfter = readSize(end);
  return cursor;
}
