/** Flags about what stands in the place of tokens, and how long bytes may be held. */
import { on, one } from '../flag.js';
import { numberReader, textReader, wordReader } from '../value-readers.js';

const group = 'Redaction:';

/** An hour; whoever wants more wants 0. */
const MOST_HOLD_MS = 3_600_000;

const protocols = ['mmexternal'] as const;
const answers = ['mask', 'pass', 'stop'] as const;

/** What stands in the place of tokens. */
export const redactionFlags = {
  replacement: one({
    key: 'replacement',
    group,
    value: 'TEMPLATE',
    help: 'write this instead of a token; {kind} {namespace} {serviceaccount} {hash} stand for their values',
    read: textReader('--replacement', 'a text'),
  }),
  sameLength: on({ key: 'sameLength', group, help: 'let each marker take just the place of its token' }),
  allJwt: on({ key: 'allJwt', group, help: 'replace every JWT, whoever issued it' }),
  maxHold: one({
    key: 'maxHold',
    group,
    value: 'MS',
    help: 'hold bytes at most so many milliseconds for a token that is not whole (200); 0: no limit',
    read: numberReader('--max-hold', 0, MOST_HOLD_MS),
  }),
  onError: one({
    key: 'onError',
    group,
    value: 'WHAT',
    completes: answers,
    help: 'when the search itself fails, mask what is at hand, pass it, or stop (mask)',
    read: wordReader('--on-error', answers),
  }),
  inPlace: on({ key: 'inPlace', group, help: 'redact these files where they lie' }),
  dryRun: on({ key: 'dryRun', group, help: 'with --in-place: show what would change, tokens masked' }),
  protocol: one({
    key: 'protocol',
    group,
    value: 'NAME',
    completes: protocols,
    help: "speak mmexternal, rsyslog's interface: a message a line in, a JSON answer a line out",
    read: wordReader('--protocol', protocols),
  }),
  count: on({ key: 'count', group, help: 'say on standard error what was replaced, at the end and on SIGUSR1' }),
};
