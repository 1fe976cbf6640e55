/** Bytes to standard output, as fast as they are taken: written at once while there is room, waited for when there is none. */
import { constants, fstatSync, open, openSync, write, writevSync } from 'node:fs';
import { outputError, systemCode } from './output-error.js';

const STDOUT = 1;

/** How long to wait when a descriptor takes nothing and cannot be waited for, in milliseconds. */
const PAUSE_MS = 2;

/** What is little is written at once: a thread would take longer to begin. In bytes. */
const LITTLE = 16 * 1024;

/** What a thread is asked to write: some times what a pipe holds. In bytes. */
const ENOUGH = 256 * 1024;

/** The most that gathers while other bytes are written, in bytes. */
const MOST = 512 * 1024;

/** Where redacted bytes go; see `redaction/pump`. */
export interface ByteOutput {
  /**
   * Takes all of `pieces`: at once (undefined), or when the promise resolves; until then they must not change. They leave
   * with `finish` at the latest. Throws or rejects with `UsageError` `output-failed`, perhaps for pieces that it took
   * before; once the reader has gone, writes nothing.
   */
  write(pieces: readonly Uint8Array[]): Promise<void> | undefined;
  /** Resolves when all that was taken is written; undefined when it is. Rejects as `write` does. */
  finish(): Promise<void> | undefined;
  /** True once the reader has gone. */
  readonly isClosed: boolean;
}

/**
 * Opens standard output, or another `descriptor`, for bytes. A pipe is opened once more, non-blocking for us alone, where
 * the system has `/proc`, so that a reader that stands still stops neither signals nor timers; what is more than little
 * is written to it by a thread, while the caller prepares what comes next.
 */
export function openByteOutput(descriptor = STDOUT): ByteOutput {
  return new DescriptorOutput(descriptor);
}

class DescriptorOutput implements ByteOutput {
  readonly #given: number;
  readonly #isPipe: boolean;
  readonly #descriptor: number;
  /** Blocking, and so only for writes that others wait for. */
  #patient: Promise<number> | undefined;
  #isClosed = false;
  #error: Error | undefined;
  /** Gathers what comes while the other one is written. */
  #batch = new Batch();
  #other = new Batch();
  #writing: Promise<void> | undefined;

  constructor(given: number) {
    this.#given = given;
    this.#isPipe = fstatSync(given).isFIFO();
    this.#descriptor = this.#isPipe ? reopened(given) : given;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  write(pieces: readonly Uint8Array[]): Promise<void> | undefined {
    let rest = pieces;
    const isNext = this.#writing === undefined && this.#batch.length === 0;
    if (isNext && (!this.#isPipe || lengthOf(pieces) <= LITTLE)) rest = this.#writeNow(pieces);
    rest = this.#gather(rest);
    if (this.#error !== undefined) throw this.#error;
    return rest.length === 0 ? undefined : this.#gatherAll(rest);
  }

  finish(): Promise<void> | undefined {
    if (this.#batch.length > 0) this.#writing ??= this.#writeOn();
    return this.#writing === undefined ? undefined : this.#finishWriting();
  }

  async #finishWriting(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    if (this.#error !== undefined) throw this.#error;
  }

  /** Answers what the descriptor did not take. */
  #writeNow(pieces: readonly Uint8Array[]): readonly Uint8Array[] {
    let rest = pieces;
    try {
      while (rest.length > 0) rest = without(rest, writevSync(this.#descriptor, [...rest]));
    } catch (error) {
      if (systemCode(error) !== 'EAGAIN') this.#fail(error);
    }
    return rest;
  }

  /** Takes what there is room for; answers what there is none for. */
  #gather(pieces: readonly Uint8Array[]): readonly Uint8Array[] {
    if (this.#isClosed || pieces.length === 0) return [];
    const rest = without(pieces, this.#batch.take(pieces));
    if (this.#batch.length >= ENOUGH) this.#writing ??= this.#writeOn();
    return rest;
  }

  async #gatherAll(pieces: readonly Uint8Array[]): Promise<void> {
    for (let rest = pieces; rest.length > 0; rest = this.#gather(rest)) await this.#writing;
    if (this.#error !== undefined) throw this.#error;
  }

  async #writeOn(): Promise<void> {
    const { bytes } = this.#batch;
    [this.#batch, this.#other] = [this.#other, this.#batch];
    try {
      const descriptor = await (this.#patient ??= this.#isPipe
        ? openPatient(this.#given)
        : Promise.resolve(this.#given));
      for (let from = 0; from < bytes.length; ) from += await writeSome(descriptor, bytes, from);
    } catch (error) {
      this.#fail(error);
    }
    this.#other.length = 0;
    this.#writing = this.#batch.length > 0 ? this.#writeOn() : undefined;
  }

  /** A closed pipe is no error. */
  #fail(error: unknown): void {
    this.#isClosed = true;
    this.#batch.length = 0;
    if (systemCode(error) !== 'EPIPE') this.#error = outputError('standard output', error);
  }
}

/** Bytes of many pieces in one place. */
class Batch {
  #buffer: Uint8Array | undefined;
  length = 0;

  get bytes(): Uint8Array {
    return this.#buffer === undefined ? new Uint8Array(0) : this.#buffer.subarray(0, this.length);
  }

  /** Takes as many bytes of `pieces` as there is room for, and answers how many. */
  take(pieces: readonly Uint8Array[]): number {
    this.#buffer ??= Buffer.allocUnsafeSlow(MOST);
    const before = this.length;
    for (const piece of pieces) {
      const part = piece.length <= MOST - this.length ? piece : piece.subarray(0, MOST - this.length);
      this.#buffer.set(part, this.length);
      this.length += part.length;
    }
    return this.length - before;
  }
}

function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((length, piece) => length + piece.length, 0);
}

/** What is left of `pieces` when `count` bytes of them are written. */
function without(pieces: readonly Uint8Array[], count: number): Uint8Array[] {
  let written = count;
  const first = pieces.findIndex((piece) => {
    if (written < piece.length) return true;
    written -= piece.length;
    return false;
  });
  if (first < 0) return [];
  return [(pieces[first] as Uint8Array).subarray(written), ...pieces.slice(first + 1)];
}

function reopened(descriptor: number): number {
  try {
    return openSync(`/proc/self/fd/${descriptor}`, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return descriptor;
  }
}

/** In a thread of its own it may block as long as it takes. */
async function openPatient(given: number): Promise<number> {
  return await new Promise((resolve) => {
    open(`/proc/self/fd/${given}`, constants.O_WRONLY, (error, opened) => resolve(error === null ? opened : given));
  });
}

async function writeSome(descriptor: number, bytes: Uint8Array, from: number): Promise<number> {
  return await new Promise((resolve, reject) => {
    write(descriptor, bytes, from, bytes.length - from, null, (error, count) => {
      if (error === null) resolve(count);
      else if (error.code === 'EAGAIN') setTimeout(() => resolve(0), PAUSE_MS);
      else reject(error);
    });
  });
}
