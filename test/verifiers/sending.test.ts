/** Where tokens go, and above all where they do not: a proxy that reads everything is the witness. */
import { writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { writePins } from '../../src/clusters/key-file.js';
import { keysOfJwks } from '../../src/clusters/public-key.js';
import type { JsonObject } from '../../src/model/json.js';
import type { VerifyMode } from '../../src/model/verify-mode.js';
import type { TokenKind } from '../helpers/claims.js';
import {
  contextOf,
  openScene,
  startServer,
  type Scene,
  type SceneSettings,
} from '../helpers/api-server/examination.js';
import { temporaryFolder } from '../helpers/api-server/kubectl.js';
import { giveLife } from '../helpers/api-server/living-token.js';
import { RecordingProxy } from '../helpers/api-server/recording-proxy.js';
import { jwkOf } from '../helpers/api-server/routes.js';
import { clusterKey, type ApiServer, type ServerSettings } from '../helpers/api-server/server.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { heldFinding } from '../helpers/held-finding.js';
import { mintToken } from '../helpers/mint.js';

interface World {
  readonly clock: FakeClock;
  readonly proxy: RecordingProxy;
  readonly servers: readonly ApiServer[];
  open(settings?: Partial<SceneSettings>): Promise<Scene>;
}

/** Clusters `c0`, `c1`… behind one proxy that reads along. */
async function build(t: ExecutionContext, settings: readonly ServerSettings[]): Promise<World> {
  const clock = new FakeClock();
  const proxy = await RecordingProxy.start();
  t.teardown(() => proxy.close());
  const servers = await Promise.all(settings.map((each) => startServer(t, clock, each)));
  const contexts = servers.map((server, index) => contextOf(`c${index}`, server, { 'proxy-url': proxy.url }));
  return { clock, proxy, servers, open: (more = {}) => openScene(t, clock, { contexts, ...more }) };
}

const key = (name: string): ServerSettings => ({ keys: [clusterKey('ES256', 0, name)] });
const es256 = (name: string): { alg: 'ES256'; key: string } => ({ alg: 'ES256', key: name });
const words = (verdicts: readonly { result: string; reason: string | null }[]): string[] =>
  verdicts.map(({ result, reason }) => `${result} ${reason ?? '-'}`);

/** No part of a token's signature may have passed, in any wrapping a careless client could give it. */
function passed(proxy: RecordingProxy, token: string): boolean {
  const [, payload = '', signature = ''] = token.split('.');
  return [signature, payload, Buffer.from(token).toString('base64').slice(4, -4)].some(
    (part) => part !== '' && proxy.transcript.includes(part),
  );
}

test('a token goes to the cluster whose key signed it and to no other, though all share issuer and claims', async (t) => {
  const world = await build(t, [key('a'), key('b'), key('c')]);
  for (const server of world.servers) giveLife(server, { kind: 'unbound', ...es256('b') });
  const { token } = giveLife(world.servers[1] as ApiServer, { kind: 'unbound', ...es256('b') });
  const { examiner } = await world.open();
  const { verdicts, transmissions } = await examiner.examine(heldFinding(token));
  t.deepEqual(words(verdicts), ['live -']);
  t.deepEqual(
    verdicts.map(({ cluster }) => cluster.name),
    ['c1'],
  );
  t.true(passed(world.proxy, token));
  const carrying = [...world.proxy.sent].filter(([, text]) => text.includes(token)).map(([target]) => target);
  t.deepEqual(carrying, [`127.0.0.1:${world.servers[1]?.port}`]);
  t.deepEqual(
    transmissions.map(({ cluster, what, status }) => [cluster, what, status]),
    [['c1', 'TokenReview', '201']],
  );
  t.true(world.proxy.transcript.toLowerCase().includes(`audit-id: ${transmissions[0]?.auditId}`));
});

test('a token that only names a kid of a cluster goes nowhere', async (t) => {
  const world = await build(t, [key('a')]);
  const token = mintToken({ kind: 'unbound', ...es256('forger'), kid: clusterKey('ES256', 0, 'a').kid });
  const { verdicts } = await (await world.open()).examiner.examine(heldFinding(token));
  t.deepEqual(words(verdicts), ['bad-signature signature-mismatch']);
  t.false(passed(world.proxy, token));
});

test('a token of nobody we know goes nowhere, and its iss, jku and x5u are not followed', async (t) => {
  const world = await build(t, [key('a')]);
  const trap = await startServer(t, world.clock);
  const header = { alg: 'ES256', kid: 'unknown', jku: `${trap.url}/openid/v1/jwks`, x5u: trap.url };
  const token = mintToken({
    kind: 'unbound',
    ...es256('stranger'),
    header,
    issuer: trap.url,
    claims: { server: trap.url },
  });
  const { verdicts } = await (await world.open()).examiner.examine(heldFinding(token));
  t.deepEqual(words(verdicts), ['unknown no-known-cluster']);
  t.false(passed(world.proxy, token));
  t.deepEqual(trap.requests, []);
});

for (const kid of ['same', 'another'] as const) {
  test(`a token whose key a second cluster serves too, under ${kid} kid, goes nowhere`, async (t) => {
    const stolen = { ...clusterKey('ES256', 0, 'a'), ...(kid === 'same' ? {} : { kid: 'mine' }) };
    const world = await build(t, [key('a'), { keys: [clusterKey('ES256', 0, 'thief'), stolen] }]);
    const { token } = giveLife(world.servers[0] as ApiServer, { kind: 'unbound', ...es256('a') });
    const { examiner } = await world.open();
    const { verdicts, proven } = await examiner.examine(heldFinding(token));
    t.deepEqual(words(verdicts), ['unknown ambiguous-cluster']);
    t.false(proven);
    t.false(passed(world.proxy, token));
    t.deepEqual(
      examiner.told.take().failures.map(({ message }) => message),
      ['c0 and c1 claim the same signing key, so no token that it signed is sent to either'],
    );
  });
}

test('a token whose key is pinned for another server goes nowhere', async (t) => {
  const world = await build(t, [key('a')]);
  const pinsPath = join(await temporaryFolder(t), 'keys.json');
  const keys = keysOfJwks({ keys: [jwkOf(clusterKey('ES256', 0, 'a')) as JsonObject] });
  await writePins(pinsPath, [
    { name: 'prod', issuer: null, server: 'https://prod.acme.example', identity: 'prod', readAt: null, keys },
  ]);
  const { token } = giveLife(world.servers[0] as ApiServer, { kind: 'unbound', ...es256('a') });
  const { verdicts } = await (await world.open({ fleet: { pinsPath } })).examiner.examine(heldFinding(token));
  t.deepEqual(words(verdicts), ['unknown ambiguous-cluster']);
  t.false(passed(world.proxy, token));
});

for (const mode of ['plan', 'offline', 'lookup'] as const satisfies readonly VerifyMode[]) {
  for (const kind of ['legacy', 'pod-bound', 'vault'] as const satisfies readonly TokenKind[]) {
    test(`mode ${mode} sends no ${kind} token anywhere`, async (t) => {
      const world = await build(t, [key('a'), key('b')]);
      const { token } = giveLife(world.servers[0] as ApiServer, { kind, ...es256('a') });
      const { examiner } = await world.open({ mode, touchLegacy: true, sendWithoutMatch: 'c1' });
      const { transmissions } = await examiner.examine(heldFinding(token));
      await examiner.examine(heldFinding(mintToken({ kind, ...es256('stranger') })));
      t.deepEqual(transmissions, []);
      t.false(passed(world.proxy, token));
      if (mode === 'offline') t.is(world.proxy.transcript, '');
    });
  }
}

test('the plan tells which tokens would be reviewed and which looked up', async (t) => {
  const world = await build(t, [key('a')]);
  const server = world.servers[0] as ApiServer;
  const { examiner } = await world.open({ mode: 'plan' });
  const results = await Promise.all(
    (['legacy', 'pod-bound'] as const).map((kind) =>
      examiner.examine(heldFinding(giveLife(server, { kind, ...es256('a') }).token)),
    ),
  );
  t.deepEqual(
    results.flatMap(({ verdicts }) => words(verdicts)),
    ['genuine-unchecked planned-lookup', 'genuine-unchecked planned-review'],
  );
});

test('with --all-contexts a token goes only where its key was pinned before', async (t) => {
  const world = await build(t, [key('a'), key('b')]);
  const pinsPath = join(await temporaryFolder(t), 'keys.json');
  const selection = { contexts: [], allContexts: true };
  const { token } = giveLife(world.servers[0] as ApiServer, { kind: 'unbound', ...es256('a') });
  const first = await world.open({ selection, fleet: { pinsPath } });
  t.deepEqual(words((await first.examiner.examine(heldFinding(token))).verdicts), ['genuine-unchecked key-not-pinned']);
  t.false(passed(world.proxy, token));
  const { cluster, served } = first.fleet.members[0] as (typeof first.fleet.members)[0];
  await writePins(pinsPath, [
    {
      name: 'c0',
      issuer: null,
      server: cluster.server,
      identity: cluster.identity,
      readAt: null,
      keys: served?.state === 'read' ? served.keys : [],
    },
  ]);
  const second = await world.open({ selection, fleet: { pinsPath } });
  t.deepEqual(words((await second.examiner.examine(heldFinding(token))).verdicts), ['live -']);
});

test('with --send-without-match a token of nobody we know goes to that context alone', async (t) => {
  const world = await build(t, [key('a'), key('b')]);
  const { token } = giveLife(world.servers[1] as ApiServer, { kind: 'unbound', ...es256('hidden') });
  (world.servers[1] as ApiServer).backend.keys = [
    clusterKey('ES256', 0, 'b'),
    { ...clusterKey('ES256', 0, 'hidden'), excluded: true },
  ];
  const { examiner } = await world.open({ sendWithoutMatch: 'c1' });
  const { verdicts, proven } = await examiner.examine(heldFinding(token));
  t.deepEqual(words(verdicts), ['live -']);
  t.false(proven);
  t.deepEqual(
    [...world.proxy.sent].filter(([, text]) => text.includes(token)).map(([target]) => target),
    [`127.0.0.1:${world.servers[1]?.port}`],
  );
  const forged = mintToken({ kind: 'unbound', ...es256('forger'), kid: clusterKey('ES256', 0, 'a').kid });
  await examiner.examine(heldFinding(forged));
  t.false(passed(world.proxy, forged));
});

test('keys of a file match a token offline, without a word to anybody', async (t) => {
  const world = await build(t, [key('other')]);
  const path = join(await temporaryFolder(t), 'jwks.json');
  await writeFile(path, JSON.stringify({ keys: [jwkOf(clusterKey('ES256', 0, 'a'))] }));
  const { examiner } = await world.open({ mode: 'offline', fleet: { keyFiles: [{ path, name: 'the factory' }] } });
  const { verdicts, proven } = await examiner.examine(heldFinding(mintToken({ kind: 'legacy', ...es256('a') })));
  t.deepEqual(words(verdicts), ['genuine-unchecked no-context']);
  t.is(verdicts[0]?.cluster.name, 'the factory');
  t.true(proven);
  t.is(world.proxy.transcript, '');
});

test('a cut copy of a token is not sent and not judged', async (t) => {
  const world = await build(t, [key('a')]);
  const { token } = giveLife(world.servers[0] as ApiServer, { kind: 'unbound', ...es256('a') });
  const held = heldFinding(token.slice(0, -20));
  const finding = { ...held.finding, token: { ...held.finding.token, complete: false } };
  t.deepEqual(words((await (await world.open()).examiner.examine({ ...held, finding })).verdicts), [
    'unknown not-asked',
  ]);
  t.false(passed(world.proxy, token.slice(0, -20)));
});

for (const alg of ['none', 'HS256'] as const) {
  test(`a token with alg ${alg} is no cluster's, whatever it claims`, async (t) => {
    const world = await build(t, [key('a')]);
    const token = mintToken({ kind: 'unbound', alg, kid: clusterKey('ES256', 0, 'a').kid });
    t.deepEqual(
      words((await (await world.open({ sendWithoutMatch: 'c0' })).examiner.examine(heldFinding(token))).verdicts),
      ['bad-signature algorithm-not-used'],
    );
    t.false(passed(world.proxy, token));
  });
}

test('the leaked token is never shown as a credential', async (t) => {
  const world = await build(t, [key('a')]);
  const { token } = giveLife(world.servers[0] as ApiServer, { kind: 'unbound', ...es256('a') });
  await (await world.open()).examiner.examine(heldFinding(token));
  t.false(world.servers[0]?.requests.some(({ headers }) => JSON.stringify(headers).includes(token)));
  t.false(/authorization: bearer ey/i.test(world.proxy.transcript));
});

test('a legacy token is reviewed only after its label was read, and the verdict keeps the date', async (t) => {
  const world = await build(t, [key('a')]);
  const server = world.servers[0] as ApiServer;
  const { token, secret } = giveLife(server, { kind: 'legacy', ...es256('a') });
  const labels = { 'kubernetes.io/legacy-token-last-used': '2026-03-01' };
  server.store.put('secrets', {
    namespace: 'ci',
    name: secret,
    labels,
    body: { data: { token: Buffer.from(token).toString('base64') } },
  });
  const { verdicts } = await (await world.open({ touchLegacy: true })).examiner.examine(heldFinding(token));
  t.deepEqual(words(verdicts), ['live -']);
  t.is(verdicts[0]?.lastUsed, '2026-03-01');
  t.is(
    server.store.get('secrets', 'ci', secret)?.metadata.labels?.['kubernetes.io/legacy-token-last-used'],
    '2026-10-01',
  );
  const asked = server.requests.map(({ path }) => path);
  t.true(
    asked.indexOf(`/api/v1/namespaces/ci/secrets/${secret}`) <
      asked.indexOf('/apis/authentication.k8s.io/v1/tokenreviews'),
  );
});

test('a legacy token whose label may not be read is not reviewed', async (t) => {
  const world = await build(t, [key('a')]);
  const server = world.servers[0] as ApiServer;
  const { token } = giveLife(server, { kind: 'legacy', ...es256('a') });
  const { examiner } = await world.open({ touchLegacy: true });
  server.faults.push({ on: /secrets/, does: { kind: 'status', status: 403 } });
  t.deepEqual(words((await examiner.examine(heldFinding(token))).verdicts), ['unknown reviewer-forbidden']);
  t.false(passed(world.proxy, token));
  t.deepEqual(
    examiner.told.take().failures.map(({ message }) => message),
    ['cluster c0 does not let the user of its context ask this (403); it takes "get" on secrets in namespace ci'],
  );
});

test('nothing that an examination gives or tells holds the token', async (t) => {
  const world = await build(t, [key('a')]);
  const server = world.servers[0] as ApiServer;
  const { token } = giveLife(server, { kind: 'unbound', ...es256('a') });
  const scene = await world.open();
  const faults = [
    { kind: 'status', status: 400, body: { message: token } },
    { kind: 'status', status: 401, body: token },
    { kind: 'status', status: 403, body: { message: token } },
    { kind: 'status', status: 500, body: token },
    { kind: 'body', body: token },
    { kind: 'body', body: JSON.stringify({ status: { error: token } }) },
    {
      kind: 'body',
      body: JSON.stringify({ status: { authenticated: true, user: { username: token, uid: token, groups: [token] } } }),
    },
    { kind: 'redirect', location: `https://127.0.0.1/${token}` },
    { kind: 'cut' },
  ] as const;
  for (const does of faults) {
    server.faults.splice(0, 9, { on: /tokenreviews/, does });
    const examination = await scene.examiner.examine(heldFinding(token));
    const shown = inspect({ examination, told: scene.examiner.told.take(), failures: scene.failures }, { depth: 12 });
    t.false(shown.includes(token), does.kind);
  }
});
