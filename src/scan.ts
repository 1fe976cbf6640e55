/** Targets → events: the whole program in one place. Haystacks are searched, candidates judged, findings told. */
import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { detectors as builtIn, recognise } from '../detectors/index.js';
import { chooseDetectors } from './choose-detectors.js';
import { guardDetector } from './guard-detector.js';
import { Histories } from './histories.js';
import { ignoreAsGit } from './ignore-as-git.js';
import type { Detector } from './model/detector.js';
import type { Failure } from './model/failure.js';
import type { ScanEvent } from './model/event.js';
import type { RawPath } from './model/haystack.js';
import { hull } from './model/span.js';
import type { TokenReference } from './model/recognised-token.js';
import { UsageError } from './model/usage-error.js';
import type { ScanOptions, Target } from './scan-options.js';
import { readBytes } from './read-bytes.js';
import { HandOut, type Place, type Unread, type Work, type Worked } from './scanner/hand-out.js';
import { Ledger, sightingId } from './scanner/ledger.js';
import { type ReadStream, searchStream, type Streamed } from './scanner/stream-search.js';
import { realPaths } from './sources/walk.js';
import { filesOf } from './sources/files-of.js';
import { isRepository } from './sources/is-repository.js';
import { spool } from './sources/spool.js';
import { openStdinStream } from './sources/stdin-stream.js';
import { Casebook } from './triage/casebook.js';
import { version } from './model/version.js';

const MAX_FINDINGS = { files: 100_000, streams: 65_536 };

/**
 * Scans targets one after the other and tells what happens, first `start`, last `summary`. The world's failures are
 * events; misuse throws a `UsageError`.
 */
export async function* scan(targets: readonly Target[], options: ScanOptions = {}): AsyncGenerator<ScanEvent> {
  if (targets.length === 0) throw new UsageError('no-target', 'nothing to scan: name a file, a folder or stdin');
  const run = new Run(targets, options);
  try {
    yield run.start();
    yield* search(targets, run);
    yield* run.finish();
    run.remember();
  } finally {
    run.histories.close();
  }
}

async function* search(targets: readonly Target[], run: Run): AsyncGenerator<ScanEvent> {
  const paths: RawPath[] = [];
  const clones: string[] = [];
  for (const target of targets) {
    if (target.kind === 'stdin') yield* run.told(run.searchStream(openStdinStream()));
    else if (target.kind === 'text') yield* run.told(run.searchStream(readBytes(target.bytes), { isHandedOver: true }));
    else if (target.kind === 'follow') yield* run.follow(target);
    else if (target.kind === 'clone') clones.push(target.url);
    else if (target.kind === 'repository') yield* run.told(run.searchHistory(target));
    else if (target.kind === 'path' && typeof target.path === 'string' && isRepository(target.path))
      yield* run.told(run.searchRepository(target.path));
    else paths.push(target.path);
  }
  if (paths.length > 0) yield* run.told(run.searchFiles(paths));
  if (clones.length > 0) yield* run.told(run.histories.searchClones(clones));
  yield* run.told(run.attribute());
}

function isChoice(target: Target): boolean {
  return target.kind === 'repository' && target.choice !== undefined;
}

/** One scan: its ledger, its casebook and its counts. */
class Run {
  readonly #options: ScanOptions;
  readonly #detectors: readonly Detector[];
  readonly #startedAt: Date;
  readonly #isStream: boolean;
  readonly #ledger: Ledger;
  readonly #casebook: Casebook;
  readonly #counts = { bytes: 0, haystacks: 0, objects: 0, failures: 0, skipped: 0 };
  readonly histories: Histories;
  /** What went wrong while tokens were judged, not yet told. */
  readonly #mishaps: Failure[] = [];
  #isFull = false;
  #hasToldFull = false;
  #isEndless = false;

