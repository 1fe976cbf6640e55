/** `kubeleaks redact`: a filter for pipes. */
import { loadDetector, type RedactCounts, redactStandardStreams, type RedactOptions } from '../../index.js';
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
  operands: '',
  completes: 'nothing',
  description:
    'Passes standard input to standard output and puts a marker in the place of every service-account token, in ' +
    'every encoding that can be written anew. All other bytes stay as they are, and a finished line is not held back. ' +
    'Never put it between an application and its own log without somebody who starts it again: when it ends, the ' +
    'application gets SIGPIPE.',
  examples: [
    ['kubectl logs -f deploy/web | kubeleaks redact', 'what may be shown'],
    ['kubeleaks redact --count < app.log > clean.log', 'and say how much was replaced'],
    ["kubeleaks redact --replacement '[{namespace}]' < app.log", 'with words of your own'],
  ],
  flags,
  async run({ values, shell }) {
    const counts: RedactCounts = { bytes: 0, replaced: {}, forced: 0, failed: 0 };
    return await redactStreams(values, shell, counts);
  },
});

async function redactStreams(values: Values, shell: Shell, counts: RedactCounts): Promise<number> {
  const options = await optionsOf(values);
  const reports = await openSideReports(values.also ?? [], shell);
  const tell = (): void => say(shell, countsText(counts));
  const interruption = new Interruption((code) => leave(code));
  if (values.count === true) process.on('SIGUSR1', tell);
  try {
    const { signal } = interruption;
    const onEvent = reports === undefined ? {} : { onEvent: reports.accept.bind(reports) };
    await redactStandardStreams({ ...options, ...onEvent, counts, signal });
    await reports?.finish();
  } catch (error) {
    await reports?.abandon();
    throw error;
  } finally {
    interruption.stop();
    process.off('SIGUSR1', tell);
  }
  if (values.count === true) tell();
  if (counts.failed > 0 && values.quiet !== true) say(shell, failuresText(counts.failed, values.onError));
  return interruption.exitCode ?? exitCodes.clean;
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
