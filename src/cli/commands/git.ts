/** `kubeleaks git`: a repository's history. */
import { UsageError } from '../../index.js';
import { command } from '../command.js';
import { scanFlags } from '../flags/scan.js';

/** See the file's head. */
export const git = command({
  operands: '[REPOSITORY...]',
  completes: 'folder',
  description:
    'Scans every object of a repository. This version cannot do it yet; kubeleaks dir scans the files ' +
    'that are checked out.',
  examples: [],
  flags: scanFlags,
  run() {
    const message =
      'git history is not scanned yet by this version; kubeleaks dir scans the files that are checked out';
    return Promise.reject(new UsageError('not-yet', message));
  },
});
