/** What comes out of a nest: the shape of who takes it. */
import type { Failure, Skipped } from '../model/failure.js';
import type { Origin } from '../model/origin.js';
import type { Pace } from './pace.js';
import type { Placed } from './searcher.js';

/** Takes what comes out of a nest. */
export interface NestSink {
  found(origin: Origin, placed: Placed): void;
  failed(failure: Failure): void;
  skipped(skipped: Skipped): void;
  /** Bytes of one entry were searched. */
  searched(bytes: number): void;
  /** Where others share the thread, or take what is found. */
  readonly pace?: Pace | undefined;
}
