/** One scan from the command line: events → reports, progress, messages, exit code. */
import {
  foresee,
  type HistoryFilter,
  isRepository,
  originText,
  type ReportPlaces,
  type ScanEvent,
  scan,
  type Target,
  verifyReport,
} from '../index.js';
import { EndedIgnores } from './ended-ignores.js';
import { exitCodes, Outcome } from './exit-code.js';
import { Interruption } from './interruption.js';
import { leave } from './leave.js';
import { Progress } from './progress.js';
import { ScanMeter } from './scan-meter.js';
import { openReports, type Reports, type ReportStyle } from './reports.js';
import { say } from './say.js';
import { type ScanValues, settle } from './settings.js';
import type { Shell } from './shell.js';
import { tuneEngine } from './tune-engine.js';
import { wantsColor } from './wants-color.js';
import { withoutAuthor } from './without-author.js';

/** What differs between the commands that scan. */
export interface ScanManner {
  readonly targets: readonly Target[];
  /** Findings appear as soon as they are known: for streams. */
  readonly live: boolean;
  /** `inspect` shows every finding in full, and is content when there is one. */
  readonly isInspection: boolean;
  /** An earlier report whose tokens are read again, instead of targets. */
  readonly reported?: ReportPlaces;
  /** What the report says of how it was made, besides what the flags of all scans say. */
  readonly shown?: { readonly [key: string]: string | boolean };
  /** Which part of what is found in histories counts. */
  readonly historyFilter?: HistoryFilter | undefined;
  /** Asks again about tokens that live, for so many milliseconds. */
  readonly untilDeadMs?: number | undefined;
  /** It goes on until a signal comes: that is its end, and an input without a byte is no trouble. */
  readonly isEndless?: boolean;
  /** Where to serve what is counted, as `host:port`. */
  readonly metrics?: string | undefined;
}

/** Failures that standard error tells while the scan runs; reports hold more. */
const MOST_TOLD = 20;

/** Scans, reports, and gives the exit code. Throws `UsageError` for what the user can mend. */
export async function runScan(manner: ScanManner, values: ScanValues, shell: Shell): Promise<number> {
  if (!manner.targets.some(hasHistory))
    tuneEngine(manner.targets.some(({ kind }) => kind === 'files' || kind === 'path'));
  foresee(manner.targets);
  const settings = await settle(values, shell, manner.isInspection, manner.live);
  const progress = new Progress(shell.stderr);
  const style = styleOf(manner, values, shell);
  const reports = await openReports(settings.requests, style, shell, () => progress.clear());
  const interruption = new Interruption((code) => {
    progress.stop();
    void reports.abandon().then(() => leave(code));
  });
  const meter = manner.metrics === undefined ? undefined : await ScanMeter.serve(manner.metrics);
  const outcome = new Outcome({ ...settings.rules, isEmptyNothing: manner.live, isNothingFine: manner.isEndless });
  const isTold = !settings.requests.some(({ format, file }) => format === 'human' && file === undefined);
  const teller = new Teller(shell, progress, { failures: isTold, skipped: values.verbose === true });
  const ended = new EndedIgnores(values.quiet === true ? undefined : settings.scan.ignores, (text) => teller.say(text));
  const isDrawn = shell.stderr.isTTY && values.progress !== false && values.quiet !== true;
  if (isDrawn) progress.start(manner.targets.some(({ kind }) => kind === 'clone'));
  try {
    const { untilDeadMs, reported } = manner;
    const verify = settings.verify && { ...settings.verify, untilDeadMs };
    const shownOptions = { ...settings.scan.shownOptions, ...manner.shown };
    const { historyFilter } = manner;
    const onCloning = (stage: string, percent: number): void => progress.seeClone(stage, percent);
    const own = {
      ...settings.scan,
      ...(historyFilter !== undefined && { historyFilter }),
      shownOptions,
      signal: interruption.signal,
      ...(isDrawn && { onCloning }),
    };
    const options = verify === undefined ? own : { ...own, verify };
    const events = reported === undefined ? scan(manner.targets, options) : verifyReport(reported, options);
    await feed(events, values.authors !== false, interruption, reports, (event) => {
      outcome.see(event);
      progress.see(event);
      teller.see(event);
      ended.see(event);
      meter?.see(event);
    });
    await reports.finish();
  } catch (error) {
    await reports.abandon();
    throw error;
  } finally {
    progress.stop();
    interruption.stop();
    meter?.close();
  }
  if (manner.isEndless === true) return outcome.exitCode;
  return manner.isInspection
    ? concludeInspection(outcome, interruption, teller)
    : concludeScan(outcome, interruption, reports.isClosed, teller);
}

