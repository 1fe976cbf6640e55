/** What is staged: blobs of the index that HEAD does not hold at the same path. */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GitCommand } from '../../../model/haystack.js';
import { copyIndex } from '../copy-index.js';
import { askGit } from './ask-git.js';
import { addPlace, type BlobPlaces, type ChosenObjects } from './chosen-objects.js';
import { gitRecords } from './git-records.js';
import type { Here } from './here.js';

/** Names of the trees without entries. */
const emptyTree = {
  sha1: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  sha256: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
} as const;

/** `:old-mode new-mode old new status`, as git writes changes (git-diff-index, "Raw output format"). */
const CHANGE = /^:[0-7]{6} (?<mode>[0-7]{6}) [0-9a-f]+ (?<blob>[0-9a-f]+) (?<status>[A-Z])/;
const UNMERGED = /^(?<mode>[0-7]{6}) (?<blob>[0-9a-f]+) [123]\t(?<path>.*)$/s;
const SUBMODULE = '160000';

/**
 * Compares the index with HEAD, in a private git directory with refs; the index is copied there.
 * @throws GitError `git-failed` when the index or HEAD cannot be read
 */
export async function stagedObjects(command: GitCommand, here: Here): Promise<ChosenObjects> {
  const { repository, indexFile } = here;
  const places = new Map<string, BlobPlaces>();
  const head = await askGit(command, ['rev-parse', '--verify', '--quiet', 'HEAD']);
  const boundaries = head === undefined ? [] : [head, ...mergedHeads(repository.gitFolder)];
  if (!copyIndex(indexFile, command.gitFolder, repository.gitFolder))
    return { names: [], places, boundaries, isCutShort: false };
  const args = ['--cached', '--raw', '-z', '--no-renames', '--no-abbrev', '--end-of-options'];
  const records = gitRecords(command, {
    args: ['diff-index', ...args, head ?? emptyTree[repository.hash]],
    end: '\0',
  });
  let change: RegExpExecArray | null = null;
  let isUnmerged = false;
  for await (const record of records) {
    if (change === null) {
      change = CHANGE.exec(record);
      continue;
    }
    const { mode, blob = '', status } = change.groups ?? {};
    change = null;
    if (status === 'U') isUnmerged = true;
    else if (status !== 'D' && mode !== SUBMODULE) addPlace(places, blob, record);
  }
  if (isUnmerged) await addUnmerged(command, places);
  return { names: [...places.keys()], places, boundaries, isCutShort: false };
}

/** Of a merge that is not over, all sides are staged. */
async function addUnmerged(command: GitCommand, places: Map<string, BlobPlaces>): Promise<void> {
  for await (const record of gitRecords(command, { args: ['ls-files', '-u', '-z'], end: '\0' })) {
    const { mode, blob = '', path = '' } = UNMERGED.exec(record)?.groups ?? {};
    if (blob !== '' && mode !== SUBMODULE) addPlace(places, blob, path);
  }
}

/** What is being merged was there before, as HEAD was. */
function mergedHeads(gitFolder: string): string[] {
  const file = join(gitFolder, 'MERGE_HEAD');
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile() !== true) return [];
  return readFileSync(file, 'latin1')
    .split('\n')
    .filter((line) => /^[0-9a-f]{40,64}$/.test(line));
}
