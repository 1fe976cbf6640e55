import { randomUUID } from 'node:crypto';
import test, { type ExecutionContext } from 'ava';
import { ClusterApi, type ApiOutcome, type Attempt } from '../../src/clusters/api.js';
import type { Cluster } from '../../src/clusters/cluster.js';
import { usualLimits, type Limits } from '../../src/clusters/dispatcher.js';
import { Secret } from '../../src/model/secret.js';
import { Authority } from '../helpers/api-server/authority.js';
import { clusterOf, noCredential } from '../helpers/api-server/cluster-of.js';
import type { Misbehaviour } from '../helpers/api-server/faults.js';
import { RecordingProxy } from '../helpers/api-server/recording-proxy.js';
import { ApiServer, authority, type ServerSettings } from '../helpers/api-server/server.js';
import { FakeClock } from '../helpers/fake-clock.js';

/** Nothing times out on a busy machine that is not meant to. */
const patient: Limits = {
  ...usualLimits,
  connectMs: 60_000,
  headersMs: 60_000,
  bodyMs: 60_000,
  totalMs: 60_000,
  bodyBytes: 200_000,
};
/** For answers that never come. */
const impatient: Limits = { ...patient, headersMs: 200, bodyMs: 200, totalMs: 400 };

interface Scene {
  readonly server: ApiServer;
  readonly api: ClusterApi;
  readonly clock: FakeClock;
}

async function open(
  t: ExecutionContext,
  fields: Partial<Cluster> = {},
  settings: ServerSettings = {},
  limits = patient,
): Promise<Scene> {
  const server = await ApiServer.start(settings);
  const clock = new FakeClock();
  const api = new ClusterApi(clusterOf(server, fields), { environment: {}, clock, limits, jitter: () => 0.5 });
  t.teardown(async () => {
    await api.close();
    await server.close();
  });
  return { server, api, clock };
}

function reasonOf(outcome: ApiOutcome): string {
  return outcome.state === 'failed' ? outcome.failure : String(outcome.status);
}

const fails = test.macro(async (t, does: Misbehaviour, reason: string, tries: number = 1) => {
  const { server, api } = await open(t, {}, {}, reason === 'timeout' ? impatient : patient);
  server.faults.push({ on: /^POST/, does });
  const attempts: Attempt[] = [];
  const outcome = await api.post('/apis/authentication.k8s.io/v1/tokenreviews', {
    body: { spec: { token: 'x' } },
    onAttempt: (attempt) => attempts.push(attempt),
  });
  t.is(reasonOf(outcome), reason);
  t.is(attempts.length, tries);
  if (reason !== 'timeout') t.is(server.requests.length, tries);
});

test('a 400 is told', fails, { kind: 'status', status: 400, body: { message: 'x' } }, 'request-refused');
test('a 401 is told', fails, { kind: 'status', status: 401 }, 'unauthorized');
test('a 403 is told', fails, { kind: 'status', status: 403 }, 'forbidden');
test(
  'a 429 is waited out four times',
  fails,
  { kind: 'status', status: 429, headers: { 'retry-after': '1' } },
  'overloaded',
  5,
);
test('a 500 is tried four times', fails, { kind: 'status', status: 500 }, 'server-error', 4);
test('headers that never come end in time', fails, { kind: 'slow-headers' }, 'timeout');
test('a body that never ends coming ends in time', fails, { kind: 'slow-body' }, 'timeout');
test('an endless body is cut off', fails, { kind: 'endless-body' }, 'too-large');
test('a cut connection is tried again', fails, { kind: 'cut' }, 'connection-lost', 4);
test('a redirect is not followed', fails, { kind: 'redirect', location: 'https://127.0.0.1:1/' }, 'redirected');
test('a body that is no JSON is told', fails, { kind: 'body', body: '<html>' }, 'not-json');
test('a body that is a JSON list is told', fails, { kind: 'body', body: '[]' }, 'not-json');
test('a body nested a million deep is told', fails, { kind: 'body', body: '['.repeat(100_000) }, 'not-json');

test('a connection cut within the body is tried again', async (t) => {
  const { server, api } = await open(t);
  server.faults.push({ on: /./, times: 1, does: { kind: 'cut-body' } });
  t.is(reasonOf(await api.get('/version')), '200');
  t.is(server.requests.length, 2);
});

test('a redirect elsewhere never reaches there', async (t) => {
  const { server, api } = await open(t);
  const other = await ApiServer.start();
  t.teardown(() => other.close());
  server.faults.push({ on: /./, does: { kind: 'redirect', location: `${other.url}/version` } });
  await api.get('/version');
  t.deepEqual(other.requests, []);
});

test('429 waits as long as Retry-After says, in seconds or as a date, and half a minute at most', async (t) => {
  const { server, api, clock } = await open(t);
  const values = ['7', new Date(clock.now() + 12_000 + 7125).toUTCString(), '86400', 'soon'];
  for (const value of values)
    server.faults.push({ on: /./, times: 1, does: { kind: 'status', status: 429, headers: { 'retry-after': value } } });
  t.is(reasonOf(await api.get('/version')), '200');
  t.deepEqual(
    clock.waits.map((wait) => Math.round((wait - 125) / 1000)),
    [7, 12, 30, 16],
  );
});

test('a 503 that heals is answered after growing waits', async (t) => {
  const { server, api, clock } = await open(t);
  server.faults.push({ on: /./, times: 2, does: { kind: 'status', status: 503 } });
  t.is(reasonOf(await api.get('/version')), '200');
  t.deepEqual(clock.waits, [250, 1000]);
});

