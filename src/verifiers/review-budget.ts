/** Keeps a stream from flooding a cluster with reviews. */
import type { Clock } from '../clusters/clock.js';

/** How many reviews there may be. */
export interface ReviewLimits {
  /** In all; null for no end. */
  readonly total: number | null;
  /** For one subject on one cluster within a minute; null for no end. */
  readonly perMinute: number | null;
}

/** On an endless stream one account's tokens come again and again, each rotated and so distinct. */
export const streamReviewsPerMinute = 5;

const MINUTE_MS = 60_000;
/** Subjects that are remembered; on a stream the oldest are forgotten. */
const MAX_SUBJECTS = 65_536;

/** Counts reviews. */
export class ReviewBudget {
  readonly #limits: ReviewLimits;
  readonly #clock: Clock;
  readonly #recent = new Map<string, readonly number[]>();
  #total = 0;

  constructor(limits: ReviewLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** True when one more review of `subject` on `cluster` is within the limits; it then counts. */
  take(cluster: string, subject: string): boolean {
    const { total, perMinute } = this.#limits;
    if (total !== null && this.#total >= total) return false;
    if (perMinute !== null && !this.#takeMinute(`${cluster} ${subject}`, perMinute)) return false;
    this.#total += 1;
    return true;
  }

  #takeMinute(key: string, perMinute: number): boolean {
    const now = this.#clock.now();
    const times = (this.#recent.get(key) ?? []).filter((at) => now - at < MINUTE_MS);
    if (times.length >= perMinute) return false;
    this.#recent.delete(key);
    this.#recent.set(key, [...times, now]);
    if (this.#recent.size > MAX_SUBJECTS) {
      for (const oldest of this.#recent.keys()) {
        this.#recent.delete(oldest);
        break;
      }
    }
    return true;
  }
}
