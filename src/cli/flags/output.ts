/** Flags about what is written, and where. */
import { off, on, many, one } from '../flag.js';
import { formats } from '../../index.js';
import { pairReader, textReader, wordReader, numberReader } from '../value-readers.js';

const group = 'Output:';

/** Reports list at most this many places of one token when nothing is said. */
const MOST_SIGHTINGS = 1_000_000_000;

/** What is written, and where. */
export const outputFlags = {
  format: one({
    key: 'format',
    short: 'f',
    group,
    value: 'FORMAT',
    completes: formats,
    help: `how to print: ${formats.join(', ')} (human when absent)`,
    read: wordReader('--format', formats),
  }),
  output: one({
    key: 'output',
    short: 'o',
    group,
    value: 'FILE',
    completes: 'file',
    help: 'write there instead of to standard output',
    read: textReader('--output', 'a file'),
  }),
  also: many({
    key: 'also',
    group,
    value: 'FORMAT=FILE',
    completes: 'file',
    help: 'write this too; can be repeated',
    read: pairReader('--also', 'FORMAT=FILE, as json=report.json,'),
  }),
  reveal: on({
    key: 'reveal',
    group,
    help: 'write whole tokens; json and jsonl only, to files of mode 0600',
  }),
  authors: off({
    key: 'authors',
    group,
    help: "leave out the names and addresses of commits' authors",
  }),
  label: many({
    key: 'label',
    group,
    value: 'KEY=VALUE',
    help: 'put a label into the report; can be repeated',
    read: pairReader('--label', 'KEY=VALUE'),
  }),
  maxSightings: one({
    key: 'maxSightings',
    group,
    value: 'N',
    help: 'list at most N places of one token (100); all are counted',
    read: numberReader('--max-sightings', 0, MOST_SIGHTINGS),
  }),
};
