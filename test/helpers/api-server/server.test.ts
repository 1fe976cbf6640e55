import test from 'ava';
import { mintToken } from '../mint.js';
import { uuidOf } from '../claims.js';
import { hasKubectl, kubectl, temporaryFolder, writeKubeconfig } from './kubectl.js';
import { data, kubeconfigText } from './kubeconfig-text.js';
import { ApiServer, authority } from './server.js';

async function open(t: { teardown(fn: () => Promise<void>): void }): Promise<{
  server: ApiServer;
  ask: (...args: string[]) => ReturnType<typeof kubectl>;
  home: string;
  config: string;
}> {
  const server = await ApiServer.start();
  t.teardown(() => server.close());
  const home = await temporaryFolder(t);
  const cluster = { server: server.url, 'certificate-authority-data': data(authority.certificate) };
  const admin = authority.identity({ commonName: 'admin', organizations: ['system:masters'] });
  const user = { 'client-certificate-data': data(admin.certificate), 'client-key-data': data(admin.key) };
  const config = await writeKubeconfig(home, kubeconfigText([{ name: 'test', cluster, user }]));
  return { server, home, config, ask: (...args) => kubectl(home, args, config) };
}

const withKubectl = hasKubectl ? test : test.skip;

withKubectl('kubectl gets objects, makes tokens, asks for rights and deletes by uid on the test server', async (t) => {
  const { server, ask, home, config } = await open(t);
  const account = server.store.put('serviceaccounts', { namespace: 'ci', name: 'deployer' });
  const pod = server.store.put('pods', { namespace: 'ci', name: 'web' });
  t.is(
    (await ask('-n', 'ci', 'get', 'serviceaccount', 'deployer', '-o', 'jsonpath={.metadata.uid}')).stdout,
    account.metadata.uid,
  );
  t.regex((await ask('-n', 'ci', 'get', 'pods')).stdout, /web/);
  t.regex((await ask('-n', 'ci', 'get', 'pod', 'gone')).stderr, /NotFound/);
  const made = await ask('-n', 'ci', 'create', 'token', 'deployer', '--duration=1h');
  t.is(made.stderr, '');
  t.is(made.stdout.trim().split('.').length, 3);
  t.is((await ask('auth', 'can-i', 'create', 'tokenreviews.authentication.k8s.io')).stdout.trim(), 'yes');
  const review = JSON.stringify({
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenReview',
    spec: { token: made.stdout.trim() },
  });
  const reviewed = await kubectl(
    home,
    ['create', '--raw', '/apis/authentication.k8s.io/v1/tokenreviews', '-f', '-'],
    config,
    review,
  );
  t.is(JSON.parse(reviewed.stdout).status.user.username, 'system:serviceaccount:ci:deployer');
  const wrong = JSON.stringify({ apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: uuidOf('x', 'y') } });
  const path = '/api/v1/namespaces/ci/pods/web';
  t.regex(
    (await kubectl(home, ['delete', '--raw', path, '-f', '-'], config, wrong)).stderr,
    /Precondition failed|Conflict/,
  );
  const right = JSON.stringify({ apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: pod.metadata.uid } });
  t.is((await kubectl(home, ['delete', '--raw', path, '-f', '-'], config, right)).code, 0);
  t.is(server.store.get('pods', 'ci', 'web'), undefined);
});

test('the fake refuses a token in the words and the order of kube-apiserver', async (t) => {
  const { server } = await open(t);
  const { judgeToken } = await import('./service-account-authenticator.js');
  const now = Math.floor(Date.now() / 1000);
  const token = mintToken({ kind: 'unbound', issuedAt: now - 7200, audiences: ['vault'] });
  const judge = (text: string, audiences?: string[]): unknown => judgeToken(server.backend, text, audiences);
  t.deepEqual(judge(mintToken({ issuer: 'https://other.example' })), { state: 'no opinion' });
  t.deepEqual(judge(mintToken({ key: 'other' })), { state: 'error', error: 'invalid signature, no keys found' });
  t.deepEqual(judge(token), {
    state: 'error',
    error:
      'token audiences ["vault"] is invalid for the target audiences ["https://kubernetes.default.svc.cluster.local"]',
  });
  t.deepEqual(judge(token, ['vault']), { state: 'error', error: 'service account token has expired' });
});
