/** Where things stand in memory. The TypeScript side reads these numbers from the exports. */

/** Six tables of 16 bytes: for the low and the high nibble of a window's first, second and third byte, its buckets. */
export const NIBBLES: usize = 0x400;

/** For each hash of a window, the first entry of its chain (16 bits); 0 where there is none. */
export const HEADS: usize = 0x1000;
export const HEAD_COUNT: u32 = 4096;

/**
 * One entry an anchor, from 1 on: window (32 bits), next entry (16), anchor (16), then 8 bits each: bytes before the
 * window, length, where one more byte stands (from the window on), that byte.
 */
export const ENTRIES: usize = 0x4000;
export const ENTRY_BYTES: usize = 16;

/**
 * Two sets of 16-bit hashes, a bit for each: of windows with the byte after them, and of windows of which nothing is
 * known but their own bytes, because an anchor ends with them.
 */
export const STARTS4: usize = 0x16000;
export const STARTS: usize = 0x18000;

/** One place an anchor: its bytes, zero to the end of 32, and 32 bytes that are 0xff where they count. */
export const TEXTS: usize = 0x20000;
export const TEXT_BYTES: usize = 64;

/** What was found: pairs of 32-bit numbers. */
export const HITS: usize = 0x60000;
export const HIT_PAIRS: u32 = 8192;

/** The filter works on this many bytes at a time: the bits and the bytes stay in the nearest cache. */
export const STRETCH: usize = 0x3000;

/** One bit for each byte of a stretch, 0 where a window may end. */
export const MASKS: usize = 0x70000;

/** The words of `MASKS`, 64 bits each, in which a window may end, as addresses of 32 bits. */
export const MARKED: usize = 0x71000;

/** Where windows may start, as addresses of 32 bits, at most one for each byte of a stretch and four more. */
export const PLACES: usize = 0x72000;

/** The input begins here, and reads may go beyond its end by so many bytes. */
export const INPUT: usize = 0x80000;
export const TAIL_BYTES: usize = 128;
