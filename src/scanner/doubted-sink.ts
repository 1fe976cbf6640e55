/** What a container in text brings, until it is known to be one: a few characters look like its start by chance. */
import type { Failure, Skipped } from '../model/failure.js';
import type { Origin } from '../model/origin.js';
import type { NestSink } from './nest-sink.js';
import type { Placed } from './searcher.js';

/** Random bits inflate to a few dozen bytes before they contradict themselves; what gave so many was no chance. */
const PROOF_BYTES = 1024;

/**
 * Passes all but failures on. In a certificate or signature three bytes are gzip's magic now and then: were that a
 * failure, large histories would never be complete.
 */
export class DoubtedSink implements NestSink {
  readonly pace: NestSink['pace'];
  readonly #sink: NestSink;
  readonly #failures: Failure[] = [];
  #bytes = 0;
  #hasFound = false;

  constructor(sink: NestSink) {
    this.#sink = sink;
    this.pace = sink.pace;
  }

  found(origin: Origin, placed: Placed): void {
    this.#hasFound = true;
    this.#sink.found(origin, placed);
  }

  failed(failure: Failure): void {
    this.#failures.push(failure);
  }

  skipped(skipped: Skipped): void {
    this.#sink.skipped(skipped);
  }

  searched(bytes: number): void {
    this.#bytes += bytes;
    this.#sink.searched(bytes);
  }

  /** Everything has come: its failures count when it was a container, else one line says what it looked like, unless no `format` is named. */
  settle(origin: Origin, format: string | null): void {
    if (this.#failures.length === 0) return;
    if (this.#hasFound || this.#bytes >= PROOF_BYTES) for (const failure of this.#failures) this.#sink.failed(failure);
    else if (format !== null) {
      const message = `this text looks like the start of ${format} data, but next to nothing of it could be opened`;
      this.#sink.skipped({ origin, code: 'embedded-doubtful', message });
    }
  }
}