  constructor(targets: readonly Target[], options: ScanOptions) {
    this.#options = options;
    this.#startedAt = this.#now();
    this.#isStream = targets.some(
      (target) => target.kind === 'stdin' || target.kind === 'text' || target.kind === 'follow',
    );
    const extra = (options.extraDetectors ?? []).map((detector) =>
      guardDetector(detector, (failure) => this.#mishaps.push(failure)),
    );
    this.#detectors = chooseDetectors([...builtIn, ...extra], options.only);
    const kept = options.maxFindings ?? MAX_FINDINGS[this.#isStream ? 'streams' : 'files'];
    this.#ledger = new Ledger((jwt) => recognise(jwt, this.#detectors), kept, this.#isStream);
    this.histories = new Histories({
      options,
      detectors: this.#detectors,
      search: (work, unread) => this.#search(work, unread),
      listed: () => (this.#counts.haystacks += 1),
    });
    this.#casebook = new Casebook({
      now: this.#startedAt,
      reveal: options.reveal ?? false,
      baseline: options.baseline,
      ignores: options.ignores,
      minSeverity: options.minSeverity,
      // Nobody lets their own push in by a comment.
      inlineAllow: (options.inlineAllow ?? true) && !this.#isStream && !targets.some(isChoice),
      onFinding: options.onFinding,
      wholeOf: (truncated) => this.#ledger.wholeOf(truncated),
    });
  }

  start(): ScanEvent {
    return {
      type: 'start',
      tool: { name: 'kubeleaks', version },
      run: {
        id: randomUUID(),
        startedAt: this.#startedAt.toISOString(),
        options: this.#options.shownOptions ?? {},
        detectors: this.#detectors.map((detector) => detector.id),
        labels: this.#options.labels ?? {},
      },
    };
  }

  /** Counts what passes, and stops when the caller's signal says so. */
  async *told(events: AsyncGenerator<ScanEvent, unknown>): AsyncGenerator<ScanEvent> {
    for await (const event of this.#counted(events)) {
      yield event;
      if (this.#isStopped) return;
    }
  }

  async *#counted(events: AsyncGenerator<ScanEvent, unknown>): AsyncGenerator<ScanEvent> {
    for await (const event of events) {
      if (event.type === 'failure') this.#counts.failures++;
      if (event.type === 'skipped') this.#counts.skipped++;
      this.histories.see(event);
      yield event;
    }
  }

