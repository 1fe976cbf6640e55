/** Finds the cluster that signed a token, by verifying its signature against every key that is known. Asks nobody. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { compactVerify } from 'jose';
import type { Cluster } from '../clusters/cluster.js';
import type { KeyClaim, KeyRing } from '../clusters/key-ring.js';
import type { PublicKey, SigningAlgorithm } from '../clusters/public-key.js';
import type { Finding } from '../model/finding.js';
import type { Secret } from '../model/secret.js';

/** What the keys say about a token. */
export type SignatureMatch =
  /** One cluster signs with the key that signed it. `isPinned`: the user said so before. */
  | { readonly state: 'one'; readonly cluster: Cluster; readonly isPinned: boolean }
  /** A key of a file signed it, and no cluster that can be asked is known to have that key. */
  | { readonly state: 'named'; readonly name: string }
  /** Several clusters claim the key that signed it. */
  | { readonly state: 'ambiguous'; readonly names: readonly string[] }
  /** The key that its header names did not sign it. */
  | { readonly state: 'bad'; readonly name: string; readonly cluster: Cluster | null }
  /** No cluster signs with its algorithm (`none`, HMAC). */
  | { readonly state: 'unsigned' }
  /** No known key signed it. */
  | { readonly state: 'unknown' };

const algorithms: ReadonlySet<string> = new Set<SigningAlgorithm>(['RS256', 'ES256', 'ES384', 'ES512']);

function isSigningAlgorithm(alg: string | null): alg is SigningAlgorithm {
  return alg !== null && algorithms.has(alg);
}

function ownersOf(claims: readonly KeyClaim[]): ReadonlyMap<string, Cluster> {
  return new Map(claims.flatMap(({ cluster }) => (cluster === null ? [] : [[cluster.identity, cluster] as const])));
}

/** Who signs with a key, when several places say something about it. */
function ownerOf(claims: readonly KeyClaim[]): SignatureMatch {
  const owners = [...ownersOf(claims).values()];
  const [owner] = owners;
  const [claim] = claims;
  if (owner === undefined) return claim === undefined ? { state: 'unknown' } : { state: 'named', name: claim.name };
  // A pin or a shared map that says another server has this key is a claim like any other: one of the two lies.
  const others = claims.filter(({ cluster, server }) => cluster === null && server !== null && server !== owner.server);
  if (owners.length > 1 || others.length > 0) {
    return { state: 'ambiguous', names: [...owners, ...others].map(({ name }) => name) };
  }
  return {
    state: 'one',
    cluster: owner,
    isPinned: claims.some(({ cluster, source }) => cluster !== null && source !== 'served'),
  };
}

/** Matches tokens to clusters. One for a run: it keeps the keys ready. */
export class SignatureMatcher {
  readonly #ring: () => KeyRing;
  readonly #ready = new Map<string, KeyObject>();

  /** `ring` is asked for each token, as keys are read again from time to time. */
  constructor(ring: () => KeyRing) {
    this.#ring = ring;
  }

  /** Never rejects, whatever the token is. */
  async match(header: Finding['header'], secret: Secret): Promise<SignatureMatch> {
    if (!isSigningAlgorithm(header.alg)) return { state: 'unsigned' };
    const ring = this.#ring();
    const { keys, named } = ring.candidates(header.alg, header.kid);
    for (const key of keys) {
      if (await this.#hasSigned(key, secret)) return ownerOf(ring.claims(key.thumbprint));
    }
    const [key] = keys;
    if (key === undefined || !named) return { state: 'unknown' };
    const claims = ring.claims(key.thumbprint);
    const owners = [...ownersOf(claims).values()];
    return { state: 'bad', name: claims[0]?.name ?? '', cluster: owners.length === 1 ? (owners[0] ?? null) : null };
  }

  async #hasSigned(key: PublicKey, secret: Secret): Promise<boolean> {
    try {
      await compactVerify(secret.reveal(), this.#keyObject(key), { algorithms: [key.algorithm] });
      return true;
    } catch {
      // The error could quote the token; that it did not verify is all there is to know.
      return false;
    }
  }

  #keyObject(key: PublicKey): KeyObject {
    const known = this.#ready.get(key.thumbprint);
    if (known !== undefined) return known;
    const made = createPublicKey({ key: Buffer.from(key.spki, 'base64'), format: 'der', type: 'spki' });
    this.#ready.set(key.thumbprint, made);
    return made;
  }
}
