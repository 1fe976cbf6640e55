/** The bounds of a search, each with its reason. All in bytes unless the name says otherwise. */

/**
 * The longest token a reading is sure to hold whole. Today's are under 2 KiB; ML-DSA-87 signatures (6,170 characters)
 * and names of 253 characters fit with room to spare.
 */
export const LONGEST_TOKEN = 16 * 1024;

/** How far a window may read before the anchors it owns: a header, dump offsets, record prefixes. */
export const LEFT = 4 * 1024;

/** How far a window may read after an anchor: a hex dump inside log records takes ten bytes for one of the token. */
export const RIGHT = 10 * LONGEST_TOKEN;

/** Bytes a searcher reads at once: they still lie in the second-level cache when they are searched. */
export const CHUNK = 128 * 1024;

/** Memory and files are copied best by pages of this size. */
export const PAGE = 4 * 1024;

/** The window: what is kept to the left and right, and enough chunks that moving the rest is rare. */
export const WINDOW = LEFT + RIGHT + 4 * CHUNK;

/** The most bytes a peeled layer has: base64 layers are cut long before. */
export const LAYER = 256 * 1024;

/** Layers that are peeled in each other. */
export const DEPTH = 3;

/** A file longer than this is handed out in ranges of this size, so that threads share it. */
export const RANGE = 16 * 1024 * 1024;

/** Containers in the text of one haystack that are opened: `kubectl get secrets -A -o yaml` holds thousands of releases. */
export const EMBEDDED = 4096;

/** What they may hold in memory together until they are opened, where the haystack cannot be read again. */
export const EMBEDDED_BYTES = 32 * 1024 * 1024;
