/** Containers that were found in a haystack's text, kept until it is searched. */
import type { Failure } from '../model/failure.js';
import type { Origin } from '../model/origin.js';
import type { Embedded } from './embedded.js';

/** Each holds at most one layer, so that the list stays below some 25 MB. */
const MOST = 256;

/** Gathers them; what is too many is told once as a failure. */
export class EmbeddedList {
  readonly items: Embedded[] = [];
  readonly #origin: Origin;
  readonly #told: { failed(failure: Failure): void };
  #isFull = false;

  constructor(origin: Origin, told: { failed(failure: Failure): void }) {
    this.#origin = origin;
    this.#told = told;
  }

  add(embedded: Embedded): void {
    if (this.items.length < MOST) this.items.push(embedded);
    else if (!this.#isFull) {
      this.#isFull = true;
      const message = `more than ${MOST} archives stand as base64 or hex in this text; the others were not opened`;
      this.#told.failed({ origin: this.#origin, code: 'embedded-too-many', message });
    }
  }
}
