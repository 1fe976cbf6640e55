/** Everything that decides what a search finds, as text: what was searched otherwise is to be searched again. */
import { encodings } from './encodings/index.js';
import type { Detector } from './model/detector.js';
import { version } from './model/version.js';
import type { ScanOptions } from './scan-options.js';

/** The same text for searches that find the same in the same bytes. */
export function describeSearch(detectors: readonly Detector[], { archiveLimits = {} }: ScanOptions): string {
  return JSON.stringify({
    version,
    anchors: encodings.map(({ id, anchors }) => [id, ...new Set(anchors.map(({ text }) => text))]),
    // A detector of the user's may change without changing its name.
    detectors: detectors.map(({ id, recognise }) => [id, recognise.toString()]),
    archiveLimits: Object.entries(archiveLimits).sort(([a], [b]) => (a < b ? -1 : 1)),
  });
}
