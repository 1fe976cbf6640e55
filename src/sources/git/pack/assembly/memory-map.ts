/** Where things stand in memory before the areas that are given to it. The first 512 KiB are left to who searches it. */

/** Tables of `deflate-tables.ts`, 19 KB. */
export const TABLES: usize = 0x81000;
/** Tables of `seams.ts`, 8 KiB each. */
export const PAIRS: usize = 0x88000;
export const TRIPLES: usize = 0x8a000;
/** The table of `copies.ts`, 1 KiB. */
export const COPIES: usize = 0x8c000;
/** What a call made, besides its answer: numbers of 32 bits, in the order of `told` in ../pack-memory.ts. */
export const TOLD: usize = 0x8d000;
// The areas begin at 0x90000.
