/** `kubeleaks redact`: a filter for pipes, and files redacted where they lie. */
import {
  answerMessages,
  loadDetector,
  type RedactCounts,
  type RedactOptions,
  redactStandardStreams,
  UsageError,
} from '../../index.js';
import { command } from '../command.js';
import { countsText } from '../counts-text.js';
import { exitCodes } from '../exit-code.js';
import type { ValuesOf } from '../flag.js';
import { generalFlags } from '../flags/general.js';
import { outputFlags } from '../flags/output.js';
import { redactionFlags } from '../flags/redaction.js';
import { searchFlags } from '../flags/search.js';
import { Interruption } from '../interruption.js';
import { leave } from '../leave.js';
import { redactFiles } from '../redact-files.js';
import { say } from '../say.js';
import type { Shell } from '../shell.js';
import { openSideReports } from '../side-reports.js';

const { quiet, verbose, help, version } = generalFlags;

const flags = [
  ...Object.values(redactionFlags),
  outputFlags.also,
  searchFlags.detector,
  quiet,
  verbose,
  help,
  version,
] as const;

type Values = ValuesOf<typeof flags>;

/** See the file's head. */
export const redact = command({
  operands: '[FILE...]',
  completes: 'file',
  description:
    'Passes standard input to standard output and puts a marker in the place of every service-account token, in ' +
    'every encoding that can be written anew. All other bytes stay as they are, and a finished line is not held back. ' +
    'Never put it between an application and its own log without somebody who starts it again: when it ends, the ' +
    'application gets SIGPIPE. With --in-place it redacts files where they lie, and exits with 1 when a token is left.',
  examples: [
    ['kubectl logs -f deploy/web | kubeleaks redact', 'what may be shown'],
    ['kubeleaks redact --count < app.log > clean.log', 'and say how much was replaced'],
    ['kubeleaks redact --in-place --dry-run app.log', 'what would change in a file'],
    ["kubeleaks redact --replacement '[{namespace}]' < app.log", 'with words of your own'],
  ],
  flags,
  async run({ operands, values, shell }) {
    refuseMixture(operands, values);
    const interruption = new Interruption((code) => leave(code));
    try {
      const options = { ...(await optionsOf(values)), signal: interruption.signal };
      const manner = { isDryRun: values.dryRun ?? false, tellsCounts: values.count ?? false };
      const code =
        values.inPlace === true
          ? await redactFiles(operands, options, manner, shell)
          : await redactStreams(options, values, shell);
      return interruption.exitCode ?? code;
    } finally {
      interruption.stop();
    }
  },
});

/** Files are touched only when that is asked for in so many words. */
function refuseMixture(operands: readonly string[], { inPlace, dryRun, protocol, also }: Values): void {
  const refuse = (message: string): never => {
    throw new UsageError('flag-conflict', message);
  };
  if (operands.length > 0 && inPlace !== true) refuse('files are redacted with --in-place; a stream comes by < FILE');
  if (inPlace === true && operands.length === 0) refuse('--in-place needs files: kubeleaks redact --in-place FILE...');
  if (dryRun === true && inPlace !== true) refuse('--dry-run goes with --in-place');
  if (inPlace === true && (protocol !== undefined || also !== undefined))
    refuse('--in-place goes with neither --protocol nor --also; kubeleaks dir reports on files');
}

async function redactStreams(given: RedactOptions, values: Values, shell: Shell): Promise<number> {
  const counts: RedactCounts = { bytes: 0, replaced: {}, forced: 0, failed: 0 };
  const reports = await openSideReports(values.also ?? [], shell);
  const tell = (): void => say(shell, countsText(counts));
  if (values.count === true) process.on('SIGUSR1', tell);
  let isPacked = false;
  const onPacked = (format: string): void => {
    isPacked = true;
    if (values.quiet !== true) say(shell, packedText(format));
  };
  try {
    const onEvent = reports === undefined ? {} : { onEvent: reports.accept.bind(reports) };
    const options = { ...given, ...onEvent, counts, onPacked };
    if (values.protocol === 'mmexternal') await answerMessages(options);
    else await redactStandardStreams(options);
    await reports?.finish();
  } catch (error) {
    await reports?.abandon();
    throw error;
  } finally {
    process.off('SIGUSR1', tell);
  }
  if (values.count === true) tell();
  if (counts.failed > 0 && values.quiet !== true) say(shell, failuresText(counts.failed, values.onError));
  return isPacked ? exitCodes.incomplete : exitCodes.clean;
}

function packedText(format: string): string {
  return `standard input is ${format}: what is packed in it passes as it is, tokens too. Unpack it before kubeleaks redact.`;
}

async function optionsOf(values: Values): Promise<RedactOptions> {
  const extraDetectors = [];
  for (const path of values.detector ?? []) extraDetectors.push(await loadDetector(path));
  const { replacement, sameLength, allJwt, maxHold, onError } = values;
  return {
    extraDetectors,
    ...(replacement !== undefined && { replacement }),
    ...(sameLength !== undefined && { sameLength }),
    ...(allJwt !== undefined && { allJwt }),
    ...(maxHold !== undefined && { maxHoldMs: maxHold }),
    ...(onError !== undefined && { onError }),
  };
}

function failuresText(count: number, onError: Values['onError']): string {
  const done = onError === 'pass' ? 'passed as they were' : 'were masked';
  return `the search failed ${count.toLocaleString('en-US')} times; the bytes at hand ${done}`;
}
