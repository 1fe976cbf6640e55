/** Brings what attribution found out into the places of a git object, however deep it lies under containers. */
import type { AttributionEvent } from '../../model/event.js';
import { objectKey } from '../../model/object-key.js';
import type { Origin } from '../../model/origin.js';

/** `origin` with paths, commits and reachability filled in where `attributions`, by `objectKey`, knows its object. */
export function attribute(origin: Origin, attributions: ReadonlyMap<string, AttributionEvent>): Origin {
  switch (origin.kind) {
    case 'git-object': {
      const { repository, object } = origin;
      const known = attributions.get(objectKey(repository.path, object)) ?? attributions.get(objectKey(null, object));
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
