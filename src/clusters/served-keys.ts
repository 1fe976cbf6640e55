/** Asks a cluster which keys its tokens are signed with. No token is part of the question. */
import type { JsonObject } from '../model/json.js';
import type { ClusterApi } from './api.js';
import type { ApiFailure } from './api-failure.js';
import { keysOfJwks, type PublicKey } from './public-key.js';

/** What a cluster says about itself; `issuer` null when it does not say. */
export type ServedKeys =
  | { readonly state: 'read'; readonly keys: readonly PublicKey[]; readonly issuer: string | null }
  | { readonly state: 'failed'; readonly failure: ApiFailure | 'no-keys' };

/** An issuer is a URL; anything longer is meant to hurt. */
const MAX_ISSUER_LENGTH = 2048;

function issuerOf(document: JsonObject): string | null {
  const { issuer } = document;
  return typeof issuer === 'string' && issuer.length <= MAX_ISSUER_LENGTH ? issuer : null;
}

/**
 * Reads `/openid/v1/jwks` of the cluster's own server: the `jwks_uri` of its discovery document is often an address
 * inside the cluster, and it is not followed.
 */
export async function readServedKeys(api: ClusterApi): Promise<ServedKeys> {
  const [jwks, discovery] = await Promise.all([
    api.get('/openid/v1/jwks'),
    api.get('/.well-known/openid-configuration'),
  ]);
  if (jwks.state === 'failed') return { state: 'failed', failure: jwks.failure };
  const keys = jwks.status === 200 ? keysOfJwks(jwks.body) : [];
  if (keys.length === 0) return { state: 'failed', failure: 'no-keys' };
  const issuer = discovery.state === 'answered' && discovery.status === 200 ? issuerOf(discovery.body) : null;
  return { state: 'read', keys, issuer };
}