/** Gives every event to the reports and to `see`, until the events end, nobody reads, or a signal does not wait. */
async function feed(
  events: AsyncGenerator<ScanEvent>,
  hasAuthors: boolean,
  interruption: Interruption,
  reports: Reports,
  see: (event: ScanEvent) => void,
): Promise<void> {
  let isOverdue = false;
  let giveUp = (): void => {};
  void interruption.overdue.then(() => {
    isOverdue = true;
    giveUp();
  });
  while (!isOverdue) {
    // A race with a promise that outlives it would keep every event until the end.
    const next = await new Promise<IteratorResult<ScanEvent> | undefined>((resolve, reject) => {
      giveUp = () => resolve(undefined);
      events.next().then(resolve, reject);
    });
    if (next === undefined || next.done === true) return;
    const event = hasAuthors ? next.value : withoutAuthor(next.value);
    see(event);
    await reports.accept(event);
    // What comes after it (a state that is saved) may rely on the reports being where they belong.
    if (event.type === 'summary') await reports.finish();
    if (reports.isClosed) {
      await events.return(undefined);
      return;
    }
  }
}

/** Histories are read with so many short-lived objects that collecting them sooner would cost a fifth of the time. */
function hasHistory(target: Target): boolean {
  if (target.kind === 'path') return typeof target.path === 'string' && isRepository(target.path);
  return target.kind === 'repository' || target.kind === 'clone';
}

function styleOf(manner: ScanManner, values: ScanValues, shell: Shell): ReportStyle {
  return {
    reveal: values.reveal ?? false,
    color: values.color !== false && wantsColor(shell),
    maxSightings: values.maxSightings ?? null,
    live: manner.live,
    detail: manner.isInspection,
  };
}

function concludeScan(outcome: Outcome, interruption: Interruption, isUnread: boolean, teller: Teller): number {
  // Whoever closes the pipe has read enough; that is no shortfall of ours.
  if (isUnread && interruption.exitCode === undefined) return outcome.hasFound ? exitCodes.found : exitCodes.clean;
  const isStopped = interruption.exitCode !== undefined;
  teller.conclude(isStopped ? 'stopped' : outcome.shortfall);
  return interruption.exitCode ?? outcome.exitCode;
}

function concludeInspection(outcome: Outcome, interruption: Interruption, teller: Teller): number {
  const isStopped = interruption.exitCode !== undefined;
  const shortfall = isStopped ? 'stopped' : outcome.shortfall;
  teller.conclude(shortfall);
  if (interruption.exitCode !== undefined) return interruption.exitCode;
  if (outcome.hasSeen) return exitCodes.clean;
  if (shortfall !== undefined) return exitCodes.incomplete;
  teller.say('no service-account token in it; tokens of other kinds are not decoded');
  return exitCodes.failed;
}

/** Says on standard error what a reader of the exit code has to know. */
class Teller {
  readonly #shell: Shell;
  readonly #progress: Progress;
  readonly #told: { readonly failures: boolean; readonly skipped: boolean };
  #failures = 0;
  #skipped = 0;

  constructor(shell: Shell, progress: Progress, told: { readonly failures: boolean; readonly skipped: boolean }) {
    this.#shell = shell;
    this.#progress = progress;
    this.#told = told;
  }

  see(event: ScanEvent): void {
    if (event.type === 'failure') {
      this.#failures += 1;
      if (this.#told.failures && this.#failures <= MOST_TOLD) this.#tell(event.failure);
    } else if (event.type === 'skipped') {
      this.#skipped += 1;
      // A state that does not serve is news to whoever named it.
      if (this.#told.skipped || event.skipped.code === 'state-refused') this.#tell(event.skipped);
    }
  }

  say(text: string): void {
    this.#progress.clear();
    say(this.#shell, text);
  }

  conclude(shortfall: Outcome['shortfall']): void {
    switch (shortfall) {
      case undefined:
        return;
      case 'stopped':
        this.say('incomplete: the scan was stopped before its end');
        return;
      case 'nothing':
        this.say('nothing was scanned: there was not a byte to look at');
        return;
      case 'failures':
        this.say(`incomplete: ${places(this.#failures)} could not be looked at`);
        return;
      case 'skipped':
        this.say(`incomplete, as --strict says: ${places(this.#skipped)} skipped by design`);
        return;
      default:
        shortfall satisfies never;
    }
  }

  #tell({ origin, message }: Extract<ScanEvent, { type: 'failure' }>['failure']): void {
    this.say(origin === null ? message : `${originText(origin)}: ${message}`);
  }
}

function places(count: number): string {
  return count === 1 ? '1 place' : `${count.toLocaleString('en-US')} places`;
}
