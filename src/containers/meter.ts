/** Bombs are told by counting, not by their looks. */
import type { Budget } from './budget.js';
import { ContainerError } from './container-error.js';

/** Counts what comes out of one container against what went in. */
export class Meter {
  readonly #budget: Budget;
  readonly #format: string;
  readonly #bytesIn: () => number;
  #bytesOut = 0;
  #entries = 0;

  /** `bytesIn` says how many bytes of the container were read so far. */
  constructor(budget: Budget, format: string, bytesIn: () => number) {
    this.#budget = budget;
    this.#format = format;
    this.#bytesIn = bytesIn;
  }

  /** Counts bytes that a decoder made. Throws a `ContainerError` when they are too many. */
  addBytes(count: number): void {
    const { limits } = this.#budget;
    this.#bytesOut += count;
    this.#budget.bytes += count;
    if (this.#bytesOut > limits.ratioFloorBytes && this.#bytesOut > this.#bytesIn() * limits.ratio) {
      throw new ContainerError('archive-ratio',
        `The ${this.#format} data grows more than ${limits.ratio} times when opened, as a decompression bomb does. The first ${this.#bytesOut} bytes of it were reached; raise the ratio limit to see the rest.`);
    }
    if (this.#budget.bytes > limits.totalBytes) {
      throw new ContainerError('archive-too-big',
        `More than ${limits.totalBytes} bytes came out of the containers here. Raise the limit of bytes to see the rest.`);
    }
  }

  /** Counts an entry. Throws a `ContainerError` when there are too many. */
  addEntry(): void {
    this.#entries += 1;
    const { entries } = this.#budget.limits;
    if (this.#entries > entries) {
      throw new ContainerError('archive-too-many-entries',
        `The ${this.#format} archive has more than ${entries} entries. Raise the limit of entries to see the rest.`);
    }
  }
}
