/** Which of many places a reader should be sent to. */
import type { Sighting } from '../../model/finding.js';
import type { Origin } from '../../model/origin.js';

/**
 * The place where a token is most easily seen and removed: a file as it lies there, then a reachable git object with a
 * path, then any git object, then what lies inside containers and streams. Undefined without sightings.
 */
export function primarySighting(sightings: readonly Sighting[]): Sighting | undefined {
  return byReach(sightings)[0];
}

/** All places, the primary one first; places of the same reach keep their order. */
export function byReach(sightings: readonly Sighting[]): readonly Sighting[] {
  return sightings.toSorted((a, b) => rank(a.origin) - rank(b.origin));
}

function rank(origin: Origin): number {
  switch (origin.kind) {
    case 'file':
      return 0;
    case 'git-object':
      if (origin.paths.length === 0) return 3;
      return origin.reachable === false ? 2 : 1;
    case 'archive-entry':
      return 4 + rank(origin.archive);
    case 'embedded':
      return 4 + rank(origin.in);
    case 'stdin':
      return 3;
    default:
      return origin satisfies never;
  }
}
