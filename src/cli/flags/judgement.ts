/** Flags about what counts. */
import { failOnValues, severities } from '../../index.js';
import { many, off, on, one } from '../flag.js';
import { textReader, wordReader } from '../value-readers.js';

const group = 'What counts:';

/** What counts. */
export const judgementFlags = {
  minSeverity: one({
    key: 'minSeverity',
    group,
    value: 'SEVERITY',
    completes: severities,
    help: `leave out findings below: ${severities.join(', ')}`,
    read: wordReader('--min-severity', severities),
  }),
  failOn: one({
    key: 'failOn',
    group,
    value: 'WHICH',
    completes: failOnValues,
    help: 'exit with 1 for any token (when absent), for unexpired ones, or for live ones, which is all that are not known to be dead',
    read: wordReader('--fail-on', failOnValues),
  }),
  strict: on({
    key: 'strict',
    group,
    help: 'exit with 3 when something was skipped by design, as an encrypted archive',
  }),
  baseline: one({
    key: 'baseline',
    group,
    value: 'REPORT',
    completes: 'file',
    help: 'tokens of this earlier JSON report do not count',
    read: textReader('--baseline', 'a report'),
  }),
  ignore: many({
    key: 'ignore',
    group,
    value: 'FINGERPRINT',
    help: 'this token does not count; can be repeated',
    read: textReader('--ignore', 'a fingerprint'),
  }),
  ignoreFile: many({
    key: 'ignoreFile',
    group,
    value: 'FILE',
    completes: 'file',
    help: 'tokens that this file names, with reason and end, do not count',
    read: textReader('--ignore-file', 'a file'),
  }),
  inlineAllow: off({
    key: 'inlineAllow',
    group,
    help: 'count tokens even beside a comment kubeleaks:allow',
  }),
};
