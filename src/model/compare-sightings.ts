/** The order of places, the same whatever order threads found them in. */
import type { Sighting } from './finding.js';
import type { Origin } from './origin.js';
import type { PathText } from './path-text.js';

/** Orders texts by code unit, so that no locale changes a report. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Orders by origin, then by span; 0 only for the same place. */
export function compareSightings(a: Sighting, b: Sighting): number {
  return (
    compareOrigins(a.origin, b.origin) ||
    a.span.start - b.span.start ||
    a.span.end - b.span.end ||
    compareText(a.encodings.join(), b.encodings.join()) ||
    compareText(a.id, b.id)
  );
}

/** Orders by kind, then by what names the place and never changes; what attribution adds later does not count. */
export function compareOrigins(a: Origin, b: Origin): number {
  const left = keyOf(a);
  const right = keyOf(b);
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const difference = compareText(left[index] ?? '', right[index] ?? '');
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Containers come right after what they stand in. */
function keyOf(origin: Origin): readonly string[] {
  switch (origin.kind) {
    case 'stdin':
      return ['0'];
    case 'file':
      return ['1', pathKey(origin.path)];
    case 'git-object':
      return ['2', pathKey(origin.repository.path), origin.object];
    case 'archive-entry':
      return [...keyOf(origin.archive), 'entry', pathKey(origin.path)];
    case 'embedded':
      return [...keyOf(origin.in), 'embedded', String(origin.segments[0]?.start ?? 0).padStart(16, '0')];
    default:
      return origin satisfies never;
  }
}

function pathKey(path: PathText): string {
  return path.bytes === undefined ? path.text : `${path.text}\0${path.bytes}`;
}
