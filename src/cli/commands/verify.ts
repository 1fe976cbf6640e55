/** `kubeleaks verify`: asks clusters about the tokens of an earlier scan, or of any text. */
import { isReportFile, kindOfPath, stdinKind, type Target, UsageError, verifyModes } from '../../index.js';
import { command } from '../command.js';
import { one } from '../flag.js';
import { generalFlags } from '../flags/general.js';
import { judgementFlags } from '../flags/judgement.js';
import { outputFlags } from '../flags/output.js';
import { searchFlags } from '../flags/search.js';
import { verificationFlags } from '../flags/verification.js';
import { runScan } from '../scan-run.js';
import type { Shell } from '../shell.js';
import { misfit } from '../flag.js';
import { textReader } from '../value-readers.js';

const group = 'Verification:';
const { inlineAllow: _inlineAllow, ...judgement } = judgementFlags;
const { only, detector } = searchFlags;

const source = one({
  key: 'source',
  group,
  value: 'FOLDER',
  completes: 'folder',
  help: 'read the tokens of the report again from their places in this folder; nothing outside it is opened',
  read: textReader('--source', 'a folder'),
});

/** A day: who waits longer should look again. */
const LONGEST_SECONDS = 86_400;
const seconds: { readonly [unit: string]: number } = { s: 1, m: 60, h: 3600 };

const untilDead = one({
  key: 'untilDead',
  group,
  value: 'TIME',
  help: 'ask again about tokens that live until they are dead, for so long: 60s, 5m, 1h',
  read: (given) => {
    const [, count = '', unit = ''] = /^(\d{1,5})([smh])$/.exec(given) ?? [];
    const time = Number(count) * (seconds[unit] ?? Number.NaN);
    if (time >= 1 && time <= LONGEST_SECONDS) return time * 1000;
    throw misfit('--until-dead', 'a time like 60s, 5m or 1h is needed', given);
  },
});

/** See the file's head. */
export const verify = command({
  operands: '[REPORT|FILE|-]',
  completes: 'file',
  description:
    'Finds out which tokens live. The tokens are those of an earlier JSON report, read again from their places ' +
    '(--source), or those in any text: the report of another scanner, a log, standard input. Each token is ' +
    'matched to its cluster by its signature, and sent to that cluster alone. --verify=MODE does less: ' +
    `${verifyModes.join(', ')} (review when it is absent).`,
  examples: [
    ['kubeleaks verify report.json --source .', 'which tokens of the report live'],
    ['kubeleaks verify - --context prod < findings.json', 'which tokens in that text live in prod'],
    ['kubeleaks verify report.json --source . --until-dead 60s', 'after the clean-up: are they dead?'],
  ],
  flags: Object.values({
    ...outputFlags,
    ...judgement,
    only,
    detector,
    source,
    untilDead,
    ...verificationFlags,
    ...generalFlags,
  }),
  async run({ operands, values, shell }) {
    if (operands.length > 1) throw new UsageError('wrong-operand', 'verify takes one report or text at a time');
    const { report, target } = await meant(operands[0], shell);
    if (report === undefined && values.source !== undefined) {
      throw new UsageError('flag-conflict', '--source goes with a report of kubeleaks: its places are read there');
    }
    const { source: folder, untilDead: untilDeadMs, ...rest } = values;
    const manner = {
      targets: target === undefined ? [] : [target],
      live: false,
      isInspection: false,
      untilDeadMs,
      ...(report === undefined ? {} : { reported: { report, source: folder } }),
    };
    return await runScan(manner, { ...rest, verify: values.verify ?? 'review' }, shell);
  },
});

async function meant(
  operand: string | undefined,
  shell: Shell,
): Promise<{ readonly report?: string; readonly target?: Target }> {
  if (operand === undefined || operand === '-') {
    if (operand === '-' || (!shell.isInputTerminal && (await stdinKind()) === 'input'))
      return { target: { kind: 'stdin' } };
    throw new UsageError('no-target', 'there is nothing to verify: name a report or a file, or pipe text in');
  }
  const kind = await kindOfPath(operand);
  if (kind === 'nothing') throw new UsageError('wrong-operand', `there is no file ${operand}`);
  if (kind === 'folder')
    throw new UsageError('wrong-operand', `${operand} is a folder; kubeleaks dir --verify scans it and verifies`);
  return (await isReportFile(operand)) ? { report: operand } : { target: { kind: 'files', path: operand } };
}
