import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import test from 'ava';
import { findKubeconfig } from '../../src/clusters/kubeconfig-sources.js';
import { hasKubectl, kubectl, temporaryFolder } from '../helpers/api-server/kubectl.js';
import { kubeconfigText } from '../helpers/api-server/kubeconfig-text.js';

const one = (name: string, server: string, token: string, current?: string | null): string =>
  kubeconfigText([{ name, cluster: { server }, user: { token } }], current);

async function writeAll(folder: string, texts: { readonly [name: string]: string }): Promise<string> {
  await Promise.all(Object.entries(texts).map(([name, text]) => writeFile(join(folder, name), text)));
  return Object.keys(texts)
    .map((name) => join(folder, name))
    .join(delimiter);
}

const clashing = {
  a: kubeconfigText(
    [
      { name: 'x', cluster: { server: 'https://a' }, user: { token: 'from-a' } },
      { name: 'only-a', cluster: { server: 'https://oa' } },
    ],
    null,
  ),
  b: kubeconfigText(
    [
      {
        name: 'x',
        cluster: { server: 'https://b', 'tls-server-name': 'b' },
        user: { username: 'b', password: 'p' },
        namespace: 'ns-b',
      },
    ],
    'x',
  ),
  c: one('y', 'https://c', 'from-c', 'y'),
};

test('of several files the first wins a name whole, and the first current context counts', async (t) => {
  const KUBECONFIG = await writeAll(await temporaryFolder(t), clashing);
  const { kubeconfig, failures } = await findKubeconfig({ environment: { KUBECONFIG } });
  t.deepEqual(failures, []);
  t.is(kubeconfig.currentContext, 'x');
  t.deepEqual(
    [...kubeconfig.clusters].map(([name, { server, tlsServerName }]) => [name, server, tlsServerName]),
    [
      ['x', 'https://a', null],
      ['only-a', 'https://oa', null],
      ['y', 'https://c', null],
    ],
  );
  t.is(kubeconfig.users.get('x')?.token?.reveal(), 'from-a');
  t.is(kubeconfig.users.get('x')?.username, null);
  t.is(kubeconfig.contexts.get('x')?.namespace, null);
});

(hasKubectl ? test : test.skip)('several files are merged as kubectl merges them', async (t) => {
  const folder = await temporaryFolder(t);
  const KUBECONFIG = await writeAll(folder, clashing);
  const { kubeconfig } = await findKubeconfig({ environment: { KUBECONFIG } });
  const view = JSON.parse((await kubectl(folder, ['config', 'view', '--raw', '-o', 'json'], KUBECONFIG)).stdout);
  t.is(view['current-context'], kubeconfig.currentContext);
  const sorted = (rows: unknown[][]): unknown[][] => rows.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  t.deepEqual(
    sorted([...kubeconfig.clusters].map(([name, { server, tlsServerName }]) => [name, server, tlsServerName])),
    sorted(
      view.clusters.map(({ name, cluster }: { name: string; cluster: { [field: string]: string } }) => [
        name,
        cluster['server'],
        cluster['tls-server-name'] ?? null,
      ]),
    ),
  );
  t.deepEqual(
    sorted([...kubeconfig.users].map(([name, { token, username }]) => [name, token?.reveal() ?? null, username])),
    sorted(
      view.users.map(({ name, user }: { name: string; user: { [field: string]: string } | null }) => [
        name,
        user?.['token'] ?? null,
        user?.['username'] ?? null,
      ]),
    ),
  );
});

test('without KUBECONFIG the default file is read, and a missing one is no failure', async (t) => {
  const HOME = await temporaryFolder(t);
  t.deepEqual((await findKubeconfig({ environment: { HOME } })).failures, []);
  await mkdir(join(HOME, '.kube'));
  await writeFile(join(HOME, '.kube', 'config'), one('x', 'https://a', 't'));
  t.true((await findKubeconfig({ environment: { HOME } })).kubeconfig.clusters.get('x')?.file.isDefault);
  t.is((await findKubeconfig({ environment: {} })).kubeconfig.clusters.size, 0);
});

test('a named kubeconfig alone counts, is no default one unless it is the same file, and must be there', async (t) => {
  const folder = await temporaryFolder(t);
  await writeAll(folder, { a: one('a', 'https://a', 't'), b: one('b', 'https://b', 't') });
  await symlink(join(folder, 'a'), join(folder, 'link'));
  const environment = { KUBECONFIG: join(folder, 'a') };
  const named = await findKubeconfig({ path: join(folder, 'b'), environment });
  t.deepEqual([...named.kubeconfig.clusters.keys()], ['b']);
  t.false(named.kubeconfig.clusters.get('b')?.file.isDefault);
  t.true(
    (await findKubeconfig({ path: join(folder, 'link'), environment })).kubeconfig.clusters.get('a')?.file.isDefault,
  );
  t.deepEqual(
    (await findKubeconfig({ path: join(folder, 'gone'), environment })).failures.map(({ code }) => code),
    ['kubeconfig-unreadable'],
  );
});

test('a broken file, a folder and a FIFO are failures, and the others still count', async (t) => {
  const folder = await temporaryFolder(t);
  const list = await writeAll(folder, { broken: '{{{', good: one('good', 'https://g', 't') });
  await mkdir(join(folder, 'folder'));
  execFileSync('mkfifo', [join(folder, 'fifo')]);
  const KUBECONFIG = [list, join(folder, 'folder'), join(folder, 'fifo')].join(delimiter);
  const { kubeconfig, failures } = await findKubeconfig({ environment: { KUBECONFIG } });
  t.deepEqual([...kubeconfig.clusters.keys()], ['good']);
  t.deepEqual(
    failures.map(({ message }) => message.replace(folder, '')),
    [
      'kubeconfig /broken was left out: it is not YAML or JSON',
      'kubeconfig /folder was left out: it is no regular file',
      'kubeconfig /fifo was left out: it is no regular file',
    ],
  );
});
