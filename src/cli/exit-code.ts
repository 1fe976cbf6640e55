/**
 * What the exit code says, computed from the same events that reports are made of.
 * 0: nothing found, everything looked at. 1: tokens found. 2: wrong usage, or the tool itself failed (never from
 * here). 3: nothing found, but not everything could be looked at. 130: stopped by the user before the end.
 */
import { type FailOn, joinVerdict, type ScanEvent, type Severity, severities, worstVerdict } from '../index.js';

type FindingEvent = Extract<ScanEvent, { type: 'finding' }>;
type Finding = FindingEvent['finding'];

/** What the user says counts. */
export interface ExitRules {
  readonly failOn?: FailOn | undefined;
  readonly minSeverity?: Severity | undefined;
  /** Skipped by design counts as not looked at. */
  readonly strict?: boolean | undefined;
  /** An input without a byte is nothing, too: for standard input, where a broken pipe looks like that. */
  readonly isEmptyNothing?: boolean | undefined;
  /** To have looked at nothing is no shortfall: for files that are followed, which may yet come. */
  readonly isNothingFine?: boolean | undefined;
}

/** The codes by what they say. */
export const exitCodes = { clean: 0, found: 1, failed: 2, incomplete: 3, stopped: 130 } as const;

/** One of `exitCodes`. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Endless streams must not fill the memory: beyond this many tokens the oldest are judged for good. */
const MOST_OPEN = 131_072;

/** What is kept of a finding. */
interface Judged extends Pick<Finding, 'severity' | 'verdict' | 'verdicts'> {
  readonly isExpired: boolean;
  readonly isSuppressed: boolean;
}

/** Watches the events of one scan. */
export class Outcome {
  readonly #rules: ExitRules;
  readonly #open = new Map<string, Judged>();
  /** Most tokens are judged alike, before any verdict: those share one object. */
  readonly #alike = new Map<string, Judged>();
  #hasFound = false;
  #hasSeen = false;
  #summary: Extract<ScanEvent, { type: 'summary' }>['summary'] | undefined;

  constructor(rules: ExitRules = {}) {
    this.#rules = rules;
  }

  see(event: ScanEvent): void {
    switch (event.type) {
      case 'finding': {
        this.#hasSeen = true;
        this.#judge(event.finding.fingerprint, this.#judged(event.finding));
        break;
      }
      case 'severity':
        this.#change(event.fingerprint, { severity: event.severity });
        break;
      case 'verdict':
        this.#answer(event.fingerprint, event.verdict);
        break;
      case 'suppression':
        this.#change(event.fingerprint, { isSuppressed: event.suppression !== null });
        break;
      case 'summary':
        this.#summary = event.summary;
        break;
      case 'start':
      case 'sighting':
      case 'unlisted':
      case 'advice':
      case 'attribution':
      case 'history':
      case 'commit':
      case 'transmission':
      case 'failure':
      case 'skipped':
      case 'progress':
        break;
      default:
        event satisfies never;
    }
  }

  /** True when there was a token, whether it counts or not. */
  get hasSeen(): boolean {
    return this.#hasSeen;
  }

  /** True when a token counts, as far as is known by now. */
  get hasFound(): boolean {
    return this.#hasFound || [...this.#open.values()].some((judged) => counts(judged, this.#rules));
  }

  /** Why not everything was looked at, or undefined when it was. */
  get shortfall(): 'stopped' | 'failures' | 'nothing' | 'skipped' | undefined {
    const summary = this.#summary;
    if (summary === undefined) return 'stopped';
    if (!summary.complete || summary.failures > 0) return 'failures';
    const isNothing = summary.haystacks === 0 && summary.objects === 0;
    const isEmpty = isNothing || (this.#rules.isEmptyNothing === true && summary.bytes === 0);
    if (isEmpty && this.#rules.isNothingFine !== true) return 'nothing';
    return this.#rules.strict === true && summary.skipped > 0 ? 'skipped' : undefined;
  }

  get exitCode(): ExitCode {
    if (this.hasFound) return exitCodes.found;
    return this.shortfall === undefined ? exitCodes.clean : exitCodes.incomplete;
  }

  #judged({ severity, lifetime, verdict, verdicts, suppression }: Finding): Judged {
    const isExpired = lifetime.state === 'expired';
    const isSuppressed = suppression !== null;
    const judged = { severity, isExpired, isSuppressed, verdict, verdicts };
    if (verdict !== null) return judged;
    const key = `${severity} ${isExpired} ${isSuppressed}`;
    const alike = this.#alike.get(key) ?? judged;
    this.#alike.set(key, alike);
    return alike;
  }

  #judge(fingerprint: string, judged: Judged): void {
    this.#open.set(fingerprint, judged);
    if (this.#open.size <= MOST_OPEN) return;
    const [oldest] = this.#open;
    if (oldest === undefined) return;
    this.#open.delete(oldest[0]);
    this.#hasFound ||= counts(oldest[1], this.#rules);
  }

  /** Many clusters may answer: the worst of their latest words counts. */
  #answer(fingerprint: string, verdict: NonNullable<Finding['verdict']>): void {
    const verdicts = joinVerdict(this.#open.get(fingerprint)?.verdicts ?? [], verdict);
    this.#change(fingerprint, { verdicts, verdict: worstVerdict(verdicts) });
  }

  #change(fingerprint: string, change: Partial<Judged>): void {
    const judged = this.#open.get(fingerprint);
    if (judged !== undefined) this.#open.set(fingerprint, { ...judged, ...change });
  }
}

function counts({ severity, isExpired, verdict, isSuppressed }: Judged, rules: ExitRules): boolean {
  const isLive = verdict?.result === 'live' || verdict?.result === 'live-elsewhere';
  // A token that lives is nobody's accepted risk.
  if (isSuppressed && !isLive) return false;
  const { failOn = 'any', minSeverity } = rules;
  if (minSeverity !== undefined && severities.indexOf(severity) > severities.indexOf(minSeverity)) return false;
  const isOver = isExpired && !isLive;
  switch (failOn) {
    case 'any':
      return true;
    case 'unexpired':
      return !isOver;
    case 'live':
      return !isOver && !isDead(verdict, severity);
    default:
      return failOn satisfies never;
  }
}

/**
 * Only a clear answer makes a token dead; nobody asked, or nobody knew, counts as alive. So does a token that is
 * revoked but still accepted outside the cluster, or suspended until a label goes away: both stay severe.
 */
function isDead(verdict: Finding['verdict'], severity: Severity): boolean {
  if (verdict === null) return false;
  switch (verdict.result) {
    case 'expired':
    case 'bad-signature':
      return true;
    case 'revoked':
    case 'suspended':
      return severity === 'low' || severity === 'info';
    case 'live':
    case 'live-elsewhere':
    case 'genuine-unchecked':
    case 'not-this-cluster':
    case 'unknown':
      return false;
    default:
      return verdict.result satisfies never;
  }
}
