/** Flags about which part of what is found in a history counts. */
import { many, off, one } from '../flag.js';
import { textReader, timeReader } from '../value-readers.js';

const group = 'History:';

/** What is left out is told as filtered, and does not count. Files that lie there now always count. */
export const filteringFlags = {
  since: one({
    key: 'since',
    group,
    value: 'TIME',
    help: 'only what a commit brought in at or after this time, as 2024-05-01 or 2024-05-01T12:00:00Z (UTC), or 90d for 90 days ago: the commit date of the commit that introduced it counts',
    read: timeReader('--since', 'start'),
  }),
  until: one({
    key: 'until',
    group,
    value: 'TIME',
    help: 'only what a commit brought in at or before this time; a day is meant to its end',
    read: timeReader('--until', 'end'),
  }),
  branch: many({
    key: 'branch',
    group,
    value: 'REF',
    help: 'only what is in the history of this branch, tag or other ref; can be repeated',
    read: textReader('--branch', 'a branch'),
  }),
  path: many({
    key: 'path',
    group,
    value: 'GLOB',
    help: 'only what was at a path that this pattern names, as in .gitignore, from the top of the repository; can be repeated',
    read: textReader('--path', 'a pattern'),
  }),
  unreachable: off({
    key: 'unreachable',
    group,
    help: 'leave out what no ref reaches: dropped commits, stray objects',
  }),
};
