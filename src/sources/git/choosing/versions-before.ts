/** The versions that files had before: what the commits at the edge of a choice hold at the same paths. */
import type { GitCommand } from '../../../model/haystack.js';
import { gitRecords } from './git-records.js';

const BLOB = /^([0-9a-f]{40,64}) blob /;

/**
 * Blobs by path. A path with a line break has none: git cannot be asked for it in this way by every git that is around.
 * @throws GitError `git-failed`
 */
export async function versionsBefore(
  command: GitCommand,
  boundaries: readonly string[],
  paths: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const asked = boundaries.flatMap((commit) =>
    paths.filter((path) => !path.includes('\n')).map((path) => ({ path, name: `${commit}:${path}` })),
  );
  const versions = new Map<string, Set<string>>();
  if (asked.length === 0) return versions;
  const input = asked.map(({ name }) => `${name}\n`).join('');
  let at = 0;
  for await (const line of gitRecords(command, { args: ['cat-file', '--batch-check'], input, end: '\n' })) {
    const { path } = asked[at++] as { readonly path: string };
    const blob = BLOB.exec(line)?.[1];
    if (blob !== undefined) versions.set(path, (versions.get(path) ?? new Set()).add(blob));
  }
  return versions;
}
