/** Bombs are told by counting, not by their looks. */
import type { Budget } from './budget.js';
import { ContainerError } from './container-error.js';

/** A haystack with more bombs in it than this is one itself, as an archive of archives of bombs. */
const MOST_BOMBS = 8;

/** Counts what comes out of one container, or of one entry of it, against what went in. */
export class Meter {
  readonly #budget: Budget;
  readonly #format: string;
  readonly #bytesIn: () => number;
  readonly #archive: Meter | null;
  #bytesOut = 0;
  #entries = 0;

  /**
   * `bytesIn` says how many packed bytes were read so far. `archive` is the meter of the container when this one is
   * for a single entry: a bomb ends the entry alone, and does not count for the rest.
   */
  constructor(budget: Budget, format: string, bytesIn: () => number, archive: Meter | null = null) {
    this.#budget = budget;
    this.#format = format;
    this.#bytesIn = bytesIn;
    this.#archive = archive;
    if (archive === null) budget.containers += 1;
  }

  /** True when nothing more may come out of the container. */
  get isSpent(): boolean {
    const { bytes, bombs, containers, limits } = this.#budget;
    return this.#isBomb || bombs > MOST_BOMBS || bytes > limits.totalBytes || containers > limits.containers;
  }

  /** Counts bytes that a decoder made. Throws a `ContainerError` when they are too many. */
  addBytes(count: number): void {
    const { limits } = this.#budget;
    this.#budget.bytes += count;
    this.#bytesOut += count;
    if (this.#archive !== null) this.#archive.#bytesOut += count;
    this.#checkContainers();
    if (this.#budget.bytes > limits.totalBytes) {
      throw new ContainerError(
        'archive-too-big',
        `More than ${limits.totalBytes} bytes came out of the containers here. Raise the limit of bytes to see the rest.`,
      );
    }
    if (this.#isBomb) {
      this.#budget.bombs += 1;
      if (this.#archive !== null) this.#archive.#bytesOut -= this.#bytesOut;
    }
    if (this.#isBomb || this.#budget.bombs > MOST_BOMBS || this.#archive?.isSpent === true) {
      throw new ContainerError(
        'archive-ratio',
        `The ${this.#format} data, or what holds it, grows more than ${limits.ratio} times when opened, as a decompression bomb does. Its first bytes were searched; raise the ratio limit to see the rest.`,
      );
    }
  }

  /** Counts an entry. Throws a `ContainerError` when there are too many. */
  addEntry(): void {
    this.#entries += 1;
    this.#checkContainers();
    const { entries } = this.#budget.limits;
    if (this.#entries > entries) {
      throw new ContainerError(
        'archive-too-many-entries',
        `The ${this.#format} archive has more than ${entries} entries. Raise the limit of entries to see the rest.`,
      );
    }
  }

  get #isBomb(): boolean {
    const { ratio, ratioFloorBytes } = this.#budget.limits;
    return this.#bytesOut > ratioFloorBytes && this.#bytesOut > this.#bytesIn() * ratio;
  }

  #checkContainers(): void {
    const { containers, limits } = this.#budget;
    if (containers > limits.containers) {
      throw new ContainerError(
        'archive-too-many-entries',
        `More than ${limits.containers} containers lie in each other here. Raise the limit of containers to see the rest.`,
      );
    }
  }
}
