/** Mints a token together with the objects that keep it alive on a test server. */
import { payloadOf, uuidOf, type TokenRecipe } from '../claims.js';
import { mintToken, type MintRecipe } from '../mint.js';
import type { ApiServer } from './server.js';

/** Tokens of test clusters are issued at this moment: 2026-10-01T11:59:00Z, a minute before the fake clock starts. */
export const issuedAt = Date.parse('2026-10-01T11:59:00Z') / 1000;

/** The names and uids behind a token, so that a test can take them away. */
export interface Living {
  readonly token: string;
  readonly namespace: string;
  readonly account: string;
  readonly secret: string;
  readonly pod: string;
  readonly node: string;
  uid(role: string): string;
}

/** The token of `recipe`, with its account and bound object on `server`. */
export function giveLife(server: ApiServer, recipe: MintRecipe = {}): Living {
  const kind = recipe.kind ?? 'pod-bound';
  const full: MintRecipe & TokenRecipe = { issuedAt, ...recipe, kind };
  const {
    seed = kind,
    namespace = 'ci',
    serviceAccount: account = 'deployer',
    pod = 'web-7d9f6c5b8-abcde',
    node = 'node-1.acme.example',
  } = full;
  const secret = recipe.secret ?? (kind === 'legacy' ? `${account}-token-7x4kq` : 'build-robot-secret');
  const uid = (role: string): string => uuidOf(seed, role);
  const token = mintToken({ ...full, payload: full.payload ?? payloadOf(full) });
  server.store.put('serviceaccounts', { namespace, name: account, uid: uid('serviceaccount') });
  if (kind === 'legacy') {
    const data = { token: Buffer.from(token).toString('base64') };
    server.store.put('secrets', {
      namespace,
      name: secret,
      uid: uid('secret'),
      body: { type: 'kubernetes.io/service-account-token', data },
    });
  }
  if (kind === 'secret-bound') server.store.put('secrets', { namespace, name: secret, uid: uid('secret') });
  if (kind === 'node-bound') server.store.put('nodes', { name: node, uid: uid('node') });
  if (['pod-bound', 'eks', 'irsa', 'gke', 'aks', 'openshift', 'vault'].includes(kind))
    server.store.put('pods', { namespace, name: pod, uid: uid('pod') });
  return { token, namespace, account, secret, pod, node, uid };
}
