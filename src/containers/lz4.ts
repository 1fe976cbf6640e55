/** lz4 frames (lz4_Frame_format.md of the lz4 project), one after another, read as one content. */
import type { Container } from './container.js';
import { openWith } from './decoder.js';
import { FRAME_MAGIC, startsFrame } from './lz4/starts-frame.js';

/** Opens lz4 files. */
export const lz4: Container = {
  id: 'lz4',
  kind: 'compressed',
  magicBytes: 6,
  firstBytes: [FRAME_MAGIC & 0xff],
  matches: startsFrame,
  open: openWith('lz4', async () => (await import('./lz4/decode.js')).decode),
};
