/** Findings → verdicts: beside a scan, never in its way, and with every request that carried a token told. */
import { systemClock, type Clock } from './clusters/clock.js';
import { Fleet, type Member } from './clusters/fleet.js';
import type { ScanEvent, SummaryEvent } from './model/event.js';
import type { Finding, HeldFinding } from './model/finding.js';
import type { Impact } from './model/impact.js';
import { joinVerdict } from './model/join-verdict.js';
import { UsageError } from './model/usage-error.js';
import type { Verdict, VerdictResult } from './model/verdict.js';
import { worstVerdict } from './model/worst-verdict.js';
import { containSteps } from './triage/contain-steps.js';
import { remedyFor } from './triage/remedy.js';
import { severityOf } from './triage/severity.js';
import { Examiner, type Examination } from './verifiers/examiner.js';
import { impactOf } from './verifiers/impact.js';
import { ReviewBudget, streamReviewsPerMinute } from './verifiers/review-budget.js';
import { verdictOf } from './verifiers/verdict-draft.js';
import type { Finder, VerifyOptions } from './verify-options.js';

/** Tokens that may wait for an answer; a stream that finds more tells them as `queue-full`. */
const MAX_WAITING = 10_000;
/** The API server's own cache holds a good answer for ten seconds on each replica (TokenSuccessCacheTTL). */
const ASK_AGAIN_MS = 10_000;

/** Tokens that the API server takes, or would again: for others, rights in the cluster open nothing. */
const opening: ReadonlySet<VerdictResult | undefined> = new Set(['live', 'suspended']);
/** No waiting changes these. */
const settled: ReadonlySet<VerdictResult | undefined> = new Set(['expired', 'bad-signature']);

function isLive(verdict: Verdict | null): boolean {
  return verdict?.result === 'live' || verdict?.result === 'live-elsewhere';
}

/** One run of verification. */
class Verification {
  readonly #options: VerifyOptions;
  readonly #clock: Clock;
  readonly #opened: Promise<{ readonly fleet: Fleet; readonly examiner: Examiner }>;
  readonly #impacts = new Map<string, Promise<Impact | null>>();
  readonly #live = new Set<string>();
  #events: ScanEvent[] = [];
  #waiting = 0;
  #wake: () => void = () => undefined;
  #error: { readonly thrown: unknown } | undefined;

  constructor(options: VerifyOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#opened = this.#open();
    this.#opened.catch((thrown: unknown) => {
      this.#error = { thrown };
      this.#wake();
    });
  }

  /** Takes a finding; its verdict comes when it comes. */
  note(held: HeldFinding): void {
    if (this.#waiting >= MAX_WAITING) {
      this.#push({
        type: 'verdict',
        fingerprint: held.finding.fingerprint,
        verdict: verdictOf({ result: 'unknown', reason: 'queue-full' }, null, 'token-review', this.#clock),
      });
      return;
    }
    this.#waiting += 1;
    void this.#verify(held)
      .catch((thrown: unknown) => {
        this.#error ??= { thrown };
      })
      .finally(() => {
        this.#waiting -= 1;
        this.#wake();
      });
  }

  /** True while answers are awaited. */
  get isBusy(): boolean {
    return this.#waiting > 0;
  }

  /** True when a cluster accepts the token: nothing may hide it then. */
  isLive(fingerprint: string): boolean {
    return this.#live.has(fingerprint);
  }

  /** What happened since the last call. Throws what broke, misuse above all. */
  take(): readonly ScanEvent[] {
    if (this.#error !== undefined) throw this.#error.thrown;
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** Resolves when there is something to take, or when `poke` is called. */
  async change(): Promise<void> {
    if (this.#events.length > 0 || this.#error !== undefined) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }

  poke(): void {
    this.#wake();
  }

  /** Waits until the clusters are known, so that what failed among them is told even when nothing was found. */
  async ready(): Promise<void> {
    await this.#opened.catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.#opened.then(
      ({ fleet }) => fleet.close(),
      () => undefined,
    );
  }

  async #open(): Promise<{ readonly fleet: Fleet; readonly examiner: Examiner }> {
    const { mode, sendWithoutMatch, selection, keyFiles, pinsPath, client, maxReviews, isStream } = this.#options;
    const contexts = [...(selection.contexts ?? []), ...(sendWithoutMatch === undefined ? [] : [sendWithoutMatch])];
    const { fleet, failures } = await Fleet.open({
      selection: contexts.length === 0 ? selection : { ...selection, contexts: [...new Set(contexts)] },
      asks: mode !== 'offline',
      clock: this.#clock,
      keyFiles,
      pinsPath,
      ...client,
    });
    const unknown = failures.find(({ code }) => code === 'context-unknown');
    if (unknown !== undefined) {
      await fleet.close();
      throw new UsageError('unknown-context', unknown.message);
    }
    for (const failure of failures) this.#push({ type: 'failure', failure });
    const examiner = new Examiner(fleet, {
      mode,
      clock: this.#clock,
      touchLegacy: this.#options.touchLegacy === true,
      sendWithoutMatch: sendWithoutMatch ?? null,
      budget: new ReviewBudget(
        { total: maxReviews ?? null, perMinute: isStream === true ? streamReviewsPerMinute : null },
        this.#clock,
      ),
    });
    return { fleet, examiner };
  }

  async #verify(held: HeldFinding): Promise<void> {
    const { fleet, examiner } = await this.#opened;
    for (const failure of await fleet.refresh()) this.#push({ type: 'failure', failure });
    let finding = await this.#examine(held, examiner);
    const { mode, untilDeadMs = 0 } = this.#options;
    if (mode === 'plan' || mode === 'offline' || settled.has(finding.verdict?.result)) return;
    const until = this.#clock.now() + untilDeadMs;
    // Dead on one replica is dead on all only when their caches are over: a good end is asked about once more.
    for (let confirmations = 0; this.#clock.now() < until && confirmations < 1; ) {
      await this.#clock.sleep(ASK_AGAIN_MS);
      const wasDead = finding.verdict?.result === 'revoked';
      finding = await this.#examine({ ...held, finding }, examiner);
      confirmations = wasDead && finding.verdict?.result === 'revoked' ? confirmations + 1 : 0;
    }
  }

  /** Examines once and tells what came out; gives the finding with it. */
  async #examine(held: HeldFinding, examiner: Examiner): Promise<Finding> {
    const examination = await examiner.examine(held);
    const { fingerprint } = held.finding;
    for (const transmission of examination.transmissions) this.#push({ type: 'transmission', transmission });
    for (const verdict of examination.verdicts) this.#push({ type: 'verdict', fingerprint, verdict });
    const { failures, notes } = examiner.told.take();
    for (const failure of failures) this.#push({ type: 'failure', failure });
    for (const skipped of notes) this.#push({ type: 'skipped', skipped });
    return this.#settle(held.finding, examination);
  }

  async #settle(before: Finding, examination: Examination): Promise<Finding> {
    const verdicts = examination.verdicts.reduce(joinVerdict, before.verdicts);
    const verdict = worstVerdict(verdicts);
    const { proven, member } = examination;
    const { fingerprint } = before;
    const severity = severityOf(before, verdict);
    if (severity !== before.severity || proven !== before.proven)
      this.#push({ type: 'severity', fingerprint, severity, proven });
    if (isLive(verdict)) this.#live.add(fingerprint);
    else this.#live.delete(fingerprint);
    if (isLive(verdict) && before.suppression !== null)
      this.#push({ type: 'suppression', fingerprint, suppression: null });
    const impact = member !== null && opening.has(verdict?.result) ? await this.#impact(before, member) : before.impact;
    const judged = { ...before, verdicts, verdict, severity, proven, impact };
    const context = member?.cluster.name;
    const steps =
      impact === null ? [] : containSteps(impact, { context: member?.cluster.name ?? impact.cluster, proven });
    const named = context === undefined ? {} : { context };
    const remedy = [...steps, ...remedyFor(judged, { ...named, proven, now: new Date(this.#clock.now()) })];
    if (JSON.stringify([remedy, impact]) !== JSON.stringify([before.remedy, before.impact]))
      this.#push({ type: 'advice', fingerprint, impact, remedy });
    return { ...judged, remedy };
  }

  /** Asked once for each account of a cluster, however many tokens it lost. */
  async #impact({ identity, impact: known }: Finding, { api, cluster }: Member): Promise<Impact | null> {
    const { mode, impact } = this.#options;
    if (impact !== true || mode === 'plan' || mode === 'offline') return known;
    const key = `${cluster.identity} ${identity.namespace}/${identity.serviceAccount} ${identity.serviceAccountUid}`;
    const asked = this.#impacts.get(key) ?? impactOf(api, identity, this.#clock);
    this.#impacts.set(key, asked);
    return asked;
  }

  #push(event: ScanEvent): void {
    this.#events.push(event);
    this.#wake();
  }
}

