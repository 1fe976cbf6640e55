import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { scan, type ScanEvent, type ScanOptions } from '../src/index.js';
import type { VerifyOptions } from '../src/verify-options.js';
import { contextOf, startServer } from './helpers/api-server/examination.js';
import { temporaryFolder, writeKubeconfig } from './helpers/api-server/kubectl.js';
import { kubeconfigText, type ContextRecipe } from './helpers/api-server/kubeconfig-text.js';
import { giveLife } from './helpers/api-server/living-token.js';
import { clusterKey, type ApiServer } from './helpers/api-server/server.js';
import { FakeClock } from './helpers/fake-clock.js';
import { mintToken } from './helpers/mint.js';

type Told<Type extends ScanEvent['type']> = Extract<ScanEvent, { type: Type }>;

interface World {
  readonly clock: FakeClock;
  readonly server: ApiServer;
  /** Scans text with verification, and gives all events. */
  run(text: string, verify?: Partial<VerifyOptions>, options?: ScanOptions): Promise<ScanEvent[]>;
}

async function build(t: ExecutionContext, more: readonly ContextRecipe[] = []): Promise<World> {
  const clock = new FakeClock();
  const server = await startServer(t, clock);
  const path = await writeKubeconfig(await temporaryFolder(t), kubeconfigText([contextOf('prod', server), ...more]));
  return {
    clock,
    server,
    run: async (text, verify = {}, options = {}) => {
      const selection = { environment: { KUBECONFIG: path } };
      const events: ScanEvent[] = [];
      for await (const event of scan([{ kind: 'text', bytes: Buffer.from(text) }], {
        ...options,
        now: () => new Date(clock.now()),
        verify: { mode: 'review', selection, clock, client: { jitter: () => 0.5 }, ...verify },
      }))
        events.push(event);
      return events;
    },
  };
}

function told<Type extends ScanEvent['type']>(events: readonly ScanEvent[], type: Type): Told<Type>[] {
  return events.filter((event): event is Told<Type> => event.type === type);
}

test('a scan tells a verdict, what was sent, the new severity and what to do, and its summary last', async (t) => {
  const { server, run } = await build(t);
  const { token } = giveLife(server);
  const events = await run(`token: ${token}\n`);
  t.deepEqual(
    told(events, 'verdict').map(({ verdict }) => [verdict.result, verdict.cluster.name]),
    [['live', 'prod']],
  );
  t.deepEqual(
    told(events, 'severity').map(({ severity, proven }) => [severity, proven]),
    [['critical', true]],
  );
  t.deepEqual(
    told(events, 'transmission').map(({ transmission }) => [
      transmission.cluster,
      transmission.what,
      transmission.status,
    ]),
    [['prod', 'TokenReview', '201']],
  );
  const [advice] = told(events, 'advice');
  t.true(
    advice?.remedy.some(({ command, destructive }) => destructive && command?.includes('--context=prod') === true),
  );
  t.is(events.at(-1)?.type, 'summary');
  t.is(told(events, 'summary').length, 1);
  t.true(told(events, 'summary')[0]?.summary.complete);
  t.false(JSON.stringify(events).includes(token));
});

test('the current context is asked when none is named, and no other', async (t) => {
  const clock = new FakeClock();
  const other = await startServer(t, clock);
  const { server, run } = await build(t, [contextOf('other', other)]);
  await run(giveLife(server).token);
  t.deepEqual(other.requests, []);
  t.true(server.requests.length > 0);
});

test('a token of many places is reviewed once', async (t) => {
  const { server, run } = await build(t);
  const { token } = giveLife(server);
  const events = await run(`${token}\n`.repeat(200));
  t.is(told(events, 'sighting').length, 200);
  t.is(server.requests.filter(({ path }) => path.includes('tokenreviews')).length, 1);
});

test('500 tokens of 20 clusters are reviewed once each, by their own cluster', async (t) => {
  const clock = new FakeClock();
  const key = (index: number): { alg: 'ES256'; key: string } => ({ alg: 'ES256', key: `fleet-${index}` });
  const servers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      startServer(t, clock, { keys: [clusterKey('ES256', 0, `fleet-${index}`)] }),
    ),
  );
  const path = await writeKubeconfig(
    await temporaryFolder(t),
    kubeconfigText(servers.map((server, index) => contextOf(`c${index}`, server))),
  );
  const tokens = Array.from({ length: 500 }, (_, index) => {
    const server = servers[index % 20] as ApiServer;
    return giveLife(server, { kind: 'unbound', ...key(index % 20), claims: { jti: `id-${index}` } }).token;
  });
  const events: ScanEvent[] = [];
  const verify: VerifyOptions = {
    mode: 'review',
    clock,
    selection: { environment: { KUBECONFIG: path }, contexts: servers.map((_, index) => `c${index}`) },
  };
  for await (const event of scan([{ kind: 'text', bytes: Buffer.from([...tokens, ...tokens].join('\n')) }], {
    now: () => new Date(clock.now()),
    verify,
  }))
    events.push(event);
  t.is(told(events, 'verdict').filter(({ verdict }) => verdict.result === 'live').length, 500);
  for (const server of servers) {
    const bodies = server.requests.filter(({ path: asked }) => asked.includes('tokenreviews')).map(({ body }) => body);
    t.is(bodies.length, 25);
    t.is(new Set(bodies).size, 25);
  }
});

test('a cluster that hangs holds up no finding', async (t) => {
  const { server, run } = await build(t);
  const [first, second] = [
    giveLife(server, { kind: 'unbound' }).token,
    giveLife(server, { kind: 'unbound', seed: 'b', serviceAccount: 'b' }).token,
  ];
  server.faults.push({ on: /tokenreviews/, does: { kind: 'delay', ms: 60 } });
  const types = (await run(`${first}\n${second}`)).map(({ type }) => type);
  t.true(types.lastIndexOf('finding') < types.indexOf('verdict'));
});

