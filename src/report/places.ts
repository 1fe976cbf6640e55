/** The places of one token: the first in order of place are kept, all are counted. */
import { compareSightings } from '../model/compare-sightings.js';
import type { Sighting } from '../model/finding.js';
import { detached } from './detached.js';

/** Grows up to its bound and no further. */
export class Places {
  readonly #most: number;
  /** Sorted. */
  readonly #kept: Sighting[] = [];
  #seen = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Places that were told. */
  get seen(): number {
    return this.#seen;
  }

  /** In order of place. */
  get kept(): readonly Sighting[] {
    return this.#kept;
  }

  add(sighting: Sighting): void {
    this.#seen += 1;
    const at = this.#placeFor(sighting);
    if (at >= this.#most) return;
    this.#kept.splice(at, 0, detached(sighting));
    if (this.#kept.length > this.#most) this.#kept.pop();
  }

  /** Reports list places in order, so that most belong at the end. */
  #placeFor(sighting: Sighting): number {
    let low = 0;
    let high = this.#kept.length;
    for (let middle = high - 1; low < high; middle = (low + high) >> 1) {
      const known = this.#kept[middle];
      if (known !== undefined && compareSightings(known, sighting) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