/** Totals of a scan, with what verification adds to them. */
function joined(
  { summary }: SummaryEvent,
  added: { readonly failures: number; readonly skipped: number; readonly revived: number },
): SummaryEvent {
  return {
    type: 'summary',
    summary: {
      ...summary,
      failures: summary.failures + added.failures,
      skipped: summary.skipped + added.skipped,
      suppressed: summary.suppressed - added.revived,
      complete: summary.complete && added.failures === 0,
    },
  };
}

/**
 * The events of `find`, and among them the verdicts as they come: the scan never waits for a cluster. The summary is
 * held back until every question was answered. A live verdict takes a suppression away, whichever comes first. Throws
 * `UsageError` for a context that does not exist.
 */
export async function* verifying(find: Finder, options: VerifyOptions): AsyncGenerator<ScanEvent> {
  const verification = new Verification(options);
  const events = find((held) => verification.note(held))[Symbol.asyncIterator]();
  const added = { failures: 0, skipped: 0, revived: 0 };
  const taken = function* (): Generator<ScanEvent> {
    for (const event of verification.take()) {
      if (event.type === 'failure') added.failures += 1;
      if (event.type === 'skipped') added.skipped += 1;
      if (event.type === 'suppression') added.revived += 1;
      yield event;
    }
  };
  try {
    let summary: SummaryEvent | undefined;
    for (let isOver = false; !isOver; ) {
      let next: IteratorResult<ScanEvent> | undefined;
      let broken: { readonly thrown: unknown } | undefined;
      events
        .next()
        .then(
          (result) => {
            next = result;
          },
          (thrown: unknown) => {
            broken = { thrown };
          },
        )
        .finally(() => verification.poke());
      while (next === undefined && broken === undefined) {
        await verification.change();
        yield* taken();
      }
      if (broken !== undefined) throw broken.thrown;
      isOver = next?.done === true;
      if (next === undefined || next.done === true) continue;
      const event = next.value;
      if (event.type === 'summary') summary = event;
      else if (event.type === 'suppression' && event.suppression !== null && verification.isLive(event.fingerprint))
        added.revived += 1;
      else yield event;
    }
    await verification.ready();
    while (verification.isBusy) {
      await verification.change();
      yield* taken();
    }
    yield* taken();
    if (summary !== undefined) yield joined(summary, added);
  } finally {
    await events.return?.();
    await verification.close();
  }
}
