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
  /** `token` is all of it, for as long as somebody needs that; `forgotten` is the one that made room for it. */
  | {
      readonly kind: 'new';
      readonly entry: TokenReference;
      readonly token: RecognisedToken;
      readonly forgotten: Fingerprint | null;
    }
  | { readonly kind: 'known'; readonly entry: TokenReference }
  | { readonly kind: 'unrecognised' }
  | { readonly kind: 'full' };

/** Texts of strangers' JWTs remembered as not ours, so that they are not judged again. */
const REMEMBERED_STRANGERS = 65_536;

/** 32 bytes of a hash as 32 characters: a quarter of what objects and hex digits would take. */
type Digest = string;

/** Remembers tokens by fingerprint; each is judged once. Of one it keeps two hashes. */
export class Ledger {
  readonly #recognise: Recognise;
  readonly #maxFindings: number;
  readonly #forgetsOldest: boolean;
  /** Tokens, each with its body, in the order they came. */
  readonly #bodies = new Map<Digest, Digest>();
  /** Bodies, each with the first whole token that has it. */
  readonly #wholes = new Map<Digest, Digest>();
  /** Those of them that are cut. */
  readonly #truncated = new Set<Digest>();
  #strangers = new Set<Digest>();

  /** With `forgetsOldest` (endless streams) the oldest entry makes room; else a full ledger answers `full`. */
  constructor(recognise: Recognise, maxFindings: number, forgetsOldest: boolean) {
    this.#recognise = recognise;
    this.#maxFindings = maxFindings;
    this.#forgetsOldest = forgetsOldest;
  }

  /** Notes a token seen somewhere. `token` is `header.payload.signature`, perhaps cut. */
  note(token: string): Noted {
    const digest = digestOf(token);
    const knownBody = this.#bodies.get(digest);
    if (knownBody !== undefined) return { kind: 'known', entry: this.#reference(digest, knownBody) };
    if (this.#strangers.has(digest)) return { kind: 'unrecognised' };
    const bodyText = bodyOf(token);
    const judged = this.#judge(token, bodyText);
    if (judged === undefined) {
      if (this.#strangers.size >= REMEMBERED_STRANGERS) this.#strangers = new Set();
      this.#strangers.add(digest);
      return { kind: 'unrecognised' };
    }
    const body = digestOf(bodyText);
    let forgotten: Fingerprint | null = null;
    if (this.#bodies.size >= this.#maxFindings) {
      if (!this.#forgetsOldest) return { kind: 'full' };
      forgotten = this.#forgetOldest();
    }
    this.#bodies.set(digest, body);
    if (!judged.isComplete) this.#truncated.add(digest);
    else if (!this.#wholes.has(body)) this.#wholes.set(body, digest);
    const entry = this.#reference(digest, body);
    return { kind: 'new', entry, token: { ...entry, ...judged }, forgotten };
  }

  /** The whole token that a truncated one is a copy of, once it was seen. */
  wholeOf(truncated: TokenReference): TokenReference | undefined {
    const body = Buffer.from(truncated.bodyFingerprint.slice('sha256:'.length), 'hex').toString('latin1');
    const whole = this.#wholes.get(body);
    return whole === undefined ? undefined : this.#reference(whole, body);
  }

  #reference(digest: Digest, body: Digest): TokenReference {
    const isComplete = !this.#truncated.has(digest);
    return { fingerprint: printOf(digest), bodyFingerprint: printOf(body), isComplete };
  }

  #judge(token: string, body: string): Omit<RecognisedToken, 'fingerprint' | 'bodyFingerprint'> | undefined {
    const jwt = readJwt(body.length === token.length ? `${token}.` : token);
    if (jwt === undefined) return undefined;
    const recognised = this.#recognise(jwt);
    if (recognised === undefined) return undefined;
    const isComplete = jwt.signature.state === 'complete' && jwt.payloadComplete;
    return { secret: new Secret(token), jwt, ...recognised, isComplete };
  }

  #forgetOldest(): Fingerprint | null {
    const [oldest] = this.#bodies;
    if (oldest === undefined) return null;
    const [digest, body] = oldest;
    this.#bodies.delete(digest);
    this.#truncated.delete(digest);
    if (this.#wholes.get(body) === digest) this.#wholes.delete(body);
    return printOf(digest);
  }
}

function digestOf(text: string): Digest {
  return createHash('sha256').update(text, 'latin1').digest('binary');
}

function printOf(digest: Digest): Fingerprint {
  return `sha256:${Buffer.from(digest, 'latin1').toString('hex')}` as Fingerprint;
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
