/** Paths that are asked for, as .gitignore writes them. Loaded when there are some. */
import ignore from 'ignore';

/** Is a path, from the top of the repository, one of those that are asked for? */
export type IsInPaths = (path: Uint8Array) => boolean;

/** What the patterns of `--path` say. */
export function pathPatterns(paths: readonly string[]): IsInPaths {
  const patterns = ignore({ allowRelativePaths: true }).add([...paths]);
  return (path) => patterns.ignores(Buffer.from(path).toString());
}
