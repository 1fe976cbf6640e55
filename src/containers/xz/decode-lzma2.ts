/** LZMA2: chunks of LZMA and of stored bytes, with resets between them. */
import type { ByteReader } from '../byte-reader.js';
import { corrupt, truncated } from '../container-error.js';
import { SlidingWindow } from '../sliding-window.js';
import { LzmaDecoder } from './lzma-decoder.js';

// Control bytes; with the highest bit set a chunk is packed, and the next two say what is reset before it.
const END = 0x00;
const STORED_AFTER_RESET = 0x01;
const STORED = 0x02;
const PACKED = 0x80;
const RESET_STATE = 1;
const RESET_PROPERTIES = 2;
const RESET_ALL = 3;

/** Decodes to the end mark. `dictionaryBytes` is how far it may look back. Throws `ContainerError`. */
export async function* decodeLzma2(reader: ByteReader, dictionaryBytes: number): AsyncGenerator<Uint8Array> {
  const window = new SlidingWindow(dictionaryBytes);
  const lzma = new LzmaDecoder(window);
  let needs = RESET_ALL;
  for (;;) {
    const control = (await reader.takeExactly(1, 'xz'))[0]!;
    if (control === END) return;
    const reset = control >= PACKED ? (control >> 5) & 3 : control === STORED_AFTER_RESET ? RESET_ALL : 0;
    // Stored bytes leave the model as it is: it may still be missing then.
    const isMissing = control < PACKED ? needs === RESET_ALL && reset < needs : reset < needs;
    if ((control < PACKED && control > STORED) || isMissing) throw corrupt('xz', 'a chunk is impossible', reader.position);
    if (reset === RESET_ALL) window.end = lzma.position = 0;
    if (control < PACKED) {
      if (reset === RESET_ALL) needs = RESET_PROPERTIES;
      yield* copyStored(reader, window, lzma);
      continue;
    }
    const sizes = await reader.takeExactly(reset >= RESET_PROPERTIES ? 5 : 4, 'xz');
    const length = ((control & 0x1f) << 16) + sizes[0]! * 256 + sizes[1]! + 1;
    const packed = sizes[2]! * 256 + sizes[3]! + 1;
    if (reset >= RESET_PROPERTIES && !lzma.configure(sizes[4]!)) throw corrupt('xz', 'the properties are impossible', reader.position);
    if (reset >= RESET_STATE) lzma.reset();
    needs = 0;
    window.makeRoom(length);
    const start = window.end;
    const bytes = await reader.take(packed);
    const end = lzma.run(bytes, length);
    if (window.end > start) yield window.bytes.subarray(start, window.end);
    if (bytes.length < packed) throw truncated('xz', reader.position);
    if (end !== 'whole') throw corrupt('xz', 'a chunk does not decode', reader.position);
  }
}

async function* copyStored(reader: ByteReader, window: SlidingWindow, lzma: LzmaDecoder): AsyncGenerator<Uint8Array> {
  const sizes = await reader.takeExactly(2, 'xz');
  const length = sizes[0]! * 256 + sizes[1]! + 1;
  const bytes = await reader.take(length);
  window.makeRoom(length);
  const start = window.end;
  window.bytes.set(bytes, start);
  window.end += bytes.length;
  lzma.position += bytes.length;
  yield window.bytes.subarray(start, window.end);
  if (bytes.length < length) throw truncated('xz', reader.position);
}
