/** Flags about which part of a history is looked at. */
import { many, on } from '../flag.js';
import { textReader } from '../value-readers.js';

const group = 'Part of the history:';

/** Which part. */
export const choosingFlags = {
  staged: on({
    key: 'staged',
    group,
    help: 'look only at what is staged and not in HEAD: before a commit',
  }),
  new: many({
    key: 'new',
    group,
    value: 'OLD..NEW',
    help: 'look only at objects that this brings: for a push. Zeros for OLD, as hooks give them for a new branch, mean whatever other refs do not hold; can be repeated',
    read: textReader('--new', 'a range OLD..NEW'),
  }),
  range: many({
    key: 'range',
    group,
    value: 'OLD..NEW',
    help: 'look only at what commits of this range wrote, even when it was in the history before, as a file that is copied or comes back; can be repeated',
    read: textReader('--range', 'a range OLD..NEW'),
  }),
};
