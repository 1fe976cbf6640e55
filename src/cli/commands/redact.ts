/** `kubeleaks redact`: a filter for pipes. */
import { loadDetector, type RedactCounts, redactStandardStreams } from '../../index.js';
import { command } from '../command.js';
import { countsText } from '../counts-text.js';
import { exitCodes } from '../exit-code.js';
import { generalFlags } from '../flags/general.js';
import { redactionFlags } from '../flags/redaction.js';
import { searchFlags } from '../flags/search.js';
import { Interruption } from '../interruption.js';
import { leave } from '../leave.js';
import { say } from '../say.js';

const { quiet, verbose, help, version } = generalFlags;

/** See the file's head. */
export const redact = command({
  operands: '',
  completes: 'nothing',
  description:
    'Passes standard input to standard output and puts a marker in the place of every service-account token, in ' +
    'every encoding that can be written anew. All other bytes stay as they are, and a finished line is not held back. ' +
    'Not for an application that has nobody to start it again: when this process dies, so does its output.',
  examples: [
    ['kubectl logs -f deploy/web | kubeleaks redact', 'what may be shown'],
    ['kubeleaks redact --count < app.log > clean.log', 'and say how much was replaced'],
    ["kubeleaks redact --replacement '[{namespace}]' < app.log", 'with words of your own'],
  ],
  flags: [...Object.values(redactionFlags), searchFlags.detector, quiet, verbose, help, version],
  async run({ values, shell }) {
    const counts: RedactCounts = { bytes: 0, replaced: {}, forced: 0, failed: 0 };
    const tell = (): void => say(shell, countsText(counts));
    const interruption = new Interruption((code) => leave(code));
    if (values.count === true) process.on('SIGUSR1', tell);
    try {
      const extraDetectors = [];
      for (const path of values.detector ?? []) extraDetectors.push(await loadDetector(path));
      const { replacement, sameLength, allJwt, maxHold, onError } = values;
      await redactStandardStreams({
        counts,
        extraDetectors,
        signal: interruption.signal,
        ...(replacement !== undefined && { replacement }),
        ...(sameLength !== undefined && { sameLength }),
        ...(allJwt !== undefined && { allJwt }),
        ...(maxHold !== undefined && { maxHoldMs: maxHold }),
        ...(onError !== undefined && { onError }),
      });
    } finally {
      interruption.stop();
      process.off('SIGUSR1', tell);
    }
    if (values.count === true) tell();
    if (counts.failed > 0 && values.quiet !== true) {
      say(
        shell,
        `the search failed ${counts.failed} times; ${values.onError === 'pass' ? 'those bytes passed as they were' : 'those bytes were masked'}`,
      );
    }
    return interruption.exitCode ?? exitCodes.clean;
  },
});
