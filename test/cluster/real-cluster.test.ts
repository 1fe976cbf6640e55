/**
 * The verdicts, judged by a real kube-apiserver. Runs when `KUBELEAKS_TEST_KUBECONFIG` names a kubeconfig whose current
 * context is an administrator's (kind, minikube, or `npm run test:cluster`); makes a namespace and removes it. What
 * needs the cluster's signing key runs where `KUBELEAKS_TEST_SIGNING_KEY` names that too.
 */
import { createPrivateKey, randomUUID, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import test, { type ExecutionContext } from 'ava';
import { Fleet } from '../../src/clusters/fleet.js';
import type { Verdict } from '../../src/model/verdict.js';
import type { VerifyMode } from '../../src/model/verify-mode.js';
import { Examiner } from '../../src/verifiers/examiner.js';
import { impactOf } from '../../src/verifiers/impact.js';
import { ReviewBudget } from '../../src/verifiers/review-budget.js';
import { reviewToken } from '../../src/verifiers/token-review.js';
import { systemClock } from '../../src/clusters/clock.js';
import { kubectl } from '../helpers/api-server/kubectl.js';
import { payloadOf, type TokenRecipe } from '../helpers/claims.js';
import { heldFinding } from '../helpers/held-finding.js';
import { keyId, signInput } from '../helpers/keys.js';
import { encodeJson, mintToken } from '../helpers/mint.js';

const kubeconfig = process.env['KUBELEAKS_TEST_KUBECONFIG'] ?? '';
const keyPath = process.env['KUBELEAKS_TEST_SIGNING_KEY'] ?? '';
const onCluster = kubeconfig === '' ? test.skip : test.serial;
const withKey = kubeconfig === '' || keyPath === '' ? test.skip : test.serial;

const namespace = `kubeleaks-${randomUUID().slice(0, 8)}`;
const selection = { environment: { KUBECONFIG: kubeconfig } };

async function run(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await kubectl(tmpdir(), args, kubeconfig);
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

const within = (...args: string[]): Promise<string> => run('-n', namespace, ...args);

async function apply(object: object): Promise<void> {
  const { code, stderr } = await kubectl(tmpdir(), ['apply', '-f', '-'], kubeconfig, JSON.stringify(object));
  if (code !== 0) throw new Error(stderr);
}

async function uidOf(kind: string, name: string): Promise<string> {
  return within('get', kind, name, '-o', 'jsonpath={.metadata.uid}');
}

async function judge(
  t: ExecutionContext,
  token: string,
  mode: VerifyMode,
  more: { touchLegacy?: boolean; sendWithoutMatch?: string } = {},
): Promise<Verdict> {
  const { fleet, failures } = await Fleet.open({ selection, asks: true });
  t.deepEqual(failures, []);
  try {
    const budget = new ReviewBudget({ total: null, perMinute: null }, systemClock);
    const examiner = new Examiner(fleet, {
      mode,
      clock: systemClock,
      budget,
      touchLegacy: false,
      sendWithoutMatch: null,
      ...more,
    });
    const { verdicts } = await examiner.examine(heldFinding(token));
    return verdicts[0] as Verdict;
  } finally {
    await fleet.close();
  }
}

const words = ({ result, reason }: Verdict): string => `${result} ${reason ?? '-'}`;

/** Both ways of asking must agree; the API server forgets a good answer after ten seconds. */
async function agree(t: ExecutionContext, token: string, expected: string): Promise<void> {
  t.is(words(await judge(t, token, 'lookup')), expected, 'lookup');
  for (let tries = 0; tries < 15; tries += 1) {
    const said = words(await judge(t, token, 'review'));
    if (said === expected || !said.startsWith('live')) {
      t.is(said, expected, 'review');
      return;
    }
    await systemClock.sleep(1000);
  }
  t.fail(`still live, not ${expected}`);
}

if (kubeconfig !== '') {
  test.before(async () => {
    await run('create', 'namespace', namespace);
    for (const name of ['deployer', 'bystander', 'short-lived', 'again'])
      await within('create', 'serviceaccount', name);
  });
  test.after.always(async () => {
    await run('delete', 'namespace', namespace, '--wait=false');
    await run('delete', 'clusterrole,clusterrolebinding', '-l', `kubeleaks.test=${namespace}`, '--ignore-not-found');
  });
}

onCluster('a token of TokenRequest is live, and the answer says who it is', async (t) => {
  const token = await within('create', 'token', 'deployer');
  const verdict = await judge(t, token, 'review');
  t.is(words(verdict), 'live -');
  t.is(verdict.user?.username, `system:serviceaccount:${namespace}:deployer`);
  t.is(verdict.user?.uid, await uidOf('serviceaccount', 'deployer'));
  t.true(verdict.user?.groups.includes(`system:serviceaccounts:${namespace}`));
  t.is(words(await judge(t, token, 'lookup')), 'live -');
});

onCluster('a token for another audience is live elsewhere', async (t) => {
  const token = await within('create', 'token', 'deployer', '--audience=vault');
  t.is(words(await judge(t, token, 'review')), 'live-elsewhere -');
});

onCluster('a token dies with its Pod, and with its Secret', async (t) => {
  const spec = {
    serviceAccountName: 'deployer',
    automountServiceAccountToken: false,
    containers: [{ name: 'c', image: 'registry.invalid/none' }],
  };
  await apply({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace }, spec });
  await apply({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'bound', namespace } });
  for (const [kind, name] of [
    ['Pod', 'web'],
    ['Secret', 'bound'],
  ] as const) {
    const uid = await uidOf(kind, name);
    const token = await within(
      'create',
      'token',
      'deployer',
      '--bound-object-kind',
      kind,
      '--bound-object-name',
      name,
      '--bound-object-uid',
      uid,
    );
    t.is(words(await judge(t, token, 'review')), 'live -', kind);
    t.is(words(await judge(t, token, 'lookup')), 'live -', kind);
    await within('delete', kind, name, '--force', '--grace-period=0');
    await agree(t, token, 'revoked bound-object-deleted');
    if (kind === 'Secret') {
      await apply({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'bound', namespace } });
      await agree(t, token, 'revoked bound-object-recreated');
    }
  }
});

