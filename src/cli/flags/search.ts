/** Flags about what is looked at, and what is looked for. */
import { many, off, on, one } from '../flag.js';
import { textReader, numberReader } from '../value-readers.js';
import { detectors, mostJobs } from '../../index.js';

const group = 'Search:';

/** As many findings as fit into a JavaScript map. */
const MOST_FINDINGS = 16_000_000;

/** More would only spend time: nobody packs so. */
const MOST_DEPTH = 64;
const MOST_ENTRIES = 1_000_000_000;
const MOST_RATIO = 1_000_000;

/** What is looked at, and what is looked for. */
export const searchFlags = {
  only: many({
    key: 'only',
    group,
    value: 'DETECTOR',
    completes: detectors.map(({ id }) => id),
    help: 'look for this alone; can be repeated (see kubeleaks detectors)',
    read: (given) => textReader('--only', 'a detector')(given),
  }),
  detector: many({
    key: 'detector',
    group,
    value: 'FILE',
    completes: 'file',
    help: 'run this module of yours as a detector too; it is trusted like kubeleaks itself',
    read: textReader('--detector', 'a file'),
  }),
  gitignore: on({
    key: 'gitignore',
    group,
    help: 'leave out what the .gitignore files of the folder name',
  }),
  allow: many({
    key: 'allow',
    group,
    value: 'PATH',
    completes: 'file',
    help: 'open this too when something in the target points to it; can be repeated',
    read: textReader('--allow', 'a path'),
  }),
  attribution: off({
    key: 'attribution',
    group,
    help: 'do not look in the history of a repository for who brought in what was found',
  }),
  jobs: one({
    key: 'jobs',
    short: 'j',
    group,
    value: 'N',
    help: 'search with N threads (when absent: by the work)',
    read: numberReader('--jobs', 1, mostJobs),
  }),
  maxFindings: one({
    key: 'maxFindings',
    group,
    value: 'N',
    help: 'stop after N distinct tokens (100000)',
    read: numberReader('--max-findings', 1, MOST_FINDINGS),
  }),
  archiveDepth: one({
    key: 'archiveDepth',
    group,
    value: 'N',
    help: 'open archives in archives N deep (12)',
    read: numberReader('--archive-depth', 1, MOST_DEPTH),
  }),
  archiveEntries: one({
    key: 'archiveEntries',
    group,
    value: 'N',
    help: 'read N entries of an archive (1000000)',
    read: numberReader('--archive-entries', 1, MOST_ENTRIES),
  }),
  archiveRatio: one({
    key: 'archiveRatio',
    group,
    value: 'N',
    help: 'unpack N bytes for each byte in, beyond the first 256 MiB (250)',
    read: numberReader('--archive-ratio', 1, MOST_RATIO),
  }),
  archiveBytes: one({
    key: 'archiveBytes',
    group,
    value: 'N',
    help: 'unpack N bytes from one file (256 GiB)',
    read: numberReader('--archive-bytes', 1, Number.MAX_SAFE_INTEGER),
  }),
};
