/** Bombs are told by counting, not by their looks. */
import type { Budget } from './budget.js';
import { ContainerError } from './container-error.js';

/** An archive with more bombs in it than this is one itself. */
const MOST_BOMBS = 4;

/** Counts what comes out of one container, or of one entry of it, against what went in. */
export class Meter {
  readonly #budget: Budget;
  readonly #format: string;
  readonly #bytesIn: () => number;
  readonly #archive: Meter | null;
  #bytesOut = 0;
  #entries = 0;
  #bombs = 0;

  /**
   * `bytesIn` says how many packed bytes were read so far. `archive` is the meter of the container when this one is
   * for a single entry: a bomb ends the entry alone, and does not count for the rest.
   */
  constructor(budget: Budget, format: string, bytesIn: () => number, archive: Meter | null = null) {
    this.#budget = budget;
    this.#format = format;
    this.#bytesIn = bytesIn;
    this.#archive = archive;
  }

  /** True when nothing more may come out of the container. */
  get isSpent(): boolean {
    return this.#isBomb || this.#bombs > MOST_BOMBS || this.#budget.bytes > this.#budget.limits.totalBytes;
  }

  /** Counts bytes that a decoder made. Throws a `ContainerError` when they are too many. */
  addBytes(count: number): void {
    const { totalBytes } = this.#budget.limits;
    this.#budget.bytes += count;
    this.#bytesOut += count;
    if (this.#archive !== null) this.#archive.#bytesOut += count;
    if (this.#budget.bytes > totalBytes) {
      throw new ContainerError('archive-too-big',
        `More than ${totalBytes} bytes came out of the containers here. Raise the limit of bytes to see the rest.`);
    }
    if (this.#isBomb) {
      if (this.#archive !== null) {
        this.#archive.#bytesOut -= this.#bytesOut;
        this.#archive.#bombs += 1;
      }
      throw this.#bomb();
    }
    if (this.#archive?.isSpent === true) throw this.#archive.#bomb();
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

  get #isBomb(): boolean {
    const { ratio, ratioFloorBytes } = this.#budget.limits;
    return this.#bytesOut > ratioFloorBytes && this.#bytesOut > this.#bytesIn() * ratio;
  }

  #bomb(): ContainerError {
    return new ContainerError('archive-ratio',
      `The ${this.#format} data grows more than ${this.#budget.limits.ratio} times when opened, as a decompression bomb does. Its first bytes were searched; raise the ratio limit to see the rest.`);
  }
}
