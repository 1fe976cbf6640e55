/**
 * zstd, RFC 8878: frames one after another (pzstd, rotated logs and the layers of zstd:chunked images have many), read
 * as one content. Node's own decoder comes with Node 22.15 and loses frames before 26, so this one is used everywhere.
 */
import type { Container } from './container.js';
import { openWith } from './decoder.js';
import { readUint32 } from './read-uint.js';
import { SKIPPABLE_HEADER_BYTES, skippableFirstBytes, startsSkippableFrame } from './skippable-frame.js';
import { FRAME_MAGIC } from './zstd/frame-header.js';

/** A file that starts with skippable frames is told when the first real one starts within so many bytes. */
const HEAD_BYTES = 64;

/** Opens zstd files, with skippable frames and several frames too. */
export const zstd: Container = {
  id: 'zstd',
  kind: 'compressed',
  magicBytes: HEAD_BYTES,
  firstBytes: [FRAME_MAGIC & 0xff, ...skippableFirstBytes],
  matches: (head) => {
    let at = 0;
    while (startsSkippableFrame(head.subarray(at))) at += SKIPPABLE_HEADER_BYTES + readUint32(head, at + 4);
    return readUint32(head, at) === FRAME_MAGIC;
  },
  open: openWith('zstd', async () => (await import('./zstd/decode.js')).decode),
};
