/** `kubeleaks scan`, and `kubeleaks` without a command: each target by what it is. */
import { stdinKind, type Target, UsageError } from '../../index.js';
import { command } from '../command.js';
import { filteringFlags } from '../flags/filtering.js';
import { scanFlags } from '../flags/scan.js';
import { historyFilterOf, shownFilter } from '../history-filter.js';
import { refuseOperands } from '../refuse-operands.js';
import { runScan } from '../scan-run.js';

/** See the file's head. */
export const scan = command({
  operands: '[TARGET...]',
  completes: 'file',
  description:
    'Scans each target by what it is: a git repository (its files and its whole history), a folder, a ' +
    'file; - is standard input. Archives and compressed files are opened. Without a target: this folder.',
  examples: [
    ['kubeleaks .', 'what is in this folder, and what ever was'],
    ['kubeleaks -f json -o report.json backup.tar.gz', 'a report for other programs'],
    ['kubeleaks --baseline report.json .', 'only what the earlier report does not know'],
  ],
  flags: [...Object.values(filteringFlags), ...scanFlags],
  async run({ operands, values, shell }) {
    if (operands.length === 0 && !shell.isInputTerminal) await refusePipe();
    await refuseOperands('scan', operands);
    const targets = (operands.length === 0 ? ['.'] : operands).map(targetOf);
    const live = targets.some(({ kind }) => kind === 'stdin');
    const historyFilter = historyFilterOf(values, false);
    const shown = shownFilter(historyFilter);
    return await runScan({ targets, live, isInspection: false, shown, historyFilter }, values, shell);
  },
});

/** Whoever pipes something in means that, and not the folder the pipe happens to run in. */
async function refusePipe(): Promise<void> {
  if ((await stdinKind()) !== 'input') return;
  throw new UsageError('no-target', 'no target is named; kubeleaks stdin scans what is piped in');
}

function targetOf(operand: string): Target {
  return operand === '-' ? { kind: 'stdin' } : { kind: 'path', path: operand };
}
