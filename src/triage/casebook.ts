/** Findings as they are told: the first sighting opens one, truncated copies wait for their whole, the end settles all. */
import type { ScanEvent } from '../model/event.js';
import type { Finding, Fingerprint, HeldFinding, Sighting, Suppression } from '../model/finding.js';
import type { RecognisedToken, TokenReference } from '../model/recognised-token.js';
import { compareSeverity, type Severity } from '../model/severity.js';
import type { Baseline } from './baseline.js';
import { describe } from './describe.js';
import type { Ignores } from './ignores.js';
import { suppressionOf } from './suppression.js';

/** What decides how findings are told. */
export interface CasebookOptions {
  readonly now: Date;
  readonly reveal: boolean;
  readonly baseline: Baseline | undefined;
  readonly ignores: Ignores | undefined;
  /** Findings below it are not told. */
  readonly minSeverity: Severity | undefined;
  /** Whether an inline allow comment suppresses a sighting. */
  readonly inlineAllow: boolean;
  /** Is handed each finding with its clear token before it is told. */
  readonly onFinding?: ((held: HeldFinding) => void) | undefined;
  /** The whole token that a truncated one is a copy of, once it was seen. */
  readonly wholeOf: (truncated: TokenReference) => TokenReference | undefined;
}

interface Case {
  /** A baseline or an ignore entry names it, or it was there before. */
  isSuppressed: boolean;
  /** Every sighting so far was allowed by a comment. */
  isAllowed: boolean;
  sightings: number;
}

/** Truncated copies that wait, and sightings kept for each: beyond, they are told as findings of their own. */
const LONGEST_WAIT = 4_096;
const KEPT_SIGHTINGS = 100;

interface Waiting {
  readonly token: TokenReference;
  readonly sightings: Sighting[];
}

/** Turns sightings into events: a `finding` once, then its `sighting`s. */
export class Casebook {
  readonly #options: CasebookOptions;
  readonly #cases = new Map<Fingerprint, Case | 'untold'>();
  readonly #noted = new Map<Fingerprint, RecognisedToken>();
  readonly #waiting = new Map<Fingerprint, Waiting>();
  #told = 0;
  #sightings = 0;
  #suppressed = 0;

  constructor(options: CasebookOptions) {
    this.#options = options;
  }

  /** Counts for the summary; `suppressed` is final after `finish`. */
  get counts(): { readonly findings: number; readonly sightings: number; readonly suppressed: number } {
    return { findings: this.#told, sightings: this.#sightings, suppressed: this.#suppressed };
  }

  /** Remembers a token until its first place is told; after that, only that it was. */
  note(token: RecognisedToken): void {
    this.#noted.set(token.fingerprint, token);
  }

  /** A token that was noted stands somewhere: what there is to tell now. */
  *sighted(token: TokenReference, sighting: Sighting): Generator<ScanEvent> {
    if (token.isComplete) {
      yield* this.#tell(token, sighting);
      return;
    }
    const whole = this.#options.wholeOf(token);
    if (whole !== undefined) yield* this.#tell(whole, { ...sighting, complete: false });
    else yield* this.#keep(token, sighting);
  }

  /** Forgets a finding, on endless streams; a later sighting tells it anew. */
  forget(fingerprint: Fingerprint): void {
    this.#cases.delete(fingerprint);
  }

  /** Tells the truncated copies that wait: those whose whole was never seen are findings of their own. */
  *settle(): Generator<ScanEvent> {
    for (const { token, sightings } of this.#waiting.values()) {
      const whole = this.#options.wholeOf(token);
      for (const sighting of sightings) yield* this.#tell(whole ?? token, sighting);
      this.#noted.delete(token.fingerprint);
    }
    this.#waiting.clear();
  }

  /** Says of findings that they do not count, for a reason that is known when everything was searched. */
  *excuse(fingerprints: Iterable<Fingerprint>, excuse: Pick<Suppression, 'kind' | 'reason'>): Generator<ScanEvent> {
    for (const fingerprint of fingerprints) {
      const item = this.#cases.get(fingerprint);
      if (item === undefined || item === 'untold' || item.isSuppressed) continue;
      item.isSuppressed = true;
      this.#suppressed++;
      yield { type: 'suppression', fingerprint, suppression: { ...excuse, by: null, until: null } };
    }
  }

  /** Settles, and says which findings are suppressed because every sighting is. */
  *finish(): Generator<ScanEvent> {
    yield* this.settle();
    for (const [fingerprint, item] of this.#cases) {
      if (item === 'untold' || !item.isAllowed || item.isSuppressed) continue;
      this.#suppressed++;
      const suppression = {
        kind: 'inline',
        reason: 'allowed by a comment at every place',
        by: null,
        until: null,
      } as const;
      yield { type: 'suppression', fingerprint, suppression };
    }
  }

  *#keep(token: TokenReference, sighting: Sighting): Generator<ScanEvent> {
    const waiting = this.#waiting.get(token.fingerprint);
    const cut = { ...sighting, complete: false };
    if (waiting !== undefined) {
      if (waiting.sightings.length < KEPT_SIGHTINGS) waiting.sightings.push(cut);
    } else {
      if (this.#waiting.size >= LONGEST_WAIT) yield* this.settle();
      this.#waiting.set(token.fingerprint, { token, sightings: [cut] });
    }
  }

  *#tell(token: TokenReference, sighting: Sighting): Generator<ScanEvent> {
    let item = this.#cases.get(token.fingerprint);
    if (item === undefined) {
      const noted = this.#noted.get(token.fingerprint);
      if (noted === undefined) return;
      this.#noted.delete(token.fingerprint);
      const finding = this.#describe(noted);
      item =
        finding === undefined
          ? 'untold'
          : { isSuppressed: finding.suppression !== null, isAllowed: true, sightings: 0 };
      this.#cases.set(token.fingerprint, item);
      if (finding !== undefined) {
        this.#options.onFinding?.({ finding, secret: noted.secret });
        yield { type: 'finding', finding };
      }
    }
    if (item === 'untold') return;
    item.sightings++;
    this.#sightings++;
    if (sighting.allowedBy === null || !this.#options.inlineAllow) item.isAllowed = false;
    yield { type: 'sighting', fingerprint: token.fingerprint, sighting };
  }

  #describe(token: RecognisedToken): Finding | undefined {
    const { now, reveal, baseline, ignores, minSeverity } = this.#options;
    const described = describe({ ...token, now, reveal });
    if (minSeverity !== undefined && compareSeverity(described.severity, minSeverity) > 0) return undefined;
    const suppression = suppressionOf(described, { baseline, ignores, now });
    this.#told++;
    if (suppression !== null) this.#suppressed++;
    return { ...described, suppression };
  }
}
