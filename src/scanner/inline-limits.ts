/** Work that is done without threads: one more takes 80 ms of a processor to start. */
export const inlineLimits = {
  /** Bytes of files that are searched in line. */
  bytes: 16 * 1024 * 1024,
  /** Files that are searched in line. */
  files: 512,
} as const;
