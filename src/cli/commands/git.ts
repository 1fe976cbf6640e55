/** `kubeleaks git`: a repository's history. */
import type { Target } from '../../index.js';
import { command } from '../command.js';
import { scanFlags } from '../flags/scan.js';
import { runScan } from '../scan-run.js';

/** See the file's head. */
export const git = command({
  operands: '[REPOSITORY...]',
  completes: 'folder',
  description:
    'Scans every object of a repository, reachable or not: files of all commits, messages, notes, tags, stashes; and what lies beside them in .git.',
  examples: [
    ['kubeleaks git', 'the repository of this folder'],
    ['kubeleaks git /srv/git/shop.git -f json', 'a bare repository, as JSON'],
  ],
  flags: scanFlags,
  async run({ operands, values, shell }) {
    const targets = (operands.length === 0 ? ['.'] : operands).map((path): Target => ({ kind: 'repository', path }));
    return await runScan({ targets, live: false, isInspection: false }, values, shell);
  },
});