test('requests in a row use connections again, and each has an Audit-ID of its own', async (t) => {
  const { server, api } = await open(t);
  for (let index = 0; index < 20; index += 1) await api.get('/version');
  t.true(new Set(server.requests.map(({ connection }) => connection)).size <= 2);
  t.is(new Set(server.requests.map(({ headers }) => headers['audit-id'])).size, 20);
});

test('an answer after the server closed an idle connection is got over a new one', async (t) => {
  const { server, api } = await open(t);
  await api.get('/version');
  server.faults.push({ on: /./, times: 1, does: { kind: 'cut' } });
  t.is(reasonOf(await api.get('/version')), '200');
});

test('a certificate of a strange authority is refused, and no byte of the request is sent', async (t) => {
  const identity = new Authority().identity({ commonName: 'x', names: ['127.0.0.1'] });
  const { server, api } = await open(t, {}, { identity });
  t.is(reasonOf(await api.get('/version')), 'certificate-untrusted');
  t.deepEqual(server.requests, []);
});

test('a certificate for another name is refused, unless tls-server-name says that name', async (t) => {
  const identity = authority.identity({ commonName: 'x', names: ['kubernetes.default'] });
  const wrong = await open(t, {}, { identity });
  t.is(reasonOf(await wrong.api.get('/version')), 'certificate-untrusted');
  const named = await open(t, { serverName: 'kubernetes.default' }, { identity });
  t.is(reasonOf(await named.api.get('/version')), '200');
  const good = await open(t, { serverName: 'elsewhere.example' });
  t.is(reasonOf(await good.api.get('/version')), 'certificate-untrusted');
});

test('a certificate that is over is refused', async (t) => {
  const identity = authority.identity({
    commonName: 'x',
    names: ['127.0.0.1'],
    notBefore: new Date('2020-01-01'),
    notAfter: new Date('2020-02-01'),
  });
  const { api } = await open(t, {}, { identity });
  t.is(reasonOf(await api.get('/version')), 'certificate-untrusted');
});

test('a port where nobody listens is not reached', async (t) => {
  const { api, server } = await open(t);
  await server.close();
  t.is(reasonOf(await api.get('/version')), 'not-reached');
});

test('a client certificate says who asks, groups included', async (t) => {
  const admin = authority.identity({ commonName: 'alice', organizations: ['system:masters'] });
  const certificate = { chain: admin.certificate, key: new Secret(admin.key) };
  const { server, api } = await open(t, { credential: { ...noCredential, certificate } });
  t.is(reasonOf(await api.get('/openid/v1/jwks')), '200');
  t.is(server.requests[0]?.user, 'alice');
});

test('a client key that is none is told as such', async (t) => {
  const certificate = { chain: 'no PEM', key: new Secret('no PEM either') };
  const { api } = await open(t, { credential: { ...noCredential, certificate } });
  t.is(reasonOf(await api.get('/version')), 'credential-unavailable');
});

test('a token with a line break in it is told as a bad credential and splits no header', async (t) => {
  const { server, api } = await open(t, { credential: { ...noCredential, token: new Secret('a\r\nx-evil: 1') } });
  t.is(reasonOf(await api.get('/version')), 'credential-unavailable');
  t.deepEqual(server.requests, []);
});

test('user name and password, and impersonation, go as headers', async (t) => {
  const basic = { username: 'me', password: new Secret('pa:ss') };
  const impersonation = { user: 'bob', uid: 'u-1', groups: ['sre', 'dev'], extra: { 'acme.example/Team': ['a'] } };
  const { server, api } = await open(t, { credential: { ...noCredential, basic }, impersonation });
  await api.get('/version');
  const { headers } = server.requests[0] ?? { headers: {} as { [name: string]: string } };
  t.is(headers.authorization, `Basic ${Buffer.from('me:pa:ss').toString('base64')}`);
  t.is(headers['impersonate-user'], 'bob');
  t.is(headers['impersonate-uid'], 'u-1');
  t.deepEqual(String(headers['impersonate-group']).split(', '), ['sre', 'dev']);
  t.is(headers['impersonate-extra-acme.example%2fteam'], 'a');
});

test('the server clock is compared with ours', async (t) => {
  const { server, api, clock } = await open(t);
  t.is(api.skewMs, null);
  server.dateOffsetMs = clock.now() + 90_000 - server.backend.now();
  await api.get('/version');
  t.true(Math.abs((api.skewMs ?? 0) - 90_000) < 5000);
});

test('a proxy-url carries every request, and its password goes to the proxy alone', async (t) => {
  const proxy = await RecordingProxy.start();
  t.teardown(() => proxy.close());
  const { server, api } = await open(t, { proxyUrl: proxy.url.replace('//', '//user:word@') });
  const canary = randomUUID();
  t.is(reasonOf(await api.get(`/${canary}`)), '404');
  t.true(proxy.transcript.includes(canary));
  t.is(proxy.tunnels[0]?.authorization, `Basic ${Buffer.from('user:word').toString('base64')}`);
  t.is(server.requests[0]?.headers['proxy-authorization'], undefined);
});

test('a proxy that is not there is told as such, and the server is not asked around it', async (t) => {
  const proxy = await RecordingProxy.start();
  await proxy.close();
  const { server, api } = await open(t, { proxyUrl: 'http://127.0.0.1:9' });
  t.is(reasonOf(await api.get('/version')), 'proxy-failed');
  t.deepEqual(server.requests, []);
});
