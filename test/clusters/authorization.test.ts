import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { Authorizer } from '../../src/clusters/authorization.js';
import { ClusterApi } from '../../src/clusters/api.js';
import type { Cluster, Credential } from '../../src/clusters/cluster.js';
import { clusterOf, noCredential } from '../helpers/api-server/cluster-of.js';
import { temporaryFolder } from '../helpers/api-server/kubectl.js';
import { ApiServer } from '../helpers/api-server/server.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { Secret } from '../../src/model/secret.js';

function clusterWith(credential: Partial<Credential>): Cluster {
  return {
    name: 'x',
    server: 'https://api.acme.example',
    identity: 'i',
    authorities: null,
    serverName: null,
    proxyUrl: null,
    credential: { ...noCredential, ...credential },
    impersonation: null,
  };
}

/** A plugin that counts its runs: `token-1`, `token-2`… */
async function countingPlugin(t: ExecutionContext, expiry = ''): Promise<Partial<Credential>> {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'plugin');
  const status = `{"token":"token-%d"${expiry === '' ? '' : `,"expirationTimestamp":"${expiry}"`}}`;
  await writeFile(
    path,
    `#!/bin/sh\necho x >> ${folder}/runs\nprintf '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":${status}}' "$(wc -l < ${folder}/runs)"\n`,
  );
  await chmod(path, 0o755);
  return { exec: { version: 'v1', command: path, args: [], env: [], providesClusterInfo: false } };
}

const bearer = async (authorizer: Authorizer): Promise<unknown> =>
  (await authorizer.authorization())?.headers['authorization'];
const environment = { PATH: '/usr/bin:/bin' };

test('a plugin runs once until its credential is over, and once for many who ask together', async (t) => {
  const clock = new FakeClock();
  const authorizer = new Authorizer(clusterWith(await countingPlugin(t, '2026-10-01T13:00:00Z')), clock, environment);
  t.deepEqual(await Promise.all([1, 2, 3].map(() => bearer(authorizer))), [
    'Bearer token-1',
    'Bearer token-1',
    'Bearer token-1',
  ]);
  clock.pass(3_600_000);
  t.is(await bearer(authorizer), 'Bearer token-2');
});

test('a token file is read again after a minute, and wins over a token', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'token');
  await writeFile(path, 'first\n');
  const clock = new FakeClock();
  const authorizer = new Authorizer(
    clusterWith({ token: new Secret('inline'), tokenFile: { path, beside: null } }),
    clock,
    {},
  );
  t.is(await bearer(authorizer), 'Bearer first');
  await writeFile(path, 'second\n');
  t.is(await bearer(authorizer), 'Bearer first');
  clock.pass(61_000);
  t.is(await bearer(authorizer), 'Bearer second');
  await rm(path);
  clock.pass(61_000);
  t.is(await bearer(authorizer), 'Bearer inline');
});

test('a token file that turned into a link out of its folder is not followed', async (t) => {
  const folder = await temporaryFolder(t);
  const authorizer = new Authorizer(
    clusterWith({ tokenFile: { path: '/etc/hostname', beside: join(folder, 'config') } }),
    new FakeClock(),
    {},
  );
  t.is(await authorizer.authorization(), null);
});

test('after a 401 a plugin is run again, once', async (t) => {
  const server = await ApiServer.start({ reviewers: { 'token-2': { username: 'fresh', groups: ['system:masters'] } } });
  const api = new ClusterApi(clusterOf(server, { credential: { ...noCredential, ...(await countingPlugin(t)) } }), {
    environment,
    clock: new FakeClock(),
  });
  t.teardown(async () => {
    await api.close();
    await server.close();
  });
  t.is((await api.get('/version')).state, 'answered');
  t.deepEqual(
    server.requests.map(({ user }) => user),
    ['', 'fresh'],
  );
  server.faults.push({ on: /./, does: { kind: 'status', status: 401 } });
  t.deepEqual(await api.get('/version'), { state: 'failed', failure: 'unauthorized' });
  t.is(server.requests.length, 4);
});

test('a plugin that fails leaves the cluster unasked', async (t) => {
  const server = await ApiServer.start();
  const exec = { version: 'v1' as const, command: '/no/such/plugin', args: [], env: [], providesClusterInfo: false };
  const api = new ClusterApi(clusterOf(server, { credential: { ...noCredential, exec } }), { environment });
  t.teardown(async () => {
    await api.close();
    await server.close();
  });
  t.deepEqual(await api.get('/version'), { state: 'failed', failure: 'credential-unavailable' });
  t.deepEqual(server.requests, []);
});
