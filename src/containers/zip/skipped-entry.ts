/** Entries that need a password. */
import type { PathText } from '../../model/path-text.js';
import type { SkippedEntry } from '../container.js';

/** What is told of an encrypted entry. */
export function skippedEntry(path: PathText): SkippedEntry {
  return {
    kind: 'skipped',
    code: 'entry-encrypted',
    message: 'The entry is encrypted. Unpack it with its password and scan what comes out.',
    path,
  };
}
