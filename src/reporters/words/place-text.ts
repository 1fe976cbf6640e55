/** Places in words, unescaped: whoever writes them escapes them for the medium. */
import type { Sighting } from '../../model/finding.js';
import type { Origin } from '../../model/origin.js';

/** Hex digits of a commit or object id that are shown. */
const SHORT_ID = 12;

/** `path:line:column` of a sighting, as editors and terminals understand it; without a line, the byte it starts at. */
export function placeText(sighting: Sighting): string {
  const { line, column, span } = sighting;
  if (line !== null) return `${originText(sighting.origin)}:${line}${column === null ? '' : `:${column}`}`;
  return `${originText(sighting.origin)} at byte ${span.start}`;
}

/** An origin as one text: `a.tgz!inner/path` for what an archive holds, `path` for a file or a git object with a path. */
export function originText(origin: Origin): string {
  switch (origin.kind) {
    case 'stdin':
      return origin.isHandedOver === true ? 'the text that was given' : 'standard input';
    case 'file':
      return origin.path.text;
    case 'archive-entry':
      return `${originText(origin.archive)}!${origin.path.text}`;
    case 'git-object':
      return origin.paths[0]?.text ?? `${origin.type} ${origin.object.slice(0, SHORT_ID)}`;
    case 'embedded':
      return `${originText(origin.in)}!embedded at byte ${origin.segments[0]?.start ?? 0}`;
    default:
      return origin satisfies never;
  }
}
