/** Verdicts when the cluster cannot or will not say. */
import test, { type ExecutionContext } from 'ava';
import type { Misbehaviour } from '../helpers/api-server/faults.js';
import {
  contextOf,
  openScene,
  startServer,
  type Scene,
  type SceneSettings,
} from '../helpers/api-server/examination.js';
import { giveLife } from '../helpers/api-server/living-token.js';
import type { ApiServer } from '../helpers/api-server/server.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { heldFinding } from '../helpers/held-finding.js';
import { mintToken } from '../helpers/mint.js';

async function build(
  t: ExecutionContext,
  settings: Partial<SceneSettings> = {},
  user = {},
  before?: (server: ApiServer) => void,
): Promise<{ server: ApiServer; scene: Scene; clock: FakeClock; token: string }> {
  const clock = new FakeClock();
  const server = await startServer(t, clock);
  const { token } = giveLife(server, { kind: 'unbound' });
  before?.(server);
  const scene = await openScene(t, clock, { contexts: [contextOf('prod', server, {}, user)], ...settings });
  return { server, scene, clock, token };
}

async function say(scene: Scene, token: string): Promise<string> {
  const { verdicts } = await scene.examiner.examine(heldFinding(token));
  return verdicts.map(({ result, reason, by }) => `${result} ${reason} ${by}`).join();
}

const answers = test.macro(async (t, does: Misbehaviour, reason: string, told: string) => {
  const { server, scene, token } = await build(t);
  server.faults.push({ on: /tokenreviews/, does });
  t.is(await say(scene, token), `unknown ${reason} token-review`);
  await say(scene, token);
  t.deepEqual(
    scene.examiner.told.take().failures.map(({ message }) => message),
    [`cluster prod ${told}`],
    'it is told once',
  );
});

test(
  'a 400 leaves the token unknown',
  answers,
  { kind: 'status', status: 400 },
  'unreachable',
  'refused the request (4xx)',
);
test(
  'a 401 says that the reviewer is not known',
  answers,
  { kind: 'status', status: 401 },
  'reviewer-unauthorized',
  'does not accept the credential of its context (401); renew it',
);
test(
  'a 403 names the right that is missing',
  answers,
  { kind: 'status', status: 403 },
  'reviewer-forbidden',
  'does not let the user of its context ask this (403); it takes "create" on tokenreviews.authentication.k8s.io (the ClusterRole system:auth-delegator gives it)',
);
test(
  'a 429 for ever leaves the token unknown',
  answers,
  { kind: 'status', status: 429, headers: { 'retry-after': '1' } },
  'unreachable',
  'asked to come back later (429) again and again',
);
test(
  'a 500 for ever leaves the token unknown',
  answers,
  { kind: 'status', status: 500 },
  'unreachable',
  'failed inside (5xx) again and again',
);
test(
  'a redirect leaves the token unknown',
  answers,
  { kind: 'redirect', location: 'https://127.0.0.1:1/' },
  'unreachable',
  'answered with a redirect, and redirects are not followed',
);
test(
  'an answer that is no JSON leaves the token unknown',
  answers,
  { kind: 'body', body: 'hello' },
  'unreachable',
  'sent an answer that is no JSON object',
);
test(
  'a cut connection leaves the token unknown',
  answers,
  { kind: 'cut' },
  'unreachable',
  'closed the connection in the middle of an answer',
);

const understands = test.macro(async (t, status: unknown, words: string) => {
  const { server, scene, token } = await build(t);
  server.faults.push({ on: /tokenreviews/, does: { kind: 'body', body: JSON.stringify({ status }) } });
  t.is(await say(scene, token), `${words} token-review`);
});
const user = {
  username: 'system:serviceaccount:ci:deployer',
  uid: heldFinding(mintToken({ kind: 'unbound' })).finding.identity.serviceAccountUid,
};

test('an answer without a status is none', understands, null, 'unknown unreachable');
test(
  'an accepted token of another user is not called live',
  understands,
  { authenticated: true, user: { ...user, username: 'system:serviceaccount:ci:other' } },
  'genuine-unchecked answered-for-another-user',
);
test(
  'an accepted token of another uid is not called live',
  understands,
  { authenticated: true, user: { ...user, uid: 'x' } },
  'genuine-unchecked answered-for-another-user',
);
test(
  'an accepted token of nobody is not called live',
  understands,
  { authenticated: true },
  'genuine-unchecked answered-for-another-user',
);
test(
  '"authenticated" must be true, not truthy',
  understands,
  { authenticated: 'true', user },
  'genuine-unchecked answer-not-understood',
);
test(
  'an error of no known kind is reduced to that',
  understands,
  { error: '\u001b]0;evil\u0007 ::error::x' },
  'genuine-unchecked answer-not-understood',
);
test(
  'an error of many megabytes is cut before it is read',
  understands,
  { error: `${'x'.repeat(2_000_000)} Token has expired` },
  'genuine-unchecked answer-not-understood',
);

test('a live verdict keeps who it is, cut to a sane length and number', async (t) => {
  const { server, scene, token } = await build(t);
  const groups = Array.from({ length: 5000 }, (_, index) => `group-${index}`);
  const extra = {
    'authentication.kubernetes.io/pod-name': ['p'.repeat(9999)],
    'authentication.kubernetes.io/credential-id': [7, 'JTI=x'],
    other: 'y',
  };
  server.faults.push({
    on: /tokenreviews/,
    does: { kind: 'body', body: JSON.stringify({ status: { authenticated: true, user: { ...user, groups, extra } } }) },
  });
  const { verdicts } = await scene.examiner.examine(heldFinding(token));
  t.is(verdicts[0]?.result, 'live');
  t.is(verdicts[0]?.user?.groups.length, 64);
  t.is(verdicts[0]?.user?.pod?.name.length, 1024);
  t.is(verdicts[0]?.user?.credentialId, 'JTI=x');
});

