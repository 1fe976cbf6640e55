/** Bytes → the same bytes, tokens replaced. */
import { detectors as builtIn, recognise } from '../detectors/index.js';
import { guardDetector } from './guard-detector.js';
import type { Detector } from './model/detector.js';
import type { Fingerprint } from './model/finding.js';
import type { RedactCounts, RedactOptions } from './redact-options.js';
import { ArchiveOpener } from './redaction/archive-opener.js';
import { createMarker, type MarkerFacts } from './redaction/marker.js';
import { type Inlet, type Outlet, pump } from './redaction/pump.js';
import { Redactor } from './redaction/redactor.js';
import { Ledger } from './scanner/ledger.js';
import { spool } from './sources/spool.js';
import type { RecognisedToken } from './model/recognised-token.js';

const MAX_HOLD_MS = 200;

/** Tokens whose markers are remembered, so that a token in every line of a log is decoded once. */
const REMEMBERED = 65_536;

/** Digits of the fingerprint in a marker: as many as commands take for a prefix. */
const HASH_DIGITS = 12;

/** Nothing happened yet. */
export function noCounts(): RedactCounts {
  return { bytes: 0, replaced: {}, forced: 0, failed: 0 };
}

/** Moves bytes from `inlet` to `outlet` until the first ends, the second is closed or `signal` comes. */
export async function redact(inlet: Inlet, outlet: Outlet, options: RedactOptions = {}): Promise<RedactCounts> {
  const counts = options.counts ?? noCounts();
  await pump(createRedactor(options, counts), inlet, outlet, {
    maxHoldMs: options.maxHoldMs ?? MAX_HOLD_MS,
    onError: options.onError ?? 'mask',
    signal: options.signal,
    onFailed: () => counts.failed++,
    onTaken: (count) => {
      counts.bytes += count;
    },
  });
  return counts;
}

function createRedactor(options: RedactOptions, counts: RedactCounts): Redactor {
  const judge = new Judge(options);
  const opener = new ArchiveOpener(spool, (token) => judge.factsOf(token));
  return new Redactor({
    judge: ({ token }) => judge.factsOf(token),
    open: async (embedded) => await opener.open(embedded),
    marker: createMarker(options.replacement),
    isSameLength: options.sameLength ?? false,
    onForced: () => counts.forced++,
    onReplaced: (kind) => {
      counts.replaced[kind] = (counts.replaced[kind] ?? 0) + 1;
    },
  });
}

/** Knows tokens, and remembers what their markers say. */
class Judge {
  readonly #ledger: Ledger;
  /** In the order of the ledger, which forgets the oldest, too. */
  readonly #facts = new Map<Fingerprint, MarkerFacts>();

  constructor({ extraDetectors = [], allJwt }: RedactOptions) {
    // What a detector of the user's own does not answer is not masked by it; the others are asked all the same.
    const extra = extraDetectors.map((detector) => guardDetector(detector, () => {}));
    const known = [...builtIn, ...extra, ...(allJwt === true ? [anyJwt] : [])];
    this.#ledger = new Ledger((jwt) => recognise(jwt, known), REMEMBERED, true);
  }

  factsOf(token: string): MarkerFacts | undefined {
    const noted = this.#ledger.note(token);
    if (noted.kind === 'new') return this.#remember(noted.entry);
    return noted.kind === 'known' ? this.#facts.get(noted.entry.fingerprint) : undefined;
  }

  #remember({ fingerprint, detector, claims }: RecognisedToken): MarkerFacts {
    const { namespace, serviceAccount } = claims.identity;
    const kind = detector.id.replace(/^kubernetes-/, '');
    const hash = fingerprint.slice('sha256:'.length, 'sha256:'.length + HASH_DIGITS);
    const facts = { kind, namespace, serviceAccount, hash };
    if (this.#facts.size >= REMEMBERED) this.#facts.delete(this.#facts.keys().next().value as Fingerprint);
    this.#facts.set(fingerprint, facts);
    return facts;
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