onCluster('a token dies with its account, and stays dead when that is made anew', async (t) => {
  const token = await within('create', 'token', 'short-lived');
  t.is(words(await judge(t, token, 'review')), 'live -');
  await within('delete', 'serviceaccount', 'short-lived');
  await agree(t, token, 'revoked service-account-deleted');
  await within('create', 'serviceaccount', 'short-lived');
  await agree(t, token, 'revoked service-account-recreated');
});

onCluster(
  'a token of another cluster with the same issuer is matched to none, and refused where it is sent all the same',
  async (t) => {
    const context = (await run('config', 'current-context')).trim();
    const token = mintToken({ kind: 'unbound', issuedAt: Math.floor(Date.now() / 1000) });
    t.is(words(await judge(t, token, 'review')), 'unknown no-known-cluster');
    const sent = await judge(t, token, 'review', { sendWithoutMatch: context });
    t.true(
      ['not-this-cluster key-unknown-there', 'not-this-cluster issuer-unknown-there'].includes(words(sent)),
      words(sent),
    );
    const stranger = mintToken({
      kind: 'unbound',
      issuer: 'https://issuer.acme.example',
      issuedAt: Math.floor(Date.now() / 1000),
    });
    t.is(
      words(await judge(t, stranger, 'review', { sendWithoutMatch: context })),
      'not-this-cluster issuer-unknown-there',
    );
  },
);

onCluster('what an account may do is told with the binding that gives it', async (t) => {
  const labels = { 'kubeleaks.test': namespace };
  const name = `${namespace}-reader`;
  await apply({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name, labels },
    rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }],
  });
  await apply({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name, labels },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name: 'deployer', namespace }],
  });
  const { fleet } = await Fleet.open({ selection, asks: false });
  const { identity } = heldFinding(await within('create', 'token', 'deployer')).finding;
  const api = fleet.members[0]?.api ?? (t.fail() as never);
  let impact = await impactOf(api, identity, systemClock);
  // The authorizer learns of a new binding by a watch.
  for (let tries = 0; tries < 10 && impact?.rights.length === 0; tries += 1) {
    await systemClock.sleep(500);
    impact = await impactOf(api, identity, systemClock);
  }
  t.deepEqual(
    impact?.rights.map(({ meaning, binding }) => [meaning, binding?.name, binding?.uid]),
    [
      [
        'can read every Secret in the cluster',
        name,
        await run('get', 'clusterrolebinding', name, '-o', 'jsonpath={.metadata.uid}'),
      ],
    ],
  );
  await fleet.close();
});

/** A token that the cluster itself could have signed. */
function signed(recipe: TokenRecipe, uid?: string): string {
  const key: KeyObject = createPrivateKey(readFileSync(keyPath));
  const payload = payloadOf({
    namespace,
    ...recipe,
    ...(uid === undefined
      ? {}
      : recipe.kind === 'legacy'
        ? { claims: { 'kubernetes.io/serviceaccount/service-account.uid': uid, ...recipe.claims } }
        : { privateClaims: { serviceaccount: { name: recipe.serviceAccount ?? 'deployer', uid } } }),
  });
  const input = `${encodeJson({ alg: 'RS256', kid: keyId(key) })}.${encodeJson(payload)}`;
  return `${input}.${signInput('RS256', input, key)}`;
}

