/** Raw DEFLATE (RFC 1951) by node:zlib, pulled chunk by chunk and stopped at the very byte where it ends. */
import { createInflateRaw, inflateRawSync, type InflateRaw } from 'node:zlib';
import type { ByteReader } from './byte-reader.js';
import { corrupt, truncated } from './container-error.js';

/** Bytes given to zlib at a time: when zlib meets an error it drops what this slice made, so it is kept small. */
const SLICE_BYTES = 32 * 1024;
/** Bytes out at a time. */
const CHUNK_BYTES = 128 * 1024;
/** Streams up to this size are inflated in one call, which is ten times cheaper than setting up a stream. */
const SMALL_BYTES = 64 * 1024;
const SMALL_OUTPUT_BYTES = 1024 * 1024;
/** Given to zlib when the input is used up: only an unfinished stream takes it. */
const PROBE = new Uint8Array(1);

/**
 * Inflates what stands at the reader, which is left right behind the last byte of the DEFLATE stream. Throws a
 * `ContainerError` when the data is corrupt or ends early, after everything that came out of it was yielded (but for
 * the slice that holds the error). `format` is for messages.
 */
export async function* inflate(reader: ByteReader, format: string, isSmall: boolean): AsyncGenerator<Uint8Array> {
  if (isSmall) {
    const whole = inflateSmall(await reader.peek(SMALL_BYTES));
    if (whole !== undefined) {
      reader.consume(whole.bytesIn);
      if (whole.bytes.length > 0) yield whole.bytes;
      return;
    }
  }
  const engine = new Engine();
  try {
    for (;;) {
      const input = await reader.peekSome(SLICE_BYTES);
      if (input.length === 0) {
        if (await engine.isEndAfterAll()) return;
        throw truncated(format, reader.position);
      }
      const fed = engine.bytesIn;
      engine.feed(input);
      yield* engine.output();
      if (engine.error !== null) throw corrupt(format, engine.error, reader.position);
      const used = engine.bytesIn - fed;
      reader.consume(used);
      // zlib leaves bytes over only when they lie behind the end.
      if (used < input.length) return;
    }
  } finally {
    engine.close();
  }
}

/** Undefined when the stream does not end in `input`, makes too much, or is broken: the slow way sorts that out. */
function inflateSmall(input: Uint8Array): { bytes: Uint8Array; bytesIn: number } | undefined {
  try {
    // With `info` the answer is not the bytes, but an object; the types do not know.
    const answer = inflateRawSync(input, {
      info: true,
      maxOutputLength: SMALL_OUTPUT_BYTES,
      chunkSize: SMALL_BYTES,
    }) as unknown as {
      readonly buffer: Uint8Array;
      readonly engine: { readonly bytesWritten: number };
    };
    return { bytes: answer.buffer, bytesIn: answer.engine.bytesWritten };
  } catch {
    return undefined;
  }
}

/** Turns zlib's stream of events into steps: feed one slice, take out all it makes, and only then the next. */
class Engine {
  readonly #stream: InflateRaw = createInflateRaw({ chunkSize: CHUNK_BYTES });
  #isBusy = false;
  #wake: (() => void) | null = null;
  #isEnd = false;
  error: string | null = null;

  constructor() {
    const wake = (): void => this.#signal();
    this.#stream.on('readable', wake);
    this.#stream.on('end', () => {
      this.#isEnd = true;
      wake();
    });
    this.#stream.on('error', () => {
      this.error = 'it does not inflate';
      wake();
    });
  }

  /** Compressed bytes that zlib has used. */
  get bytesIn(): number {
    return this.#stream.bytesWritten;
  }

  feed(input: Uint8Array): void {
    this.#isBusy = true;
    this.#stream.write(input, () => {
      this.#isBusy = false;
      this.#signal();
    });
  }

  /** What the last slice makes, until it is used up, the stream has ended, or an error came. */
  async *output(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const bytes = this.#stream.read() as Uint8Array | null;
      if (bytes !== null) yield bytes;
      else if (!this.#isBusy || this.#isEnd || this.error !== null) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Tells whether the stream has ended when no bytes are left over. It can be fed no more then. */
  async isEndAfterAll(): Promise<boolean> {
    const fed = this.bytesIn;
    this.feed(PROBE);
    for await (const _ of this.output());
    return this.bytesIn === fed && this.error === null;
  }

  close(): void {
    this.#stream.destroy();
  }

  #signal(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}