test('a pod-bound live token says its pod, its node and its credential id', async (t) => {
  const clock = new FakeClock();
  const server = await startServer(t, clock);
  const { token, pod, node, uid } = giveLife(server);
  const scene = await openScene(t, clock, { contexts: [contextOf('prod', server)] });
  const { verdicts } = await scene.examiner.examine(heldFinding(token));
  t.deepEqual(verdicts[0]?.user, {
    username: 'system:serviceaccount:ci:deployer',
    uid: uid('serviceaccount'),
    groups: ['system:serviceaccounts', 'system:serviceaccounts:ci', 'system:authenticated'],
    pod: { name: pod, uid: uid('pod') },
    node: { name: node, uid: uid('node') },
    credentialId: `JTI=${uid('jti')}`,
  });
});

const silent = test.macro(async (t, path: RegExp, does: Misbehaviour, reason: string, told: RegExp) => {
  const { scene, token } = await build(t, {}, {}, (server) => {
    server.faults.push({ on: path, does });
  });
  t.is(await say(scene, token), `unknown ${reason} signature`);
  t.is(scene.failures.length, 1);
  t.regex(scene.failures[0]?.message ?? '', told);
});
test(
  'a cluster that forbids reading its keys leaves its tokens unknown',
  silent,
  /jwks/,
  { kind: 'status', status: 403 },
  'keys-unreadable',
  /it takes "get" on \/openid\/v1\/jwks \(the ClusterRole system:service-account-issuer-discovery gives it\)$/,
);
test(
  'a cluster that serves no keys leaves its tokens unknown',
  silent,
  /jwks/,
  { kind: 'body', body: '{"keys":[]}', status: 200 },
  'keys-unreadable',
  /name them with --keys/,
);
test(
  'a cluster that does not know the reviewer leaves its tokens unknown',
  silent,
  /./,
  { kind: 'status', status: 401 },
  'reviewer-unauthorized',
  /renew it/,
);

test('a cluster that is not there leaves all unmatched tokens unknown, and a match elsewhere stands', async (t) => {
  const clock = new FakeClock();
  const [up, down] = [await startServer(t, clock), await startServer(t, clock)];
  await down.close();
  const scene = await openScene(t, clock, { contexts: [contextOf('down', down), contextOf('up', up)] });
  t.is(await say(scene, mintToken({ kind: 'unbound', key: 'stranger' })), 'unknown unreachable signature');
  t.is(await say(scene, giveLife(up, { kind: 'unbound' }).token), 'live null token-review');
});

test('without any cluster a token is of no known cluster', async (t) => {
  const scene = await openScene(t, new FakeClock(), { contexts: [] });
  t.is(await say(scene, mintToken()), 'unknown no-known-cluster signature');
});

test('a lookup that may not read an account names the right that is missing', async (t) => {
  const { server, scene, token } = await build(t, { mode: 'lookup' });
  server.faults.push({ on: /serviceaccounts/, does: { kind: 'status', status: 403 } });
  t.is(await say(scene, token), 'unknown reviewer-forbidden lookup');
  t.regex(scene.examiner.told.take().failures[0]?.message ?? '', /it takes "get" on serviceaccounts in namespace ci$/);
});

test('a name that is no name never becomes a path', async (t) => {
  const { server, scene, token } = await build(t, { mode: 'lookup' });
  const held = heldFinding(token);
  const before = server.requests.length;
  for (const serviceAccount of ['../../secrets/x', 'a/b', 'a?b', 'A', '', '.', '..', 'a%2fb', 'a'.repeat(254)]) {
    const finding = { ...held.finding, identity: { ...held.finding.identity, serviceAccount } };
    const { verdicts } = await scene.examiner.examine({ ...held, finding });
    t.is(verdicts[0]?.reason, 'claims-refused', serviceAccount);
  }
  t.is(server.requests.length, before);
});

test("a clock that is off is told, and expiry is judged by the server's", async (t) => {
  const { server, scene, clock } = await build(t, {}, {}, (other) => {
    other.dateOffsetMs = 7_200_000;
  });
  const { token } = giveLife(server, { kind: 'unbound', expiresAt: Math.floor(clock.now() / 1000) + 3600 });
  t.is(await say(scene, token), 'expired null expiry');
  t.deepEqual(
    scene.examiner.told.take().notes.map(({ message }) => message),
    ['the clock of cluster prod is about 7200 s ahead of ours; expiry is judged by its clock'],
  );
});

test('one subject is reviewed five times a minute at most, and others still are', async (t) => {
  const { server, scene, clock } = await build(t, { perMinute: 5 });
  const tokens = Array.from(
    { length: 7 },
    (_, index) => giveLife(server, { kind: 'unbound', claims: { jti: `id-${index}` } }).token,
  );
  const results: string[] = [];
  for (const token of tokens) results.push(await say(scene, token));
  t.deepEqual(results.slice(4), [
    'live null token-review',
    'unknown not-asked token-review',
    'unknown not-asked token-review',
  ]);
  t.is(
    await say(scene, giveLife(server, { kind: 'unbound', seed: 'other', serviceAccount: 'other' }).token),
    'live null token-review',
  );
  clock.pass(60_000);
  t.is(await say(scene, tokens[6] ?? ''), 'live null token-review');
});

test('no more reviews are made than --max-reviews allows', async (t) => {
  const { scene, token } = await build(t, { total: 1 });
  t.is(await say(scene, token), 'live null token-review');
  t.is(await say(scene, token), 'unknown not-asked token-review');
});
