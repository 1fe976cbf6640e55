/** The cluster this process runs in, by the files and variables every pod gets. Used only when the user names it. */
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { ContextOutcome } from './context.js';
import { readNamedFile } from './named-file.js';

/** Name that `--context` takes for it. */
export const inClusterName = 'in-cluster';

/** Where the kubelet mounts the pod's credentials. */
const mount = '/var/run/secrets/kubernetes.io/serviceaccount';

/** As client-go's `rest.InClusterConfig`. `folder` is the mount, for tests. */
export async function inCluster(
  environment: { readonly [name: string]: string | undefined },
  folder = mount,
): Promise<ContextOutcome> {
  const host = environment['KUBERNETES_SERVICE_HOST'] ?? '';
  const port = environment['KUBERNETES_SERVICE_PORT'] ?? '';
  const tokenFile = join(folder, 'token');
  const [token, authority] = await Promise.all([readNamedFile(tokenFile), readNamedFile(join(folder, 'ca.crt'))]);
  if (host === '' || port === '' || token.state !== 'read' || authority.state !== 'read') {
    const message = 'context in-cluster cannot be used: this process has no service account of a pod';
    return { failure: { origin: null, code: 'not-in-cluster', message } };
  }
  const server = `https://${isIPv6(host) ? `[${host}]` : host}:${port}`;
  const identity = createHash('sha256')
    .update(JSON.stringify([server, null, null, authority.text]))
    .digest('hex');
  return {
    cluster: {
      name: inClusterName,
      server,
      identity,
      authorities: authority.text,
      serverName: null,
      proxyUrl: null,
      impersonation: null,
      credential: {
        token: null,
        tokenFile: { path: tokenFile, beside: null },
        basic: null,
        certificate: null,
        exec: null,
      },
    },
  };
}
