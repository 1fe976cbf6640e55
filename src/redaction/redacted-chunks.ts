/** An inlet and an outlet for whoever has chunks and wants chunks, as streams of Node do. */
import type { Inlet, Outlet } from './pump.js';

/** What `run` writes while `chunks` flow through it. Errors of `chunks` and of `run` come out here. */
export async function* redactedChunks(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  run: (inlet: Inlet, outlet: Outlet) => Promise<unknown>,
): AsyncGenerator<Uint8Array> {
  const inlet = new ChunkInlet(chunks);
  const outlet = new Handover();
  const running = run(inlet, outlet).finally(() => outlet.end());
  // It is told below, when what came before it was handed over.
  running.catch(() => {});
  try {
    for (let pieces = await outlet.next(); pieces !== undefined; pieces = await outlet.next()) {
      // The window moves on when the next pieces are asked for, so they are copied.
      yield Buffer.concat(pieces);
    }
    await running;
  } finally {
    outlet.close();
    inlet.close();
  }
}

class ChunkInlet implements Inlet {
  readonly #iterator: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    this.#iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  }

  drain(target: Uint8Array, offset: number, length: number): number {
    if (this.#rest.length === 0) return -1;
    const piece = this.#rest.subarray(0, length);
    target.set(piece, offset);
    this.#rest = this.#rest.subarray(piece.length);
    return piece.length;
  }

  /** Lets go of the source; not waited for, because it may be waiting itself. */
  close(): void {
    Promise.resolve(this.#iterator.return?.()).catch(() => {});
  }

  async wait(target: Uint8Array, offset: number, length: number): Promise<number> {
    while (this.#rest.length === 0) {
      const next = await this.#iterator.next();
      if (next.done === true) return 0;
      this.#rest = next.value;
    }
    return this.drain(target, offset, length);
  }
}

/** Hands pieces over one write at a time: who writes waits until who reads has them. */
class Handover implements Outlet {
  isClosed = false;
  #pieces: readonly Uint8Array[] | undefined;
  #isEnded = false;
  #taken: () => void = () => {};
  #wake: () => void = () => {};

  async write(pieces: readonly Uint8Array[]): Promise<void> {
    this.#pieces = pieces;
    this.#wake();
    await new Promise<void>((resolve) => {
      this.#taken = resolve;
    });
  }

  /** The next pieces, or undefined at the end; those before are let go. */
  async next(): Promise<readonly Uint8Array[] | undefined> {
    this.#taken();
    while (this.#pieces === undefined && !this.#isEnded) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const pieces = this.#pieces;
    this.#pieces = undefined;
    return pieces;
  }

  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  close(): void {
    this.isClosed = true;
    this.#taken();
  }
}
