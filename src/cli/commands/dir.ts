/** `kubeleaks dir`: files and folders, without a look at git history. */
import { command } from '../command.js';
import { scanFlags } from '../flags/scan.js';
import { runScan } from '../scan-run.js';

/** See the file's head. */
export const dir = command({
  operands: '[PATH...]',
  completes: 'file',
  description:
    'Scans files and folders; archives and compressed files are opened. History is not looked at. Without ' +
    'a path: this folder.',
  examples: [
    ['kubeleaks dir /srv/logs', 'all files below a folder'],
    ['kubeleaks dir --gitignore .', 'without what .gitignore files name'],
  ],
  flags: scanFlags,
  async run({ operands, values, shell }) {
    const paths = operands.length === 0 ? ['.'] : operands;
    const targets = paths.map((path) => ({ kind: 'files', path }) as const);
    return await runScan({ targets, live: false, isInspection: false }, values, shell);
  },
});
