/** All keys that are known, and whose they are. It finds candidates; whether one signed a token is for a verifier. */
import type { Cluster } from './cluster.js';
import type { PublicKey, SigningAlgorithm } from './public-key.js';

/** Where a claim on a key comes from: the cluster's own answer, what the user pinned, or a file the user named. */
export type KeySource = 'served' | 'pinned' | 'file';

/** Somebody is said to sign with a key. */
export interface KeyClaim {
  readonly key: PublicKey;
  readonly source: KeySource;
  /** Name for people: a context's, or the one in a file. */
  readonly name: string;
  /** The issuer this cluster's tokens carry; null when it is not known. */
  readonly issuer: string | null;
  /** The server it is said to be of; null when a file does not say. */
  readonly server: string | null;
  /** The cluster that can be asked; null when only its key is known. */
  readonly cluster: Cluster | null;
}

function add<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Looks keys up by kid, by algorithm and by owner. */
export class KeyRing {
  readonly #byKid = new Map<string, PublicKey[]>();
  readonly #byAlgorithm = new Map<SigningAlgorithm, PublicKey[]>();
  readonly #nameless = new Map<SigningAlgorithm, PublicKey[]>();
  readonly #claims = new Map<string, KeyClaim[]>();

  constructor(claims: readonly KeyClaim[]) {
    const seen = new Set<string>();
    for (const claim of claims) {
      const { key } = claim;
      const isKnown = this.#claims.has(key.thumbprint);
      add(this.#claims, key.thumbprint, claim);
      for (const kid of [key.kid, key.thumbprint]) {
        if (kid === null || seen.has(`${kid} ${key.thumbprint}`)) continue;
        seen.add(`${kid} ${key.thumbprint}`);
        add(this.#byKid, kid, key);
      }
      if (!isKnown) add(this.#byAlgorithm, key.algorithm, key);
      if (!isKnown && key.kid === null) add(this.#nameless, key.algorithm, key);
    }
  }

  /** Distinct keys. */
  get size(): number {
    return this.#claims.size;
  }

  /**
   * Keys that may have signed a token with this header: those of its kid; all of its algorithm when it has none, as
   * kube-apiserver does; and those that came without a kid when no other fits. `named` says the kid itself is known.
   */
  candidates(
    algorithm: SigningAlgorithm,
    kid: string | null,
  ): { readonly keys: readonly PublicKey[]; readonly named: boolean } {
    if (kid === null || kid === '') return { keys: this.#byAlgorithm.get(algorithm) ?? [], named: false };
    const keys = (this.#byKid.get(kid) ?? []).filter((key) => key.algorithm === algorithm);
    return keys.length > 0 ? { keys, named: true } : { keys: this.#nameless.get(algorithm) ?? [], named: false };
  }

  /** Everybody who is said to sign with this key, by its thumbprint. */
  claims(thumbprint: string): readonly KeyClaim[] {
    return this.#claims.get(thumbprint) ?? [];
  }
}
