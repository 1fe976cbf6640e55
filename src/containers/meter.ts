/** Bombs are told by counting, not by their looks. */
import type { Budget } from './budget.js';
import { ContainerError } from './container-error.js';

/** With so many bombs met, nothing of the haystack is looked at any more. */
const MOST_BOMBS = 64;

/** What may come out before the ratio counts, once bombs are to be expected. */
const WARY_FLOOR_BYTES = 2 ** 20;

/** Counts what comes out of one container, or of one entry of it, against what went in. */
export class Meter {
  readonly #budget: Budget;
  readonly #format: string;
  readonly #bytesIn: () => number;
  readonly #archive: Meter | null;
  /** It is a container within a haystack of bombs. */
  readonly #isRefused: boolean;
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
    this.#isRefused = archive === null && budget.isWary;
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
    this.#checkRefused();
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
    this.#checkRefused();
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
    const floor = this.#budget.isWary ? Math.min(WARY_FLOOR_BYTES, ratioFloorBytes) : ratioFloorBytes;
    return this.#bytesOut > floor && this.#bytesOut > this.#bytesIn() * ratio;
  }

  #checkRefused(): void {
    if (!this.#isRefused) return;
    throw new ContainerError(
      'archive-ratio',
      `The ${this.#format} data was not opened: what holds it holds many decompression bombs. Unpack it and scan what comes out.`,
    );
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
