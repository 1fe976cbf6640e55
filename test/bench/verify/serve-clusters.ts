/**
 * Clusters for the scene `verify`, in a process of their own: `node serve-clusters.js FOLDER`. Writes a kubeconfig and
 * a log with tokens of all of them, says `ready`, and serves until its standard input ends. Every answer takes 50 ms.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubeconfigText, data } from '../../helpers/api-server/kubeconfig-text.js';
import { giveLife } from '../../helpers/api-server/living-token.js';
import { ApiServer, authority, clusterKey } from '../../helpers/api-server/server.js';

const CLUSTERS = 20;
const TOKENS = 500;
const SIGHTINGS = 10_000;
const ANSWER_MS = 50;

const [folder = '.'] = process.argv.slice(2);
const names = Array.from({ length: CLUSTERS }, (_, index) => `c${index}`);
const servers = await Promise.all(names.map((name) => ApiServer.start({ keys: [clusterKey('RS256', 2048, name)] })));
for (const server of servers) server.faults.push({ on: /./, does: { kind: 'delay', ms: ANSWER_MS } });

const now = Math.floor(Date.now() / 1000);
const tokens = Array.from({ length: TOKENS }, (_, index) => {
  const server = servers[index % CLUSTERS] as ApiServer;
  const key = names[index % CLUSTERS] as string;
  return giveLife(server, { kind: 'unbound', key, seed: `t${index}`, serviceAccount: `robot-${index}`, issuedAt: now })
    .token;
});
const lines = Array.from({ length: SIGHTINGS }, (_, index) => `line ${index}: token=${tokens[index % TOKENS]} end\n`);
writeFileSync(join(folder, 'leaks.log'), lines.join(''));
const contexts = servers.map((server, index) => ({
  name: names[index] as string,
  cluster: { server: server.url, 'certificate-authority-data': data(authority.certificate) },
  user: { token: server.adminToken },
}));
writeFileSync(join(folder, 'kubeconfig'), kubeconfigText(contexts));
process.stdout.write('ready\n');
process.stdin.resume().on('end', () => process.exit(0));