  /** The caller's signal came before the end. */
  get #isStopped(): boolean {
    return !this.#isEndless && this.#options.signal?.aborted === true;
  }

  async *searchFiles(paths: readonly RawPath[], leaveOut?: string): AsyncGenerator<ScanEvent> {
    const allow = realPaths(this.#options.allow ?? []);
    const isIgnored = this.#options.gitignore === true ? await ignoreAsGit() : undefined;
    const files = (function* (): Generator<Work> {
      for (const path of paths) yield* filesOf(path, { allow, leaveOut, ...isIgnored?.(path) });
    })();
    yield* this.#search(files, () => {});
  }

  /** Searches the history of a repository, and its work tree. */
  async *searchRepository(path: string): AsyncGenerator<ScanEvent> {
    const hasWorkTree = yield* this.histories.search(path);
    if (hasWorkTree) yield* this.searchFiles([path], join(path, '.git'));
  }

  /** Searches the history of a repository, or what is staged in it, or what ranges hold. */
  searchHistory({ path, choice, statePath }: Target & { kind: 'repository' }): AsyncGenerator<ScanEvent, unknown> {
    return choice === undefined
      ? this.histories.search(path, { statePath })
      : this.histories.searchChosen(path, choice);
  }

  /** Tells where what was found in histories came from. */
  attribute(): AsyncGenerator<ScanEvent> {
    return this.histories.attribute(this.#casebook);
  }

  /** Whoever took the summary has what was found: now it may count as told. */
  remember(): void {
    if (!this.#isStopped) this.histories.remember();
  }

  async *#search(work: Iterator<Work>, unread: (unread: Unread) => void): AsyncGenerator<ScanEvent> {
    const { archiveLimits = {}, extraDetectors = [], jobs = availableParallelism() } = this.#options;
    const wanted = extraDetectors.length === 0 ? 'service-accounts' : 'all';
    const handOut = new HandOut(work, jobs, { archiveLimits, wanted }, (token) => this.#note(token));
    for await (const worked of handOut.run()) {
      if (worked.kind === 'unread') unread(worked);
      else if (worked.kind !== 'sighted') yield* this.#passed(worked);
      else if (worked.token !== null && this.histories.isFirstPlace(worked))
        yield* this.#sighted(worked.token, worked.place);
      yield* this.#fullness();
    }
  }

  searchStream(read: ReadStream, how?: { readonly isHandedOver: true }): AsyncGenerator<ScanEvent> {
    return this.#streamed(searchStream({ kind: 'stdin', ...how }, read, spool, this.#options.archiveLimits));
  }

  /** Follows files until the signal comes, which is how that ends: nothing is missing then. */
  async *follow({ paths, statePath }: Target & { kind: 'follow' }): AsyncGenerator<ScanEvent> {
    const { allow = [], archiveLimits = {}, signal = new AbortController().signal } = this.#options;
    const { followFiles } = await import('./follow-files.js');
    const now = (): number => this.#now().getTime();
    this.#isEndless = true;
    yield* this.#counted(this.#streamed(followFiles(paths, { allow, archiveLimits, statePath, signal, now })));
  }

  async *#streamed(brought: AsyncIterable<Streamed>): AsyncGenerator<ScanEvent> {
    for await (const streamed of brought) {
      if (streamed.kind === 'sighted') {
        const token = this.#note(streamed.token);
        if (token !== null) yield* this.#sighted(token, streamed.place);
      } else yield* this.#passed(streamed);
      yield* this.#fullness();
      if (this.#isStopped) return;
    }
  }

  *finish(): Generator<ScanEvent> {
    yield* this.#casebook.finish();
    const { failures, skipped, bytes, haystacks, objects } = this.#counts;
    const isComplete = failures === 0 && !this.#isStopped;
    const seconds = (this.#now().getTime() - this.#startedAt.getTime()) / 1000;
    const summary = {
      bytes,
      haystacks,
      objects,
      ...this.#casebook.counts,
      failures,
      skipped,
      seconds,
      complete: isComplete,
    };
    yield { type: 'summary', summary };
  }

  /** The token behind a text, or null when it is none of ours (or no room is left for it). */
  #note(text: string): TokenReference | null {
    const noted = this.#ledger.note(text);
    if (noted.kind === 'full') this.#isFull = true;
    if (noted.kind === 'new') this.#casebook.note(noted.token, noted.forgotten);
    return noted.kind === 'new' || noted.kind === 'known' ? noted.entry : null;
  }

  #sighted(token: TokenReference, place: Place): Generator<ScanEvent> {
    const { origin, segments } = place;
    const id = sightingId(token.fingerprint, origin, segments);
    return this.#casebook.sighted(token, { ...place, id, span: hull(segments), complete: token.isComplete });
  }

  /** What needs no judging is told as it is. */
  *#passed(told: Exclude<Worked<never>, { kind: 'sighted' | 'unread' }>): Generator<ScanEvent> {
    switch (told.kind) {
      case 'failed':
        yield { type: 'failure', failure: told.failure };
        return;
      case 'skipped':
        yield { type: 'skipped', skipped: told.skipped };
        return;
      case 'searched':
        this.#counts.bytes += told.bytes;
        this.#counts.haystacks += told.haystacks;
        this.#counts.objects += told.objects;
        yield {
          type: 'progress',
          bytes: this.#counts.bytes,
          haystacks: this.#counts.haystacks,
          totalBytes: told.totalBytes,
        };
        return;
      default:
        told satisfies never;
    }
  }

  /** Says what went wrong while tokens were judged, and once that no further distinct token is taken. */
  *#fullness(): Generator<ScanEvent> {
    for (const failure of this.#mishaps.splice(0)) yield { type: 'failure', failure };
    if (!this.#isFull || this.#hasToldFull) return;
    this.#hasToldFull = true;
    const message = 'more distinct tokens than --max-findings allows; further ones are not told';
    yield { type: 'failure', failure: { origin: null, code: 'too-many-findings', message } };
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }
}
