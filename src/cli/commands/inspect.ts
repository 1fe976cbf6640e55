/** `kubeleaks inspect`: a look at tokens in hand. */
import { kindOfPath, stdinKind, type Target, UsageError } from '../../index.js';
import { command } from '../command.js';
import { exitCodes } from '../exit-code.js';
import { generalFlags } from '../flags/general.js';
import { outputFlags } from '../flags/output.js';
import { searchFlags } from '../flags/search.js';
import { verificationFlags } from '../flags/verification.js';
import { askUnseen } from '../ask-unseen.js';
import { say } from '../say.js';
import { runScan } from '../scan-run.js';
import type { Shell } from '../shell.js';

/** Two JSON objects and two dots, in base64url, with the claims that make a service account's token: no text holds one in less. */
const SHORTEST_TOKEN = 64;

const { format, output, also, reveal } = outputFlags;
const { only, detector } = searchFlags;
const verification = Object.values(verificationFlags);

/** See the file's head. */
export const inspect = command({
  operands: '[TOKEN|FILE|-]',
  completes: 'file',
  description:
    'Decodes tokens, or the tokens in any text: whose each is, which cluster it opens, until when, what ' +
    'it is bound to, and what to do about it. Nothing is sent anywhere without --verify. Without an argument it asks for ' +
    'the token and does not show it; - is standard input. Exits with 0 when there was a token, with 2 ' +
    'when there was none.',
  examples: [
    ['kubeleaks inspect', 'asks for the token, unseen'],
    ['pbpaste | kubeleaks inspect -', 'what was copied'],
    ['kubeleaks inspect -f json < token.txt', 'for another program'],
    ['kubeleaks inspect --verify=offline --keys team.json', 'which cluster it opens, by keys alone'],
  ],
  flags: [format, output, also, reveal, only, detector, ...verification, ...Object.values(generalFlags)],
  async run({ operands, values, shell }) {
    const targets = operands.length === 0 ? [await implied(shell)] : await Promise.all(operands.map(targetOf));
    if (targets.includes(undefined)) return exitCodes.stopped;
    const known = targets.filter((target) => target !== undefined);
    if (operands.length > 0 && known.some(({ kind }) => kind === 'text') && values.quiet !== true) {
      say(shell, 'your shell may keep this token; without it, inspect asks for it unseen');
    }
    return await runScan({ targets: known, live: false, isInspection: true }, values, shell);
  },
});

/** Without an argument: what is piped in, or what the terminal's user types; undefined when that was given up. */
async function implied(shell: Shell): Promise<Target | undefined> {
  if (!shell.isInputTerminal) {
    if ((await stdinKind()) === 'input') return { kind: 'stdin' };
    throw new UsageError('no-target', 'there is no token to inspect: pipe it in, or name a file that holds it');
  }
  const text = await askUnseen('Token (not shown; Enter ends): ', shell);
  return text === undefined ? undefined : { kind: 'text', bytes: Buffer.from(text) };
}

async function targetOf(operand: string): Promise<Target> {
  if (operand === '-') return { kind: 'stdin' };
  const kind = await kindOfPath(operand);
  if (kind === 'folder') throw new UsageError('wrong-operand', `${operand} is a folder; kubeleaks dir scans it`);
  if (kind === 'nothing' && operand.length < SHORTEST_TOKEN) {
    throw new UsageError('wrong-operand', `there is no file "${operand}", and it is too short for a token`);
  }
  return kind === 'file' ? { kind: 'files', path: operand } : { kind: 'text', bytes: Buffer.from(operand) };
}
