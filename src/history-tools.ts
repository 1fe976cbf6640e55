/** What the histories of a scan get from it. */
import type { Detector } from './model/detector.js';
import type { ScanEvent } from './model/event.js';
import type { ScanOptions } from './scan-options.js';
import type { Unread, Work } from './scanner/hand-out.js';

/** What they get from the scan they belong to. */
export interface HistoryTools {
  readonly options: ScanOptions;
  readonly detectors: readonly Detector[];
  /** Searches work, and hands back what could not be read. */
  search(work: Iterator<Work>, unread: (unread: Unread) => void): AsyncGenerator<ScanEvent>;
  /** A list of what is chosen was read: an empty one is something that was looked at. */
  listed(): void;
}
