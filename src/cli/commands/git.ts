/** `kubeleaks git`: a repository's history, or part of it. */
import { type Choice, isCloneUrl, kindOfPath, type Target, UsageError } from '../../index.js';
import { command } from '../command.js';
import type { ValuesOf } from '../flag.js';
import { choosingFlags } from '../flags/choosing.js';
import { filteringFlags } from '../flags/filtering.js';
import { incrementalFlags } from '../flags/incremental.js';
import { scanFlags } from '../flags/scan.js';
import { historyFilterOf, shownFilter } from '../history-filter.js';
import { runScan } from '../scan-run.js';

const choosing = Object.values(choosingFlags);

/** See the file's head. */
export const git = command({
  operands: '[REPOSITORY|URL...]',
  completes: 'folder',
  description:
    'Scans every object of a repository, reachable or not: files of all commits, messages, notes, tags, stashes; and ' +
    'what lies beside them in .git. A URL (https, ssh, file) is cloned into a private folder that goes away again. With --staged, --new or --range only part of it: then tokens that the version ' +
    'before held at the same path are told as preexisting and do not count, and neither do comments that allow.',
  examples: [
    ['kubeleaks git', 'the repository of this folder'],
    ['kubeleaks git /srv/git/shop.git -f json', 'a bare repository, as JSON'],
    ['kubeleaks git https://git.example/shop.git', 'a repository elsewhere, cloned for the scan'],
    ['kubeleaks git --branch main --since 90d', 'what came into main in the last 90 days'],
    ['kubeleaks git --staged', 'what is about to be committed'],
    ['kubeleaks git --range origin/main..HEAD', 'what a branch adds'],
    ['kubeleaks git --state seen.kubeleaks', 'what came since the last run with this file'],
  ],
  flags: [...choosing, ...Object.values(filteringFlags), ...scanFlags, incrementalFlags.state],
  async run({ operands, values, shell }) {
    const choice = choiceOf(values);
    if (choice !== undefined && operands.length > 1)
      throw new UsageError('wrong-operand', 'a part of the history is that of one repository; name no more than one');
    const { state } = values;
    if (state !== undefined && operands.length > 1)
      throw new UsageError('flag-conflict', '--state remembers one repository: run kubeleaks git once for each');
    if (state !== undefined && choice !== undefined)
      throw new UsageError('flag-conflict', '--state is for whole histories: not with --staged, --new or --range');
    const targets: Target[] = [];
    for (const operand of operands.length === 0 ? ['.'] : operands) {
      if (!isCloneUrl(operand) || (await kindOfPath(operand)) !== 'nothing')
        targets.push({
          kind: 'repository',
          path: operand,
          ...(choice !== undefined && { choice }),
          ...(state !== undefined && { statePath: state }),
        });
      else if (choice === undefined && state === undefined) targets.push({ kind: 'clone', url: operand });
      else
        throw new UsageError(
          'flag-conflict',
          'a URL is searched whole; --staged, --new, --range and --state need a repository here',
        );
    }
    const historyFilter = historyFilterOf(values, choice !== undefined);
    const shown = { ...shownChoice(choice), ...shownFilter(historyFilter) };
    return await runScan({ targets, live: false, isInspection: false, shown, historyFilter }, values, shell);
  },
});

function choiceOf({ staged, new: brought, range }: ValuesOf<typeof choosing>): Choice | undefined {
  const given = [
    ...(staged === undefined ? [] : [{ kind: 'staged' } as const]),
    ...(brought === undefined ? [] : [{ kind: 'new', ranges: brought } as const]),
    ...(range === undefined ? [] : [{ kind: 'range', ranges: range } as const]),
  ];
  if (given.length > 1) throw new UsageError('flag-conflict', '--staged, --new and --range do not go together');
  return given[0];
}

/** What the report says of it. */
function shownChoice(choice: Choice | undefined): { readonly [key: string]: string | true } {
  if (choice === undefined) return {};
  return choice.kind === 'staged' ? { staged: true } : { [choice.kind]: choice.ranges.join(' ') };
}
