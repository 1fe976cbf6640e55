/** `kubeleaks report`: earlier reports, merged or compared. */
import {
  compareReports,
  comparisonText,
  formats,
  mergeReports,
  openOutput,
  type ReportOptions,
  UsageError,
} from '../../index.js';
import { command } from '../command.js';
import { EndedIgnores } from '../ended-ignores.js';
import { exitCodes } from '../exit-code.js';
import { misfit, on, type ValuesOf } from '../flag.js';
import { generalFlags } from '../flags/general.js';
import { judgementFlags } from '../flags/judgement.js';
import { outputFlags } from '../flags/output.js';
import { Interruption } from '../interruption.js';
import { leave } from '../leave.js';
import { openReports, type ReportRequest } from '../reports.js';
import { say } from '../say.js';
import { settle } from '../settings.js';
import type { Shell } from '../shell.js';
import { wantsColor } from '../wants-color.js';
import { withoutAuthor } from '../without-author.js';

const { format, output, also, authors, label, maxSightings } = outputFlags;
const { minSeverity, baseline, ignore, ignoreFile } = judgementFlags;

const diff = on({
  key: 'diff',
  group: 'Output:',
  help: 'tell what changed from the first report to the second: new and gone tokens, other verdicts (human or json)',
});

const flags = Object.values({
  format,
  output,
  also,
  diff,
  authors,
  label,
  maxSightings,
  minSeverity,
  baseline,
  ignore,
  ignoreFile,
  ...generalFlags,
});

type Values = ValuesOf<typeof flags>;

/** See the file's head. */
export const report = command({
  operands: 'REPORT...',
  completes: 'file',
  description:
    'Reads reports made with -f json or -f jsonl, of any length, and writes them as one: a token is one finding, ' +
    'however many reports name it; - is standard input. A report is data: lifetimes, severities and what to do are ' +
    'computed anew, by the clock of today; what clusters said then is shown as claimed by the report of that day. ' +
    'Nothing is scanned and nobody is asked; kubeleaks verify does that.',
  examples: [
    ['kubeleaks report team-a.json team-b.json -f html -o leaks.html', 'one page for all'],
    ['kubeleaks report scan.jsonl -f sarif -o leaks.sarif', 'the same scan for a code host'],
    ['kubeleaks report --diff monday.json friday.json', 'what is new, what is gone, what died'],
    ['kubeleaks git . -f json | kubeleaks report - -f csv', 'another format of what was just found'],
  ],
  flags,
  async run({ operands, values, shell }) {
    if (operands.filter((operand) => operand === '-').length > 1)
      throw new UsageError('wrong-operand', 'standard input holds one report: name - once');
    if (operands.length === 0)
      throw new UsageError('no-target', 'name at least one report made with -f json or -f jsonl');
    const { requests, scan } = await settle(values, shell, false, false);
    const options: ReportOptions = {
      ...(values.maxSightings === undefined ? {} : { maxSightings: values.maxSightings }),
      ...(scan.minSeverity === undefined ? {} : { minSeverity: scan.minSeverity }),
    };
    if (values.diff === true) return await compare(operands, values, options, requests, shell);
    const { baseline: known, ignores, labels } = scan;
    const judged = { ...(known && { baseline: known }), ...(ignores && { ignores }), ...(labels && { labels }) };
    return await merge(operands, values, { ...options, ...judged }, requests, shell);
  },
});

async function merge(
  paths: readonly string[],
  values: Values,
  options: ReportOptions,
  requests: readonly ReportRequest[],
  shell: Shell,
): Promise<number> {
  const style = {
    reveal: false,
    color: values.color !== false && wantsColor(shell),
    maxSightings: values.maxSightings ?? null,
    live: false,
    detail: false,
  };
  const reports = await openReports(requests, style, shell, () => {});
  const interruption = endingWith(() => reports.abandon());
  const ended = new EndedIgnores(values.quiet === true ? undefined : options.ignores, (text) => say(shell, text));
  let isComplete = true;
  try {
    for await (const event of mergeReports(paths, options)) {
      if (event.type === 'summary') isComplete = event.summary.complete;
      ended.see(event);
      await reports.accept(values.authors === false ? withoutAuthor(event) : event);
      if (reports.isClosed) return exitCodes.clean;
    }
    await reports.finish();
  } catch (error) {
    await reports.abandon();
    throw error;
  } finally {
    interruption.stop();
  }
  if (!isComplete && values.quiet !== true)
    say(shell, 'what was reported is incomplete: a scan did not look at everything');
  return exitCodes.clean;
}

async function compare(
  paths: readonly string[],
  values: Values,
  options: ReportOptions,
  requests: readonly ReportRequest[],
  shell: Shell,
): Promise<number> {
  const [oldPath, newPath, ...more] = paths;
  if (oldPath === undefined || newPath === undefined || more.length > 0)
    throw new UsageError('wrong-operand', '--diff compares two reports: the old one, then the new one');
  const [first, second] = requests;
  if (second !== undefined) throw new UsageError('flag-conflict', '--also does not go with --diff');
  const file = first?.file;
  const isOther = first?.format !== 'human' && first?.format !== 'json';
  if (isOther) throw misfit('--format', 'with --diff, human or json is needed', first?.format ?? formats[0]);
  const comparison = await compareReports(oldPath, newPath, options);
  const text = await comparisonText(comparison, {
    format: first.format === 'json' ? 'json' : 'human',
    color: values.color !== false && file === undefined && wantsColor(shell),
    width: file === undefined && shell.stdout.isTTY ? Math.max(40, shell.stdout.columns || 80) : 80,
  });
  const written = await openOutput(file ?? shell.stdout);
  const interruption = endingWith(() => written.abandon());
  try {
    for (const piece of text) await written.write(piece);
    await written.finish();
  } catch (error) {
    await written.abandon();
    throw error;
  } finally {
    interruption.stop();
  }
  return exitCodes.clean;
}

/** A signal ends the program at once, with no half-written file left behind. */
function endingWith(cleanUp: () => Promise<void>): Interruption {
  const interruption = new Interruption(leave);
  interruption.signal.addEventListener('abort', () => {
    void cleanUp().then(() => leave(interruption.exitCode ?? exitCodes.stopped));
  });
  return interruption;
}
