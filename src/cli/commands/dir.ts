/** `kubeleaks dir`: files and folders, without a look at git history. */
import { command } from '../command.js';
import { followingFlags } from '../flags/following.js';
import { scanFlags } from '../flags/scan.js';
import { refuseOperands } from '../refuse-operands.js';
import { runScan } from '../scan-run.js';
import { UsageError } from '../../index.js';

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
    ['kubeleaks dir --follow /var/log/pods -f jsonl', 'what pods log, as they log it'],
  ],
  flags: [...Object.values(followingFlags), ...scanFlags],
  async run({ operands, values, shell }) {
    await refuseOperands('dir', operands);
    const paths = operands.length === 0 ? ['.'] : operands;
    const { follow, state, metrics } = values;
    if (follow === true) {
      const target = { kind: 'follow', paths, statePath: state } as const;
      return await runScan(
        { targets: [target], live: true, isInspection: false, isEndless: true, metrics },
        values,
        shell,
      );
    }
    const lonely = state !== undefined ? '--state' : metrics !== undefined ? '--metrics' : undefined;
    if (lonely !== undefined) throw new UsageError('flag-conflict', `${lonely} goes with --follow`);
    const targets = paths.map((path) => ({ kind: 'files', path }) as const);
    return await runScan({ targets, live: false, isInspection: false }, values, shell);
  },
});
