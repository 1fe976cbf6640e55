import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { join } from 'node:path';
import test from 'ava';
import { clusterOfContext, type ContextOutcome, type ContextRules } from '../../src/clusters/context.js';
import { findKubeconfig } from '../../src/clusters/kubeconfig-sources.js';
import { temporaryFolder } from '../helpers/api-server/kubectl.js';
import { data, kubeconfigText } from '../helpers/api-server/kubeconfig-text.js';

const strict: ContextRules = { allowExec: false, allowFiles: false };
type Fields = { readonly [field: string]: unknown };

/** A kubeconfig in a folder of its own, beside a folder `outside` with a file in it. */
async function build(
  t: { teardown(fn: () => Promise<void>): void },
  cluster: Fields,
  user: Fields,
  isDefault: boolean,
  rules = strict,
): Promise<ContextOutcome> {
  const root = await temporaryFolder(t);
  await Promise.all([mkdir(join(root, 'inside')), mkdir(join(root, 'outside'))]);
  await Promise.all([
    writeFile(join(root, 'outside', 'file'), 'outside'),
    writeFile(join(root, 'inside', 'file'), 'inside'),
  ]);
  await symlink(join(root, 'outside', 'file'), join(root, 'inside', 'link'));
  const path = join(root, 'inside', 'config');
  const text = kubeconfigText([{ name: 'x', cluster: { server: 'https://api.acme.example:6443', ...cluster }, user }]);
  await writeFile(path, text.replaceAll('ROOT', root));
  const { kubeconfig } = await findKubeconfig({ path, environment: isDefault ? { KUBECONFIG: path } : {} });
  return clusterOfContext(kubeconfig, 'x', rules);
}

const refused = test.macro(async (t, cluster: Fields, user: Fields, code: string, rules?: ContextRules) => {
  const outcome = await build(t, cluster, user, false, rules);
  t.is('failure' in outcome ? outcome.failure.code : 'accepted', code);
});

const plugin = (fields: Fields = {}): Fields => ({
  exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'plugin', interactiveMode: 'IfAvailable', ...fields },
});
const allowed = { allowExec: true, allowFiles: true };

test('http is refused', refused, { server: 'http://api.acme.example' }, {}, 'server-insecure');
test('a server that is no URL is refused', refused, { server: 'api.acme.example:6443' }, {}, 'server-insecure');
test('a missing server is refused', refused, { server: '' }, {}, 'server-invalid');
test(
  'a server with a password in it is refused',
  refused,
  { server: 'https://a:b@api.acme.example' },
  {},
  'server-invalid',
);
test('a server with a query is refused', refused, { server: 'https://api.acme.example/?x' }, {}, 'server-invalid');
test('skipping verification is refused', refused, { 'insecure-skip-tls-verify': true }, {}, 'server-unverified');
test('a proxy that reads a file is refused', refused, { 'proxy-url': 'file:///etc/passwd' }, {}, 'proxy-invalid');
test(
  'authority data that is no base64 is refused',
  refused,
  { 'certificate-authority-data': '{}' },
  {},
  'kubeconfig-invalid',
);
test(
  'an authority file elsewhere is refused',
  refused,
  { 'certificate-authority': 'ROOT/outside/file' },
  {},
  'file-not-allowed',
);
test(
  'an authority file by way of .. is refused',
  refused,
  { 'certificate-authority': '../outside/file' },
  {},
  'file-not-allowed',
);
test(
  'an authority file by way of a link is refused',
  refused,
  { 'certificate-authority': 'link' },
  {},
  'file-not-allowed',
);
test('a token file elsewhere is refused', refused, {}, { tokenFile: '/etc/hostname' }, 'file-not-allowed');
test(
  'a client key elsewhere is refused',
  refused,
  {},
  { 'client-certificate': 'file', 'client-key': '../outside/file' },
  'file-not-allowed',
);
test('a token file that is not there is refused', refused, {}, { tokenFile: 'gone' }, 'file-unreadable');
test('a device as token file is refused', refused, {}, { tokenFile: '/dev/zero' }, 'file-unreadable', allowed);
test('a certificate without a key is refused', refused, {}, { 'client-certificate': 'file' }, 'kubeconfig-invalid');
test('a plugin of a strange kubeconfig is refused', refused, {}, plugin(), 'exec-not-allowed');
test(
  'a plugin of an old version is refused',
  refused,
  {},
  plugin({ apiVersion: 'client.authentication.k8s.io/v1alpha1' }),
  'exec-invalid',
  allowed,
);
test('a plugin without a command is refused', refused, {}, plugin({ command: '' }), 'exec-invalid', allowed);
test(
  'a plugin that wants a terminal is refused',
  refused,
  {},
  plugin({ interactiveMode: 'Always' }),
  'exec-interactive',
  allowed,
);
test('an auth-provider is refused', refused, {}, { 'auth-provider': { name: 'oidc' } }, 'auth-provider-removed');
test(
  'groups without a user to impersonate are refused',
  refused,
  {},
  { 'as-groups': ['admins'] },
  'kubeconfig-invalid',
);
test('a token and a user name together are refused', refused, {}, { token: 'a', username: 'b' }, 'kubeconfig-invalid');

