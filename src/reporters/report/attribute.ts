/** Brings what attribution found out into the places of a git object, however deep it lies under containers. */
import type { AttributionEvent } from '../../model/event.js';
import type { Origin } from '../../model/origin.js';

/** `origin` with paths, commits and reachability filled in where `attributions` knows its object. */
export function attribute(origin: Origin, attributions: ReadonlyMap<string, AttributionEvent>): Origin {
  switch (origin.kind) {
    case 'git-object': {
      const known = attributions.get(origin.object);
      if (known === undefined) return origin;
      return { ...origin, paths: known.paths, commits: known.commits, reachable: known.reachable };
    }
    case 'archive-entry':
      return { ...origin, archive: attribute(origin.archive, attributions) };
    case 'embedded':
      return { ...origin, in: attribute(origin.in, attributions) };
    case 'stdin':
    case 'file':
      return origin;
    default:
      return origin satisfies never;
  }
}