test('what failed among the clusters is told and makes the run incomplete, even when nothing was found', async (t) => {
  const { server, run } = await build(t);
  await server.close();
  const events = await run('nothing here');
  t.deepEqual(
    told(events, 'failure').map(({ failure }) => failure.message),
    ['the keys of cluster prod cannot be read: it cannot be reached'],
  );
  t.like(told(events, 'summary')[0]?.summary, { complete: false, failures: 1 });
});

test('a context that does not exist is wrong usage', async (t) => {
  const { run } = await build(t);
  await t.throwsAsync(run('x', { sendWithoutMatch: 'nope' }), { name: 'UsageError', message: /context nope/ });
});

test('a live token is suppressed by nothing', async (t) => {
  const { server, run } = await build(t);
  const { token } = giveLife(server);
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'app.log'), `${token} # kubeleaks:allow\n`);
  const first = await run(token, { mode: 'offline' });
  const { fingerprint, bodyFingerprint } = told(first, 'finding')[0]?.finding ?? (t.fail() as never);
  const baseline = {
    fingerprints: new Set([fingerprint]),
    bodies: new Map([[bodyFingerprint, { hasWhole: true }]]),
    madeAt: null,
  };
  const events = await run(token, {}, { baseline });
  t.deepEqual(
    told(events, 'suppression').map(({ suppression }) => suppression),
    [null],
  );
  t.is(told(events, 'summary')[0]?.summary.suppressed, 0);
  server.store.delete('pods', 'ci', 'web-7d9f6c5b8-abcde');
  t.is(told(await run(token, {}, { baseline }), 'summary')[0]?.summary.suppressed, 1);
});

test('--impact tells once an account what the holder could do, and which binding to delete first', async (t) => {
  const { server, run } = await build(t);
  server.store.put('clusterroles', {
    name: 'reader',
    body: { rules: [{ verbs: ['get'], apiGroups: [''], resources: ['secrets'] }] },
  });
  const subjects = [{ kind: 'ServiceAccount', name: 'deployer', namespace: 'ci' }];
  const binding = server.store.put('clusterrolebindings', {
    name: 'ci-reader',
    body: { roleRef: { kind: 'ClusterRole', name: 'reader' }, subjects },
  });
  const tokens = ['1', '2', '3'].map((jti) => giveLife(server, { kind: 'unbound', claims: { jti } }).token);
  const advice = told(await run(tokens.join('\n'), { impact: true }), 'advice');
  t.is(advice.length, 3);
  t.deepEqual(
    advice[0]?.impact?.rights.map(({ meaning }) => meaning),
    ['can read every Secret in the cluster'],
  );
  t.like(advice[0]?.remedy[0], {
    action:
      'Contain it. It can read every Secret in the cluster, by ClusterRoleBinding ci-reader: delete that, or take the account out of its subjects when there are others.',
    command: `echo '{"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"uid":"${binding.metadata.uid}"}}' | kubectl --context=prod delete --raw /apis/rbac.authorization.k8s.io/v1/clusterrolebindings/ci-reader -f -`,
    destructive: true,
  });
  t.is(server.requests.filter(({ path }) => path.includes('clusterrolebindings')).length, 1);
});

test('--impact is not asked for a token that the API server does not take', async (t) => {
  const { server, run } = await build(t);
  const events = await run(giveLife(server, { kind: 'vault' }).token, { impact: true });
  t.is(told(events, 'verdict')[0]?.verdict.result, 'live-elsewhere');
  t.is(told(events, 'advice')[0]?.impact, null);
  t.false(server.requests.some(({ path }) => path.includes('subjectaccessreviews')));
});

test('--until-dead asks again until the token is dead, and once more for the caches of other replicas', async (t) => {
  const { clock, server, run } = await build(t);
  const { token, pod } = giveLife(server);
  let reviews = 0;
  const sleep = clock.sleep.bind(clock);
  clock.sleep = async (ms) => {
    reviews += 1;
    if (reviews === 3) server.store.delete('pods', 'ci', pod);
    await sleep(ms);
  };
  const events = await run(token, { untilDeadMs: 600_000 });
  t.deepEqual(
    told(events, 'verdict').map(({ verdict }) => verdict.result),
    ['live', 'live', 'live', 'revoked', 'revoked'],
  );
  t.is(told(events, 'severity').at(-1)?.severity, 'low');
  t.deepEqual(
    told(events, 'transmission').map(({ transmission }) => transmission.status),
    Array(5).fill('201'),
  );
});

test('--until-dead gives up when its time is over', async (t) => {
  const { server, run } = await build(t);
  t.is(told(await run(giveLife(server).token, { untilDeadMs: 35_000 }), 'verdict').length, 5);
});

test('a stream that finds more than may wait tells the rest as queue-full', async (t) => {
  const { verifying } = await import('../src/verify.js');
  const { heldFinding } = await import('./helpers/held-finding.js');
  const { clock } = await build(t);
  const held = heldFinding(mintToken({ kind: 'unbound' }));
  const events: ScanEvent[] = [];
  const flood = async function* (note: (finding: typeof held) => void): AsyncGenerator<ScanEvent> {
    for (let index = 0; index < 10_003; index += 1) note(held);
  };
  for await (const event of verifying(flood, { mode: 'offline', clock, selection: { environment: {} } }))
    events.push(event);
  t.is(told(events, 'verdict').filter(({ verdict }) => verdict.reason === 'queue-full').length, 3);
  t.is(told(events, 'verdict').filter(({ verdict }) => verdict.reason === 'no-known-cluster').length, 10_000);
});
