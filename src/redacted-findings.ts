/** Knows the tokens that a redaction meets: what their markers say, and the events that tell of them. */
import { randomUUID } from 'node:crypto';
import { detectors as builtIn, recognise } from '../detectors/index.js';
import { guardDetector } from './guard-detector.js';
import type { Detector } from './model/detector.js';
import type { ScanEvent } from './model/event.js';
import type { Fingerprint } from './model/finding.js';
import type { Origin } from './model/origin.js';
import type { RecognisedToken, TokenReference } from './model/recognised-token.js';
import type { Span } from './model/span.js';
import { version } from './model/version.js';
import type { RedactOptions } from './redact-options.js';
import type { MarkerFacts } from './redaction/marker.js';
import { Ledger, sightingId } from './scanner/ledger.js';
import { Casebook } from './triage/casebook.js';

/** Tokens whose markers are remembered, so that a token in every line of a log is decoded once. */
const REMEMBERED = 65_536;

/** Digits of the fingerprint in a marker: as many as commands take for a prefix. */
const HASH_DIGITS = 12;

/** Where a token stands in what passed. */
export interface RedactedPlace {
  readonly origin: Origin;
  readonly segments: readonly Span[];
  readonly encodings: readonly string[];
  /** From 1; columns count bytes. Null where they mean nothing. */
  readonly line: number | null;
  readonly column: number | null;
}

/** One redaction's memory. Events are told only to `onEvent`, when there is one. */
export class RedactedFindings {
  readonly #ledger: Ledger;
  readonly #detectors: readonly Detector[];
  /** Of all that the ledger knows; it forgets the oldest. */
  readonly #facts = new Map<Fingerprint, MarkerFacts>();
  readonly #tell: ((event: ScanEvent) => void) | undefined;
  readonly #casebook: Casebook;
  readonly #startedAt = new Date();

  constructor({ extraDetectors = [], allJwt, onEvent }: RedactOptions) {
    // What a detector of the user's own does not answer is not masked by it; the others are asked all the same.
    const extra = extraDetectors.map((detector) => guardDetector(detector, () => {}));
    this.#detectors = [...builtIn, ...extra, ...(allJwt === true ? [anyJwt] : [])];
    this.#ledger = new Ledger((jwt) => recognise(jwt, this.#detectors), REMEMBERED, true);
    this.#tell = onEvent;
    this.#casebook = new Casebook({
      now: this.#startedAt,
      reveal: false,
      baseline: undefined,
      ignores: undefined,
      minSeverity: undefined,
      inlineAllow: false,
      wholeOf: (truncated) => this.#ledger.wholeOf(truncated),
    });
  }

  start(): void {
    this.#tell?.({
      type: 'start',
      tool: { name: 'kubeleaks', version },
      run: {
        id: randomUUID(),
        startedAt: this.#startedAt.toISOString(),
        options: {},
        detectors: this.#detectors.map(({ id }) => id),
        labels: {},
      },
    });
  }

  /** What the marker of a token says; undefined when it is none that is looked for. `place` is asked for when it is told. */
  note(token: string, place: () => RedactedPlace): MarkerFacts | undefined {
    const noted = this.#ledger.note(token);
    if (noted.kind !== 'new' && noted.kind !== 'known') return undefined;
    const { entry } = noted;
    if (noted.kind === 'new') this.#remember(noted.token, noted.forgotten);
    if (this.#tell !== undefined) this.#sighted(entry, place());
    return this.#facts.get(entry.fingerprint);
  }

  /** Tells what waited, and how it all ended. */
  finish(bytes: number, failures: number): void {
    for (const event of this.#casebook.finish()) this.#tell?.(event);
    const seconds = (new Date().getTime() - this.#startedAt.getTime()) / 1000;
    const complete = failures === 0;
    const counts = { bytes, haystacks: 1, objects: 0, failures, skipped: 0 };
    this.#tell?.({ type: 'summary', summary: { ...counts, ...this.#casebook.counts, seconds, complete } });
  }

  #sighted(token: TokenReference, place: RedactedPlace): void {
    const { origin, segments } = place;
    const span = { start: segments[0]?.start ?? 0, end: segments[segments.length - 1]?.end ?? 0 };
    const id = sightingId(token.fingerprint, origin, segments);
    const unstructured = { field: null, record: null, allowedBy: null };
    const sighting = { id, ...place, span, complete: token.isComplete, ...unstructured };
    for (const event of this.#casebook.sighted(token, sighting)) this.#tell?.(event);
  }

  #remember(token: RecognisedToken, forgotten: Fingerprint | null): void {
    const { fingerprint, detector, claims } = token;
    if (forgotten !== null) this.#facts.delete(forgotten);
    if (this.#tell !== undefined) this.#casebook.note(token, forgotten);
    const { namespace, serviceAccount } = claims.identity;
    const kind = detector.id.replace(/^kubernetes-/, '');
    const hash = fingerprint.slice('sha256:'.length, 'sha256:'.length + HASH_DIGITS);
    this.#facts.set(fingerprint, { kind, namespace, serviceAccount, hash });
  }
}

/** For `allJwt`: what no other detector knows. */
const anyJwt: Detector = {
  id: 'jwt',
  title: 'JSON Web Token',
  meaning: 'A signed token of another kind; whoever holds it can use it where it is accepted.',
  references: ['https://www.rfc-editor.org/rfc/rfc7519'],
  recognise: () => ({
    identity: { namespace: null, serviceAccount: null, serviceAccountUid: null, boundTo: null, node: null },
    issuer: null,
    audiences: [],
    tokenId: null,
    times: { issuedAt: null, notBefore: null, expiresAt: null, warnAfter: null },
    unknownClaims: {},
    title: 'JSON Web Token of another kind',
    doubts: [],
  }),
};
