/** Files of an index as git reads it. */
import type { GitCommand } from '../../model/haystack.js';
import { gitRecords } from './choosing/git-records.js';
import { copyIndex } from './copy-index.js';

/** A file of an index: name of its object in hex, and path. */
export interface StagedObject {
  readonly object: string;
  readonly path: Uint8Array;
}

/**
 * Files of an index whose object `isWanted`, in a private git directory, into which the index is copied.
 * @throws GitError `git-failed`
 */
export async function askStaged(
  command: GitCommand,
  indexFile: string,
  isWanted: (object: string) => boolean,
): Promise<StagedObject[]> {
  const staged: StagedObject[] = [];
  if (!copyIndex(indexFile, command.gitFolder)) return staged;
  for await (const record of gitRecords(command, { args: ['ls-files', '--stage', '-z'], end: '\0' })) {
    const [, object, path] = /^[0-7]{6} ([0-9a-f]+) [0-3]\t(.*)$/s.exec(record) ?? [];
    if (object !== undefined && path !== undefined && isWanted(object))
      staged.push({ object, path: Buffer.from(path, 'latin1') });
  }
  return staged;
}
