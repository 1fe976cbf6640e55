/** One entry a distinct token: fingerprints, recognition, and the truncated copies that wait for their whole. */
import { createHash } from 'node:crypto';
import type { Claims } from '../model/claims.js';
import type { Detector } from '../model/detector.js';
import type { Fingerprint } from '../model/finding.js';
import type { Jwt } from '../model/jwt.js';
import type { Origin } from '../model/origin.js';
import type { RecognisedToken, TokenReference } from '../model/recognised-token.js';
import { Secret } from '../model/secret.js';
import { hull, type Span } from '../model/span.js';
import { readJwt } from '../token/read-jwt.js';

/** Says which detector knows a token, and what it claims. */
export type Recognise = (jwt: Jwt) => { readonly detector: Detector; readonly claims: Claims } | undefined;

/** What the ledger answers for a token's text. */
export type Noted =
  | { readonly kind: 'new'; readonly entry: RecognisedToken }
  | { readonly kind: 'known'; readonly entry: TokenReference }
  | { readonly kind: 'unrecognised' }
  | { readonly kind: 'full' };

/** Texts of strangers' JWTs remembered as not ours, so that they are not judged again. */
const REMEMBERED_STRANGERS = 65_536;

/** Remembers tokens by fingerprint; each is judged once. */
export class Ledger {
  readonly #recognise: Recognise;
  readonly #maxFindings: number;
  readonly #forgetsOldest: boolean;
  readonly #entries = new Map<string, TokenReference>();
  readonly #wholes = new Map<Fingerprint, TokenReference>();
  #strangers = new Set<string>();
  #evicted = 0;

  /** With `forgetsOldest` (endless streams) the oldest entry makes room; else a full ledger answers `full`. */
  constructor(recognise: Recognise, maxFindings: number, forgetsOldest: boolean) {
    this.#recognise = recognise;
    this.#maxFindings = maxFindings;
    this.#forgetsOldest = forgetsOldest;
  }

  /** Entries that were forgotten to make room. */
  get evicted(): number {
    return this.#evicted;
  }

  /** Notes a token seen somewhere. `token` is `header.payload.signature`, perhaps cut. */
  note(token: string): Noted {
    const hex = createHash('sha256').update(token, 'latin1').digest('hex');
    const known = this.#entries.get(hex);
    if (known !== undefined) return { kind: 'known', entry: known };
    if (this.#strangers.has(hex)) return { kind: 'unrecognised' };
    const entry = this.#judge(token, hex);
    if (entry === undefined) {
      if (this.#strangers.size >= REMEMBERED_STRANGERS) this.#strangers = new Set();
      this.#strangers.add(hex);
      return { kind: 'unrecognised' };
    }
    if (this.#entries.size >= this.#maxFindings) {
      if (!this.#forgetsOldest) return { kind: 'full' };
      this.#forgetOldest();
    }
    const { fingerprint, bodyFingerprint, isComplete } = entry;
    const reference = { fingerprint, bodyFingerprint, isComplete };
    this.#entries.set(hex, reference);
    if (isComplete && !this.#wholes.has(bodyFingerprint)) this.#wholes.set(bodyFingerprint, reference);
    return { kind: 'new', entry };
  }

  /** The whole token that a truncated one is a copy of, once it was seen. */
  wholeOf(truncated: TokenReference): TokenReference | undefined {
    return this.#wholes.get(truncated.bodyFingerprint);
  }

  #judge(token: string, hex: string): RecognisedToken | undefined {
    const body = bodyOf(token);
    const jwt = readJwt(body.length === token.length ? `${token}.` : token);
    if (jwt === undefined) return undefined;
    const recognised = this.#recognise(jwt);
    if (recognised === undefined) return undefined;
    return {
      fingerprint: `sha256:${hex}` as Fingerprint,
      bodyFingerprint: `sha256:${createHash('sha256').update(body, 'latin1').digest('hex')}` as Fingerprint,
      secret: new Secret(token),
      jwt,
      ...recognised,
      isComplete: jwt.signature.state === 'complete' && jwt.payloadComplete,
    };
  }

  #forgetOldest(): void {
    const oldest = this.#entries.entries().next().value;
    if (oldest === undefined) return;
    const [hex, entry] = oldest;
    this.#entries.delete(hex);
    if (this.#wholes.get(entry.bodyFingerprint) === entry) this.#wholes.delete(entry.bodyFingerprint);
    this.#evicted++;
  }
}

/** `header.payload`, without the second dot. */
function bodyOf(token: string): string {
  const second = token.indexOf('.', token.indexOf('.') + 1);
  return second < 0 ? token : token.slice(0, second);
}

/** A stable name for one place of one token: 16 hex digits. */
export function sightingId(fingerprint: Fingerprint, origin: Origin, segments: readonly Span[]): string {
  const place = JSON.stringify([fingerprint, origin, hull(segments)]);
  return createHash('sha256').update(place).digest('hex').slice(0, 16);
}
