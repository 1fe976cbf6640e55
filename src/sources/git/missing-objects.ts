/** What a partial clone left out: git lists it from the refs on. */
import type { GitCommand } from '../../model/haystack.js';
import { gitRecords } from './choosing/git-records.js';

/** Objects that are not there. */
export interface MissingObjects {
  readonly count: number;
  /** Names of some of them, in hex. */
  readonly some: readonly string[];
}

const MOST_NAMED = 3;

/**
 * Looks which objects that `tips` lead to are missing. Nothing is fetched.
 * @throws GitError `git-failed`, as when a tip itself is missing
 */
export async function findMissingObjects(command: GitCommand, tips: readonly string[]): Promise<MissingObjects> {
  let count = 0;
  const some: string[] = [];
  const args = ['rev-list', '--objects', '--missing=print', '--stdin'];
  for await (const record of gitRecords(command, { args, input: tips.map((tip) => `${tip}\n`).join(''), end: '\n' })) {
    if (!record.startsWith('?')) continue;
    count += 1;
    if (some.length < MOST_NAMED) some.push(record.slice(1));
  }
  return { count, some };
}
