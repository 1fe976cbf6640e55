/** Keeps bytes flowing through a redactor: waits without blocking, drains without waiting, never holds for too long. */
import type { Redactor } from './redactor.js';

/** Where bytes come from. */
export interface Inlet {
  /** Takes what is there, at most `length` bytes, into `target` at `offset`; 0 at the end, -1 when nothing is there now. */
  drain(target: Uint8Array, offset: number, length: number): number;
  /** The same, but waits until something is there, or the end. Rejects when it cannot be read. */
  wait(target: Uint8Array, offset: number, length: number): Promise<number>;
}

/** Where bytes go. */
export interface Outlet {
  /**
   * Takes all `pieces`, which are valid until it is done: now (undefined), or when the promise resolves. They leave now or
   * later, with `finish` at the latest.
   */
  write(pieces: readonly Uint8Array[]): Promise<void> | undefined;
  /** Resolves when what was taken has left; undefined when it has. Without it, it has when it is taken. */
  finish?(): Promise<void> | undefined;
  /** True once nobody reads any more. */
  readonly isClosed: boolean;
}

/** What to do with the bytes at hand when the search fails. */
export type OnError = 'mask' | 'pass' | 'stop';

/** How to pump. */
export interface PumpOptions {
  /** Milliseconds that bytes may be held; 0: as long as it takes. */
  readonly maxHoldMs: number;
  readonly onError: OnError;
  /** Ends the flow: what is held leaves, masked. */
  readonly signal?: AbortSignal | undefined;
  /** The search failed; what `onError` says was done. */
  readonly onFailed?: () => void;
  /** Bytes came in. */
  readonly onTaken?: (count: number) => void;
}

/** While bytes flow, signals and timers get their turn this often, in milliseconds. */
const YIELD_MS = 20;

/** How long the last bytes may take to leave after `signal`, in milliseconds. */
const PARTING_MS = 1_000;

/** Pumps until the input ends, nobody reads, or `signal` says so. Rejects with errors of `inlet` and `outlet`. */
export async function pump(redactor: Redactor, inlet: Inlet, outlet: Outlet, options: PumpOptions): Promise<void> {
  await new Pump(redactor, inlet, outlet, options).run();
}

class Pump {
  readonly #redactor: Redactor;
  readonly #inlet: Inlet;
  readonly #outlet: Outlet;
  readonly #options: PumpOptions;
  /** Ends what is waited for, when `signal` comes. */
  #wake: () => void = () => {};
  /** Since when the oldest byte that is held waits. */
  #heldSince = 0;
  /** When the last bytes must have left. */
  #partingAt: number | undefined;

  constructor(redactor: Redactor, inlet: Inlet, outlet: Outlet, options: PumpOptions) {
    this.#redactor = redactor;
    this.#inlet = inlet;
    this.#outlet = outlet;
    this.#options = options;
    options.signal?.addEventListener('abort', () => this.#wake(), { once: true });
  }

  get #isOver(): boolean {
    return this.#outlet.isClosed || this.#options.signal?.aborted === true;
  }

  async run(): Promise<void> {
    try {
      await this.#flow();
    } finally {
      const finishing = this.#outlet.finish?.();
      if (finishing !== undefined) await this.#written(finishing);
    }
  }

  async #flow(): Promise<void> {
    let count = 1;
    while (count !== 0 && !this.#isOver) {
      count = await this.#drain();
      if (count === 0 || this.#isOver) break;
      count = await this.#wait();
      if (count > 0) await this.#take(count);
    }
    if (this.#options.signal?.aborted === true) await this.#force();
    await this.#try(() => this.#redactor.finish());
  }

  /** Moves what is there; answers what the inlet said last: 0 or -1. */
  async #drain(): Promise<number> {
    const redactor = this.#redactor;
    let yielded = performance.now();
    while (!this.#isOver) {
      const count = this.#inlet.drain(redactor.input, redactor.filled, redactor.room);
      if (count <= 0) return count;
      await this.#take(count);
      if (performance.now() - yielded < YIELD_MS) continue;
      await new Promise((resolve) => setImmediate(resolve));
      yielded = performance.now();
    }
    return -1;
  }

  /** Waits for bytes; what is held too long leaves meanwhile. 0 when the input ended or `signal` came. */
  async #wait(): Promise<number> {
    const { maxHoldMs } = this.#options;
    const redactor = this.#redactor;
    const read = this.#inlet.wait(redactor.input, redactor.filled, redactor.room);
    for (;;) {
      const isTimed = maxHoldMs > 0 && redactor.held > 0;
      const first = await this.#first(
        this.#unlessClosed(read),
        isTimed ? this.#heldSince + maxHoldMs - performance.now() : undefined,
      );
      if (first === 'aborted') return 0;
      if (first !== 'late') return first;
      await this.#force();
    }
  }

  /** Lets what was taken leave meanwhile: nothing may come any more. 0 when nobody reads it. */
  async #unlessClosed(read: Promise<number>): Promise<number> {
    const left = this.#outlet.finish?.()?.then(async () => (this.#outlet.isClosed ? 0 : await read));
    return await (left === undefined ? read : Promise.race([read, left]));
  }

  /** What comes first: the end of `work`, `signal`, or the end of so many milliseconds. */
  async #first<Value>(work: Promise<Value>, milliseconds: number | undefined): Promise<Value | 'aborted' | 'late'> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      return await new Promise((resolve, reject) => {
        this.#wake = () => resolve('aborted');
        if (milliseconds !== undefined) timer = setTimeout(() => resolve('late'), Math.max(0, milliseconds));
        work.then(resolve, reject);
      });
    } finally {
      clearTimeout(timer);
      this.#wake = () => {};
    }
  }

  async #force(): Promise<void> {
    if (this.#redactor.held > 0) await this.#try(() => this.#redactor.force());
  }

  async #take(count: number): Promise<void> {
    const redactor = this.#redactor;
    this.#options.onTaken?.(count);
    if (redactor.held === 0) this.#heldSince = performance.now();
    await this.#try(() => redactor.take(count));
    redactor.slide();
  }

  /** Does one step of the search and writes what it gives. */
  async #try(step: () => void): Promise<void> {
    try {
      step();
      while (this.#redactor.isOpening) await this.#redactor.resume();
    } catch (error) {
      const { onError, onFailed } = this.#options;
      onFailed?.();
      this.#redactor.surrender(onError !== 'pass');
      if (onError === 'stop') {
        await this.#write();
        throw error;
      }
    }
    await this.#write();
  }

  async #write(): Promise<void> {
    const { pieces } = this.#redactor;
    if (pieces.length === 0 || this.#outlet.isClosed) return;
    const writing = this.#outlet.write(pieces);
    if (writing !== undefined) await this.#written(writing);
    this.#heldSince = performance.now();
  }

  /** A reader that stands still must not keep a process that was told to end. */
  async #written(writing: Promise<void>): Promise<void> {
    const isAborted = this.#options.signal?.aborted === true;
    const first = await this.#first(writing, isAborted ? this.#untilParting() : undefined);
    if (first === 'aborted') await this.#first(writing, this.#untilParting());
  }

  /** Milliseconds. */
  #untilParting(): number {
    this.#partingAt ??= performance.now() + PARTING_MS;
    return this.#partingAt - performance.now();
  }
}
