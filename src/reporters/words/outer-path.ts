/** The file that an editor or a web page can open for a place, however deep the place lies in containers. */
import type { Origin } from '../../model/origin.js';
import type { PathText } from '../../model/path-text.js';

/** Where to open, and whether the place itself is a range of that very file. */
export interface OuterPath {
  readonly path: PathText;
  /** False when lines and spans are counted in something that lies inside the file. */
  readonly isExact: boolean;
}

/** The path of the outermost file; null for what has none (standard input, commit and tag messages). */
export function outerPath(origin: Origin): OuterPath | null {
  switch (origin.kind) {
    case 'stdin':
      return null;
    case 'file':
      return { path: origin.path, isExact: true };
    case 'git-object': {
      const [path] = origin.paths;
      return path === undefined ? null : { path, isExact: true };
    }
    case 'archive-entry':
      return inside(origin.archive);
    case 'embedded':
      return inside(origin.in);
    default:
      return origin satisfies never;
  }
}

function inside(origin: Origin): OuterPath | null {
  const outer = outerPath(origin);
  return outer && { path: outer.path, isExact: false };
}
