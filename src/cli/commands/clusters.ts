/** `kubeleaks clusters`: the clusters that are known, and their keys. */
import {
  exportClusters,
  loadConfig,
  openOutput,
  pinClusters,
  pinsPath,
  type Survey,
  surveyClusters,
  type SurveyedCluster,
  UsageError,
} from '../../index.js';
import { command } from '../command.js';
import { exitCodes } from '../exit-code.js';
import { one } from '../flag.js';
import { generalFlags } from '../flags/general.js';
import { outputFlags } from '../flags/output.js';
import { clusterFlags, verificationFlags } from '../flags/verification.js';
import { harmless, say } from '../say.js';
import type { Shell } from '../shell.js';
import { wordReader } from '../value-readers.js';
import { selectionOf } from '../verification.js';

const formats = ['human', 'json'] as const;
const actions = ['list', 'pin', 'export'] as const;

const format = one({
  key: 'format',
  short: 'f',
  group: 'Output:',
  value: 'FORMAT',
  completes: formats,
  help: `how to print: ${formats.join(' or ')} (human when absent)`,
  read: wordReader('--format', formats),
});

/** See the file's head. */
export const clusters = command({
  operands: 'list|pin|export',
  completes: actions,
  description:
    'list tells the clusters of the kubeconfig: server, issuer, keys, whether they answer. pin remembers the ' +
    'keys that they serve now: tokens are then known without asking, and --all-contexts may send them there. ' +
    'export writes a map of keys and clusters, with no secret in it, for a team to share (--keys reads it). No ' +
    'token is sent anywhere.',
  examples: [
    ['kubeleaks clusters list --all-contexts', 'all clusters of the kubeconfig'],
    ['kubeleaks clusters pin --context prod', 'remember the keys of prod'],
    ['kubeleaks clusters export --all-contexts -o clusters.json', 'the map for the team'],
  ],
  flags: Object.values({
    format,
    output: outputFlags.output,
    ...clusterFlags,
    keys: verificationFlags.keys,
    ...generalFlags,
  }),
  async run({ operands, values, shell }) {
    const [action = 'list', ...more] = operands;
    const known = actions.find((name) => name === action);
    if (known === undefined || more.length > 0)
      throw new UsageError('wrong-operand', `clusters does one of ${actions.join(', ')}`);
    const config = await loadConfig(values.config, shell, { formats: [], detectors: [] });
    const options = {
      selection: selectionOf(values, config, shell),
      keyFiles: (values.keys ?? []).map((path) => ({ path })),
      pinsPath: await pinsPath(shell),
    };
    if (known === 'export') {
      const { text, failures } = await exportClusters(options);
      return await finish(shell, values.output, text, failures);
    }
    const survey = await (known === 'pin' ? pinClusters(options) : surveyClusters(options));
    const text =
      values.format === 'json' ? `${JSON.stringify(survey.clusters, null, 2)}\n` : listed(survey, known === 'pin');
    return await finish(shell, values.output, text, survey.failures);
  },
});

async function finish(
  shell: Shell,
  path: string | undefined,
  text: string,
  failures: Survey['failures'],
): Promise<number> {
  for (const { message } of failures) say(shell, message);
  const output = await openOutput(path === undefined || path === '-' ? shell.stdout : path);
  await output.write(text);
  await output.finish();
  return exitCodes.clean;
}

function listed({ clusters: all }: Survey, isPinned: boolean): string {
  if (all.length === 0)
    return isPinned ? 'no keys were pinned\n' : 'no cluster is known: the kubeconfig has no current context\n';
  return harmless(all.map(card).join('\n'));
}

/** A clock that is off by less cannot be told from a slow answer. */
const SKEW_MS = 5000;

function card({ name, server, issuer, problem, readAt, skewMs, keys }: SurveyedCluster): string {
  const lines = [
    name,
    `  server   ${server}`,
    `  issuer   ${issuer ?? 'not told'}`,
    `  answers  ${problem === null ? 'yes' : `no: it ${problem}`}`,
    ...(skewMs === null || Math.abs(skewMs) < SKEW_MS
      ? []
      : [`  clock    ${Math.round(Math.abs(skewMs) / 1000)} s ${skewMs > 0 ? 'ahead' : 'behind'}`]),
    ...(readAt === null ? [] : [`  read     ${readAt}`]),
    ...keys.map(({ kid, algorithm, isPinned, alsoOf }) => {
      const notes = [
        algorithm,
        ...(isPinned ? ['pinned'] : []),
        ...(alsoOf.length > 0 ? [`also claimed by ${alsoOf.join(', ')}`] : []),
      ];
      return `  key      ${kid} (${notes.join(', ')})`;
    }),
    '',
  ];
  return lines.join('\n');
}