withKey(
  'a legacy token is looked up without a trace, reviewed with one, suspended by its label and dead without its Secret',
  async (t) => {
    const token = signed({ kind: 'legacy', secret: 'legacy' }, await uidOf('serviceaccount', 'deployer'));
    const secret = (labels: object): object => ({
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'kubernetes.io/service-account-token',
      metadata: {
        name: 'legacy',
        namespace,
        labels,
        annotations: {
          'kubernetes.io/service-account.name': 'deployer',
          'kubernetes.io/service-account.uid': heldFinding(token).finding.identity.serviceAccountUid,
        },
      },
      data: { token: Buffer.from(token).toString('base64') },
    });
    const labelOf = (): Promise<string> =>
      within('get', 'secret', 'legacy', '-o', 'jsonpath={.metadata.labels.kubernetes\\.io/legacy-token-last-used}');
    await apply(secret({}));
    t.is(words(await judge(t, token, 'review')), 'live -');
    t.is(await labelOf(), '');
    t.is(words(await judge(t, token, 'review', { touchLegacy: true })), 'live -');
    t.is(await labelOf(), new Date().toISOString().slice(0, 10));
    await within('label', 'secret', 'legacy', 'kubernetes.io/legacy-token-invalid-since=2026-01-01');
    t.is(words(await judge(t, token, 'lookup')), 'suspended label-invalid-since');
    await agreeByReview(t, token, 'suspended label-invalid-since');
    await within('delete', 'secret', 'legacy');
    t.is(words(await judge(t, token, 'lookup')), 'revoked secret-deleted');
    await agreeByReview(t, token, 'revoked secret-deleted');
  },
);

/** As the API server words it, without our own look-up in front. */
async function agreeByReview(t: ExecutionContext, token: string, expected: string): Promise<void> {
  const { fleet } = await Fleet.open({ selection, asks: false });
  const api = fleet.members[0]?.api ?? (t.fail() as never);
  const settings = { isProven: true, onAttempt: () => undefined, onFailure: () => undefined };
  let said = '';
  for (let tries = 0; tries < 15 && said !== expected; tries += 1) {
    if (tries > 0) await systemClock.sleep(1000);
    const { result, reason } = await reviewToken(api, heldFinding(token), true, settings);
    said = `${result} ${reason ?? '-'}`;
  }
  t.is(said, expected);
  await fleet.close();
}

withKey('every error of the API server means what the table says', async (t) => {
  const uid = await uidOf('serviceaccount', 'deployer');
  const now = Math.floor(Date.now() / 1000);
  const genuine = signed({ kind: 'unbound', issuedAt: now }, uid);
  const [head = '', body = '', signature = ''] = genuine.split('.');
  const broken = Buffer.from(signature, 'base64url');
  broken[0] = (broken[0] ?? 0) ^ 1;
  const cases = [
    [genuine, 'live -'],
    [`${head}.${body}.${broken.toString('base64url')}`, 'bad-signature signature-mismatch'],
    [signed({ kind: 'unbound', issuedAt: now - 7200, expiresAt: now - 3600 }, uid), 'expired -'],
    [signed({ kind: 'unbound', issuedAt: now - 7200, expiresAt: now - 20 }, uid), 'live -'],
    [signed({ kind: 'unbound', issuedAt: now + 7200 }, uid), 'genuine-unchecked not-valid-yet'],
    [
      signed({ kind: 'unbound', issuedAt: now, issuer: 'https://issuer.acme.example' }, uid),
      'not-this-cluster issuer-unknown-there',
    ],
    [signed({ kind: 'unbound', issuedAt: now, serviceAccount: 'never-was' }, uid), 'revoked service-account-deleted'],
    [signed({ kind: 'pod-bound', issuedAt: now, pod: 'never-was' }, uid), 'revoked bound-object-deleted'],
    [signed({ kind: 'node-bound', issuedAt: now, node: 'never-was' }, uid), 'revoked bound-object-deleted'],
    [signed({ kind: 'legacy', secret: 'never-was' }, uid), 'revoked secret-deleted'],
    [signed({ kind: 'legacy', claims: { sub: 'system:serviceaccount:a:b' } }, uid), 'genuine-unchecked claims-refused'],
    [mintToken({ kind: 'unbound', issuedAt: now, key: 'stranger' }), 'revoked signing-key-removed'],
  ] as const;
  for (const [token, expected] of cases) await agreeByReview(t, token, expected);
});
