/** What a configuration file may say; also the source of the JSON Schema that editors read. */
import * as v from 'valibot';
import { severities } from '../model/severity.js';
import { failOnValues, mostJobs, type Vocabulary } from './config.js';

const path = v.pipe(v.string('a path is needed'), v.minLength(1, 'a path is needed, not an empty text'));
const words = v.pipe(v.string('a text is needed'), v.minLength(1, 'a text is needed, not an empty one'));

function oneOf<const Names extends readonly string[]>(names: Names) {
  return v.picklist(names, `one of ${names.join(', ')} is needed`);
}

function listOf<Item extends v.GenericSchema>(item: Item, what: string) {
  return v.array(item, `a list of ${what} is needed`);
}

const until = v.pipe(
  v.string('a date is needed'),
  v.regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/, 'a date like 2027-01-31 is needed'),
  v.check(isTime, 'there is no such day'),
);

/** Date.parse takes the 30th of February for the 2nd of March. */
function isTime(text: string): boolean {
  const [day = ''] = text.split('T');
  const noon = new Date(`${day}T12:00:00Z`);
  return !Number.isNaN(Date.parse(text)) && !Number.isNaN(noon.getTime()) && noon.toISOString().startsWith(day);
}

const ignore = v.strictObject(
  {
    fingerprint: v.pipe(
      v.string('a fingerprint is needed'),
      v.regex(/^(sha256:)?[0-9a-f]{12,64}$/, 'a fingerprint is needed: sha256: and 12 to 64 hex digits'),
      v.description('Fingerprint of the token, as reports give it; its first twelve hex digits or more.'),
    ),
    reason: v.pipe(words, v.description('Why this token does not count.')),
    by: v.optional(v.pipe(words, v.description('Who decided that.'))),
    until: v.optional(v.pipe(until, v.description('From this day on the entry does not work any more.'))),
  },
  'an entry with fingerprint and reason is needed',
);

const cluster = v.pipe(
  v.strictObject(
    {
      name: v.pipe(words, v.description('What reports call the cluster.')),
      issuer: v.optional(v.pipe(words, v.description('The issuer that its tokens name.'))),
      jwks: v.optional(v.pipe(path, v.description("File with the cluster's public keys (a JWKS)."))),
      context: v.optional(v.pipe(words, v.description('Context of your kubeconfig.'))),
    },
    'an entry with name, and jwks or context, is needed',
  ),
  v.check(
    ({ jwks, context }) => jwks !== undefined || context !== undefined,
    'jwks (a file with public keys) or context (of your kubeconfig) is missing',
  ),
);

const jobsNeeded = `a whole number from 1 to ${mostJobs} is needed`;

const labelName = v.regex(/^[A-Za-z_][\w./-]{0,62}$/, 'a label is named with letters, digits, _ . / -, a letter first');
const labels = v.record(
  v.pipe(v.string(), labelName),
  v.string('a text is needed; put it in quotes'),
  'names with texts are needed',
);

/** Schema of the file, for the formats and detectors that exist. */
export function createConfigSchema({ formats, detectors }: Vocabulary) {
  const fields = {
    $schema: v.optional(v.pipe(v.string('a text is needed'), v.description('Where editors find this schema.'))),
    format: v.optional(v.pipe(oneOf(formats), v.description('Format of the output, as --format.'))),
    output: v.optional(v.pipe(path, v.description('File for the output, as --output.'))),
    only: v.optional(v.pipe(listOf(oneOf(detectors), 'detectors'), v.description('Detectors that run, as --only.'))),
    minSeverity: v.optional(
      v.pipe(oneOf(severities), v.description('Findings below this are left out, as --min-severity.')),
    ),
    failOn: v.optional(v.pipe(oneOf(failOnValues), v.description('What makes the exit code 1, as --fail-on.'))),
    jobs: v.optional(
      v.pipe(
        v.number(jobsNeeded),
        v.integer(jobsNeeded),
        v.minValue(1, jobsNeeded),
        v.maxValue(mostJobs, jobsNeeded),
        v.description('Threads, as --jobs.'),
      ),
    ),
    ignores: v.optional(v.pipe(listOf(ignore, 'entries'), v.description('Tokens that do not count.'))),
    baseline: v.optional(v.pipe(path, v.description('Earlier JSON report whose tokens do not count.'))),
    labels: v.optional(v.pipe(labels, v.description('Labels that reports carry, as --label.'))),
    allow: v.optional(
      v.pipe(listOf(path, 'paths'), v.description('Paths outside the targets that may be opened, as --allow.')),
    ),
    clusters: v.optional(v.pipe(listOf(cluster, 'clusters'), v.description('Your clusters.'))),
  };
  return v.strictObject(fields, 'keys with values are needed, as "jobs: 4"');
}
