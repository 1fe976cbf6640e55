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

/**
 * What is out of the ordinary about a token that was looked at: its severity leaves it `untold`, a baseline or an ignore
 * entry names it or it was there before, or every sighting so far was allowed by a comment.
 */
type Standing = 'untold' | 'suppressed' | 'allowed';

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
  /** Most tokens that were told are not in it: memory is for those that are to be told, and for the odd ones. */
  readonly #standings = new Map<Fingerprint, Standing>();
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

  /**
   * Remembers a token until its first place is told. `forgotten` made room for it, on endless streams: noted again, that
   * one is told anew.
   */
  note(token: RecognisedToken, forgotten: Fingerprint | null): void {
    if (forgotten !== null) this.#standings.delete(forgotten);
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
      const standing = this.#standings.get(fingerprint);
      if (standing === 'untold' || standing === 'suppressed') continue;
      this.#standings.set(fingerprint, 'suppressed');
      this.#suppressed++;
      yield { type: 'suppression', fingerprint, suppression: { ...excuse, by: null, until: null } };
    }
  }

  /** Settles, and says which findings are suppressed because every sighting is. */
  *finish(): Generator<ScanEvent> {
    yield* this.settle();
    for (const [fingerprint, standing] of this.#standings) {
      if (standing !== 'allowed') continue;
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
    const { fingerprint } = token;
    const isAllowed = this.#options.inlineAllow && sighting.allowedBy !== null;
    const noted = this.#noted.get(fingerprint);
    if (noted !== undefined) {
      this.#noted.delete(fingerprint);
      const finding = this.#describe(noted);
      if (finding === undefined) this.#standings.set(fingerprint, 'untold');
      else {
        if (finding.suppression !== null) this.#standings.set(fingerprint, 'suppressed');
        else if (isAllowed) this.#standings.set(fingerprint, 'allowed');
        this.#options.onFinding?.({ finding, secret: noted.secret });
        yield { type: 'finding', finding };
      }
    }
    const standing = this.#standings.get(fingerprint);
    if (standing === 'untold') return;
    if (standing === 'allowed' && !isAllowed) this.#standings.delete(fingerprint);
    this.#sightings++;
    yield { type: 'sighting', fingerprint, sighting };
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
