/** Bytes to standard output, as fast as they are taken: written at once while there is room, waited for when there is none. */
import { constants, fstatSync, open, openSync, write, writevSync } from 'node:fs';
import { outputError, systemCode } from './output-error.js';

const STDOUT = 1;

/** How long to wait when a descriptor takes nothing and cannot be waited for, in milliseconds. */
const PAUSE_MS = 2;

/** Where redacted bytes go; see `redaction/pump`. */
export interface ByteOutput {
  /**
   * Writes all of `pieces`: at once (undefined), or when the promise resolves; until then they must not change. Throws
   * or rejects with `UsageError` `output-failed`; once the reader has gone, writes nothing.
   */
  write(pieces: readonly Uint8Array[]): Promise<void> | undefined;
  /** True once the reader has gone. */
  readonly isClosed: boolean;
}

/**
 * Opens standard output for bytes. A pipe is opened once more, non-blocking for us alone, where the system has `/proc`,
 * so that a reader that stands still stops neither signals nor timers.
 */
export function openByteOutput(): ByteOutput {
  return new StandardOutput();
}

class StandardOutput implements ByteOutput {
  readonly #isPipe = fstatSync(STDOUT).isFIFO();
  readonly #descriptor = this.#isPipe ? reopened() : STDOUT;
  /** Blocking, and so only for writes that others wait for. */
  #patient: Promise<number> | undefined;
  #isClosed = false;

  get isClosed(): boolean {
    return this.#isClosed;
  }

  write(pieces: readonly Uint8Array[]): Promise<void> | undefined {
    if (this.#isClosed) return undefined;
    let rest = pieces;
    try {
      while (rest.length > 0) rest = without(rest, writevSync(this.#descriptor, [...rest]));
      return undefined;
    } catch (error) {
      if (systemCode(error) === 'EAGAIN') return this.#writeLater(rest);
      this.#fail(error);
      return undefined;
    }
  }

  async #writeLater(pieces: readonly Uint8Array[]): Promise<void> {
    const bytes = Buffer.concat(pieces);
    try {
      const descriptor = await (this.#patient ??= this.#isPipe ? openPatient() : Promise.resolve(STDOUT));
      for (let from = 0; from < bytes.length; ) from += await writeSome(descriptor, bytes, from);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** A closed pipe is no error. */
  #fail(error: unknown): void {
    this.#isClosed = true;
    if (systemCode(error) !== 'EPIPE') throw outputError('standard output', error);
  }
}

/** What is left of `pieces` when `count` bytes of them are written. */
function without(pieces: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  let written = count;
  const first = pieces.findIndex((piece) => {
    if (written < piece.length) return true;
    written -= piece.length;
    return false;
  });
  if (first < 0) return [];
  return [(pieces[first] as Uint8Array).subarray(written), ...pieces.slice(first + 1)];
}

function reopened(): number {
  try {
    return openSync('/proc/self/fd/1', constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return STDOUT;
  }
}

/** In a thread of its own it may block as long as it takes. */
async function openPatient(): Promise<number> {
  return await new Promise((resolve) => {
    open('/proc/self/fd/1', constants.O_WRONLY, (error, descriptor) => resolve(error === null ? descriptor : STDOUT));
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
