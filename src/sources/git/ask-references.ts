/** Refs as git reads them, for a repository that keeps them in a way that is not read here. */
import type { GitCommand } from '../../model/haystack.js';
import type { Reference, References } from './attribution/references.js';
import { askGit } from './choosing/ask-git.js';
import { gitRecords } from './choosing/git-records.js';

/**
 * Asks git in a private git directory with refs; answers as `readReferences` does, but for the HEADs of other work trees.
 * @throws GitError `git-failed` when git cannot read them either
 */
export async function askReferences(command: GitCommand): Promise<References> {
  const refs: Reference[] = [];
  const args = ['for-each-ref', '--format=%(objectname) %(refname)'];
  for await (const line of gitRecords(command, { args, end: '\n' })) {
    const at = line.indexOf(' ');
    refs.push({ object: line.slice(0, at), name: Buffer.from(line.slice(at + 1), 'latin1').toString() });
  }
  const head = await askGit(command, ['rev-parse', '--verify', '--quiet', 'HEAD']);
  const first = await askGit(command, ['symbolic-ref', '--quiet', 'HEAD']);
  refs.sort((a, b) => Number(b.name === first) - Number(a.name === first) || (a.name < b.name ? -1 : 1));
  const heads = head === undefined || first !== undefined ? [] : [{ name: 'HEAD', object: head }];
  return { list: [...heads, ...refs], head: head ?? null, isKnown: true };
}
