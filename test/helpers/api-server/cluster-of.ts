/** A `Cluster` for a test server, without a kubeconfig in between. */
import { createHash } from 'node:crypto';
import type { Cluster, Credential } from '../../../src/clusters/cluster.js';
import { Secret } from '../../../src/model/secret.js';
import { authority, type ApiServer } from './server.js';

/** No credential at all. */
export const noCredential: Credential = { token: null, tokenFile: null, basic: null, certificate: null, exec: null };

/** The server as the context `name` of an administrator would reach it. */
export function clusterOf(server: ApiServer, fields: Partial<Cluster> = {}): Cluster {
  const cluster = {
    name: 'test',
    server: server.url,
    authorities: authority.certificate,
    serverName: null,
    proxyUrl: null,
    impersonation: null,
    credential: { ...noCredential, token: new Secret(server.adminToken) },
    ...fields,
  };
  const identity = createHash('sha256')
    .update(JSON.stringify([cluster.server, cluster.proxyUrl]))
    .digest('hex');
  return { identity, ...cluster };
}
