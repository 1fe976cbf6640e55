/** How the parts of the zstd decoder say that the data is wrong. */

/** The bytes are no sound zstd frame; the message says in a few words of our own what is wrong. */
export class BadFrame extends Error {}
