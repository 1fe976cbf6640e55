/** A sighting in the exact keys and key order of the report contract, whatever order the event had. */
import type { Sighting } from '../../model/finding.js';
import type { Origin } from '../../model/origin.js';
import type { PathText } from '../../model/path-text.js';
import type { Span } from '../../model/span.js';

/** The members of a sighting. */
export function sightingMembers(sighting: Sighting): Sighting {
  return {
    id: sighting.id,
    origin: originMembers(sighting.origin),
    span: spanMembers(sighting.span),
    segments: sighting.segments.map(spanMembers),
    line: sighting.line,
    column: sighting.column,
    encodings: sighting.encodings,
    complete: sighting.complete,
    field: sighting.field,
    record: sighting.record,
    allowedBy: sighting.allowedBy,
  };
}

/** The members of an origin, all the way in. */
export function originMembers(origin: Origin): Origin {
  switch (origin.kind) {
    case 'stdin':
      return { kind: 'stdin' };
    case 'file':
      return { kind: 'file', path: pathMembers(origin.path) };
    case 'archive-entry':
      return { kind: 'archive-entry', archive: originMembers(origin.archive), path: pathMembers(origin.path) };
    case 'git-object':
      return {
        kind: 'git-object',
        repository: { path: pathMembers(origin.repository.path), remote: origin.repository.remote },
        object: origin.object,
        type: origin.type,
        paths: origin.paths.map(pathMembers),
        commits: origin.commits,
        reachable: origin.reachable,
      };
    case 'embedded':
      return { kind: 'embedded', in: originMembers(origin.in), segments: origin.segments.map(spanMembers) };
    default:
      return origin satisfies never;
  }
}

function spanMembers(span: Span): Span {
  return { start: span.start, end: span.end };
}

function pathMembers(path: PathText): PathText {
  return path.bytes === undefined ? { text: path.text } : { text: path.text, bytes: path.bytes };
}
