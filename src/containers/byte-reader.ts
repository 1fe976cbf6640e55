/** Reads a stream of chunks as if it were one run of bytes, and copies only what a chunk's edge cuts in two. */
import { truncated } from './container-error.js';

const NOTHING: Uint8Array = new Uint8Array(0);

/**
 * Pulls chunks when it needs them. Views that it hands out are valid until its next call, as the chunks themselves are.
 */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  /** Bytes that were put together from several chunks: `[#start, #end)` of `#joined`. They come before `#chunk`. */
  #joined = NOTHING;
  #start = 0;
  #end = 0;
  /** What is left of the last chunk. */
  #chunk = NOTHING;
  #isEnd = false;
  /** Bytes handed out for good. */
  position = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next `count` bytes, without moving on; fewer only at the end of the input. */
  async peek(count: number): Promise<Uint8Array> {
    if (this.#start === this.#end && this.#chunk.length >= count) return this.#chunk.subarray(0, count);
    while (this.#end - this.#start < count) {
      if (this.#start === this.#end && this.#chunk.length >= count) return this.#chunk.subarray(0, count);
      if (this.#chunk.length === 0 && !(await this.#pull())) break;
      this.#join(Math.min(this.#chunk.length, count - (this.#end - this.#start)));
    }
    return this.#joined.subarray(this.#start, Math.min(this.#end, this.#start + count));
  }

  /** Some bytes, at least one and at most `max`, without moving on; empty only at the end of the input. */
  async peekSome(max: number): Promise<Uint8Array> {
    if (this.#start < this.#end) return this.#joined.subarray(this.#start, Math.min(this.#end, this.#start + max));
    while (this.#chunk.length === 0 && (await this.#pull()));
    return this.#chunk.subarray(0, max);
  }

  /** Moves on over bytes that were peeked. */
  consume(count: number): void {
    this.position += count;
    const fromJoined = Math.min(count, this.#end - this.#start);
    this.#start += fromJoined;
    if (this.#start === this.#end) this.#start = this.#end = 0;
    if (count > fromJoined) this.#chunk = this.#chunk.subarray(count - fromJoined);
  }

  /** `peek`, then `consume` of what came. */
  async take(count: number): Promise<Uint8Array> {
    const bytes = await this.peek(count);
    this.consume(bytes.length);
    return bytes;
  }

  /** `take`, but throws a `ContainerError` for `format` when the input ends before. */
  async takeExactly(count: number, format: string): Promise<Uint8Array> {
    const bytes = await this.take(count);
    if (bytes.length < count) throw truncated(format, this.position);
    return bytes;
  }

  /** `peekSome`, then `consume` of what came. */
  async takeSome(max: number): Promise<Uint8Array> {
    const bytes = await this.peekSome(max);
    this.consume(bytes.length);
    return bytes;
  }

  /** Moves on by `count` bytes; false when the input ended before. */
  async skip(count: number): Promise<boolean> {
    let left = count;
    while (left > 0) {
      const bytes = await this.takeSome(left);
      if (bytes.length === 0) return false;
      left -= bytes.length;
    }
    return true;
  }

  /** Bytes up to position `end`, in chunks. Throws a `ContainerError` for `format` when the input ends before. */
  async *until(end: number, format: string): AsyncGenerator<Uint8Array> {
    while (this.position < end) {
      const bytes = await this.takeSome(end - this.position);
      if (bytes.length === 0) throw truncated(format, this.position);
      yield bytes;
    }
  }

  /** All that is left, in chunks. */
  async *rest(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const bytes = await this.takeSome(Number.POSITIVE_INFINITY);
      if (bytes.length === 0) return;
      yield bytes;
    }
  }

  /** Tells the source that no more is wanted. */
  async close(): Promise<void> {
    if (this.#isEnd) return;
    this.#isEnd = true;
    await this.#chunks.return?.();
  }

  async #pull(): Promise<boolean> {
    if (this.#isEnd) return false;
    const next = await this.#chunks.next();
    if (next.done === true) {
      this.#isEnd = true;
      return false;
    }
    this.#chunk = next.value;
    return true;
  }

  /** Moves the first `count` bytes of the chunk behind the joined ones. */
  #join(count: number): void {
    const length = this.#end - this.#start;
    if (this.#end + count > this.#joined.length) {
      if (length + count > this.#joined.length) {
        const roomier = new Uint8Array(Math.max(1024, 2 * (length + count)));
        roomier.set(this.#joined.subarray(this.#start, this.#end));
        this.#joined = roomier;
      } else {
        this.#joined.copyWithin(0, this.#start, this.#end);
      }
      this.#start = 0;
      this.#end = length;
    }
    this.#joined.set(this.#chunk.subarray(0, count), this.#end);
    this.#end += count;
    this.#chunk = this.#chunk.subarray(count);
  }
}
