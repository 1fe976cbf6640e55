/** xz (file format 1.2.1): streams one after another, blocks (as `xz -T` makes them) and LZMA2, read as one content. */
import type { Container } from './container.js';
import { openWith } from './decoder.js';
import { STREAM_MAGIC, startsStream } from './xz/starts-stream.js';

/** Opens xz files, with several streams and blocks too. */
export const xz: Container = {
  id: 'xz',
  kind: 'compressed',
  magicBytes: 8,
  firstBytes: STREAM_MAGIC.slice(0, 1),
  matches: startsStream,
  open: openWith('xz', async () => (await import('./xz/decode.js')).decode),
};
