/** bzip2: streams one after another (pbzip2 writes thousands), read as one content. */
import { HEADER_BYTES, startsStream } from './bzip2/starts-stream.js';
import type { Container } from './container.js';
import { openWith } from './decoder.js';

/** Opens bzip2 files, with several streams too. */
export const bzip2: Container = {
  id: 'bzip2',
  kind: 'compressed',
  magicBytes: HEADER_BYTES + 6,
  firstBytes: [0x42],
  matches: startsStream,
  open: openWith('bzip2', async () => (await import('./bzip2/decode.js')).decode),
};
