/** `kubeleaks stdin`: what is piped in, findings as they come. */
import { command } from '../command.js';
import { streamFlags } from '../flags/scan.js';
import { runScan } from '../scan-run.js';

/** See the file's head. */
export const stdin = command({
  operands: '',
  completes: 'nothing',
  description:
    'Scans standard input. With the formats human and jsonl every finding is printed as soon as its bytes ' +
    'arrived, while the pipe stays open. Comments that allow a token in a file are not obeyed here.',
  examples: [
    ['kubectl logs deploy/web | kubeleaks stdin', 'what a program logs'],
    ['tail -F app.log | kubeleaks stdin -f jsonl', 'one JSON object a line, for another program'],
  ],
  flags: streamFlags,
  async run({ values, shell }) {
    return await runScan({ targets: [{ kind: 'stdin' }], live: true, isInspection: false }, values, shell);
  },
});