test('the default kubeconfig may run plugins and name files anywhere, as with kubectl', async (t) => {
  const outcome = await build(
    t,
    { 'certificate-authority': '../outside/file' },
    { ...plugin({ command: './bin/plugin' }), as: 'alice', 'as-groups': ['sre'] },
    true,
  );
  if ('failure' in outcome) return t.fail(outcome.failure.message);
  t.is(outcome.cluster.authorities, 'outside');
  t.regex(outcome.cluster.credential.exec?.command ?? '', /\/inside\/bin\/plugin$/);
  t.deepEqual(outcome.cluster.impersonation, { user: 'alice', uid: null, groups: ['sre'], extra: {} });
});

test('a strange kubeconfig may name files of its own folder, and any with --allow-files', async (t) => {
  const inside = await build(t, { 'certificate-authority': 'file' }, { tokenFile: 'file' }, false);
  t.is('cluster' in inside ? inside.cluster.authorities : '', 'inside');
  const outside = await build(t, { 'certificate-authority': '../outside/file' }, plugin(), false, allowed);
  t.is('cluster' in outside ? outside.cluster.authorities : '', 'outside');
});

test('data wins over a file, and the path of a server is kept without its last slash', async (t) => {
  const outcome = await build(
    t,
    {
      server: 'https://rancher.acme.example/k8s/clusters/c-1/',
      'certificate-authority-data': data('PEM'),
      'certificate-authority': 'file',
    },
    {},
    false,
  );
  if ('failure' in outcome) return t.fail(outcome.failure.message);
  t.is(outcome.cluster.authorities, 'PEM');
  t.is(outcome.cluster.server, 'https://rancher.acme.example/k8s/clusters/c-1');
});

test('two contexts are one cluster only by the same server, authority, name and way', async (t) => {
  const identities = await Promise.all(
    [
      {},
      {},
      { 'tls-server-name': 'b' },
      { 'proxy-url': 'http://p' },
      { 'certificate-authority-data': data('X') },
      { server: 'https://b' },
    ].map(async (cluster) => {
      const outcome = await build(t, cluster, { token: String(Math.random()) }, false);
      return 'cluster' in outcome ? outcome.cluster.identity : '';
    }),
  );
  t.is(identities[0], identities[1]);
  t.is(new Set(identities).size, 5);
});

test('an unknown context, cluster or user is named and no more', async (t) => {
  const { kubeconfig } = await findKubeconfig({ environment: {} });
  const outcome = await clusterOfContext(kubeconfig, 'nope', strict);
  t.deepEqual(outcome, {
    failure: {
      origin: null,
      code: 'context-unknown',
      message: 'context nope cannot be used: the kubeconfig has no context of that name',
    },
  });
});

test('a cluster shows none of its secrets when it is printed', async (t) => {
  const outcome = await build(
    t,
    {},
    {
      username: 'me',
      password: 'hunter2-password',
      'client-certificate-data': data('CERT'),
      'client-key-data': data('PRIVATE-KEY-TEXT'),
    },
    false,
  );
  const shown = inspect(outcome, { depth: 9 }) + JSON.stringify(outcome);
  t.false(/hunter2-password|PRIVATE-KEY-TEXT/.test(shown));
});
