/** Which detectors a scan uses. */
import type { Detector } from './model/detector.js';
import { UsageError } from './model/usage-error.js';

/** All of `all`, or those whose ids are in `only`. An id that none has is a `UsageError`. */
export function chooseDetectors(all: readonly Detector[], only: readonly string[] | undefined): readonly Detector[] {
  const unknown = only?.find((id) => !all.some((detector) => detector.id === id));
  if (unknown !== undefined) {
    const known = all.map((detector) => detector.id).join(', ');
    throw new UsageError('unknown-detector', `there is no detector "${unknown}"; there are ${known}`);
  }
  return only === undefined ? all : all.filter((detector) => only.includes(detector.id));
}
