/** A choice → the objects that it means. */
import type { Choice } from '../../../model/choice.js';
import type { GitCommand } from '../../../model/haystack.js';
import { UsageError } from '../../../model/usage-error.js';
import { askGit } from './ask-git.js';
import type { ChosenObjects } from './chosen-objects.js';
import { copyRefs } from './copy-refs.js';
import type { Here } from './here.js';
import { isNothing, parseRange } from './parse-range.js';
import { rangeObjects, type ResolvedRange } from './range-objects.js';
import { stagedObjects } from './staged-objects.js';

/**
 * Lists what a choice means, in a private git directory, into which refs and index are copied.
 * @throws UsageError `wrong-range`, `unknown-revision`
 * @throws GitError `git-failed` when the index or the history cannot be read
 */
export async function chooseObjects(command: GitCommand, here: Here, choice: Choice): Promise<ChosenObjects> {
  copyRefs(here.repository, command.gitFolder);
  if (choice.kind === 'staged') return await stagedObjects(command, here);
  const isNew = choice.kind === 'new';
  const ranges: ResolvedRange[] = [];
  for (const text of choice.ranges) {
    const { old, new: young } = parseRange(text);
    const resolve = async (revision: string): Promise<string> =>
      isNew && isNothing(revision) ? revision : await objectNamed(command, revision, here);
    ranges.push({ old: await resolve(old), new: await resolve(young) });
  }
  return await rangeObjects(command, { ranges, isNew, isQuarantined: here.isQuarantined });
}

async function objectNamed(command: GitCommand, revision: string, { repository }: Here): Promise<string> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{object}`];
  const name = await askGit(command, args);
  if (name !== undefined && /^[0-9a-f]{40,64}$/.test(name)) return name;
  const hint = repository.isShallow ? '; the clone is shallow: git fetch --unshallow, or --depth, brings more' : '';
  const shown = JSON.stringify(revision.slice(0, 200));
  throw new UsageError('unknown-revision', `${shown} names no object of ${repository.name.path.text}${hint}`);
}
