/** A clock that stands still until somebody waits on it: waiting is free, and is written down. */
import type { Clock } from '../../src/clusters/clock.js';

/** Starts at 2026-10-01T12:00:00Z unless told. */
export class FakeClock implements Clock {
  readonly waits: number[] = [];
  #now: number;

  constructor(now = Date.parse('2026-10-01T12:00:00Z')) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  async sleep(ms: number): Promise<void> {
    this.waits.push(ms);
    this.#now += ms;
  }

  pass(ms: number): void {
    this.#now += ms;
  }
}
