/** Flags about what earlier runs did. */
import { one } from '../flag.js';
import { textReader } from '../value-readers.js';

/** What `git` takes besides the flags of a scan. */
export const incrementalFlags = {
  state: one({
    key: 'state',
    group: 'Search:',
    value: 'FILE',
    completes: 'file',
    help: 'search only objects that no earlier run with this FILE searched, and tell only what stands in them',
    read: textReader('--state', 'a file'),
  }),
};
