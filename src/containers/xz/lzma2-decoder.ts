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

/** Decodes block after block. Made once for a file, because files of a million tiny blocks exist. */
export class Lzma2Decoder {
  readonly #window = new SlidingWindow();
  readonly #lzma = new LzmaDecoder(this.#window);

  /** Decodes one block, to its end mark. `dictionaryBytes` is how far it may look back. Throws `ContainerError`. */
  async *decode(reader: ByteReader, dictionaryBytes: number): AsyncGenerator<Uint8Array> {
    const window = this.#window;
    const lzma = this.#lzma;
    window.reset(dictionaryBytes);
    let needs = RESET_ALL;
    for (;;) {
      const control = (await reader.takeExactly(1, 'xz'))[0] as number;
      if (control === END) return;
      const isPacked = control >= PACKED;
      const reset = isPacked ? (control >> 5) & 3 : control === STORED_AFTER_RESET ? RESET_ALL : 0;
      // Stored bytes leave the model as it is: it may still be missing then.
      const isMissing = isPacked ? reset < needs : needs === RESET_ALL && reset < needs;
      if ((!isPacked && control > STORED) || isMissing) throw corrupt('xz', 'a chunk is impossible', reader.position);
      if (reset === RESET_ALL) window.end = lzma.position = 0;
      if (isPacked) {
        needs = 0;
        yield* this.#unpack(reader, reset, control & 0x1f);
      } else {
        if (reset === RESET_ALL) needs = RESET_PROPERTIES;
        yield* this.#copy(reader);
      }
    }
  }

  async *#unpack(reader: ByteReader, reset: number, highBits: number): AsyncGenerator<Uint8Array> {
    const window = this.#window;
    const sizes = await reader.takeExactly(reset >= RESET_PROPERTIES ? 5 : 4, 'xz');
    const length = (highBits << 16) + (sizes[0] as number) * 256 + (sizes[1] as number) + 1;
    const packed = (sizes[2] as number) * 256 + (sizes[3] as number) + 1;
    if (reset >= RESET_PROPERTIES && !this.#lzma.configure(sizes[4] as number))
      throw corrupt('xz', 'the properties are impossible', reader.position);
    if (reset >= RESET_STATE) this.#lzma.reset();
    window.makeRoom(length);
    const start = window.end;
    const bytes = await reader.take(packed);
    const end = this.#lzma.run(bytes, length);
    if (window.end > start) yield window.bytes.subarray(start, window.end);
    if (bytes.length < packed) throw truncated('xz', reader.position);
    if (end !== 'whole') throw corrupt('xz', 'a chunk does not decode', reader.position);
  }

  async *#copy(reader: ByteReader): AsyncGenerator<Uint8Array> {
    const window = this.#window;
    const sizes = await reader.takeExactly(2, 'xz');
    const length = (sizes[0] as number) * 256 + (sizes[1] as number) + 1;
    const bytes = await reader.take(length);
    window.makeRoom(length);
    const start = window.end;
    window.bytes.set(bytes, start);
    window.end += bytes.length;
    this.#lzma.position += bytes.length;
    if (bytes.length > 0) yield window.bytes.subarray(start, window.end);
    if (bytes.length < length) throw truncated('xz', reader.position);
  }
}
