import test, { type ExecutionContext } from 'ava';
import { ClusterApi } from '../../src/clusters/api.js';
import type { Impact } from '../../src/model/impact.js';
import { dangerousRights } from '../../src/verifiers/dangerous-rights.js';
import { impactOf } from '../../src/verifiers/impact.js';
import { bindingOfReason } from '../../src/verifiers/rbac-binding.js';
import { clusterOf } from '../helpers/api-server/cluster-of.js';
import type { Rule } from '../helpers/api-server/rbac.js';
import { ApiServer } from '../helpers/api-server/server.js';
import { FakeClock } from '../helpers/fake-clock.js';

interface Grant {
  readonly rules: readonly Rule[];
  /** In the namespace `ci` alone. */
  readonly inNamespace?: boolean;
  readonly subject?: { readonly kind: string; readonly name: string; readonly namespace?: string };
}

const deployer = { kind: 'ServiceAccount', name: 'deployer', namespace: 'ci' };
const identity = { namespace: 'ci', serviceAccount: 'deployer', serviceAccountUid: 'u-1', boundTo: null, node: null };

async function open(
  t: ExecutionContext,
  grants: readonly Grant[],
): Promise<{ server: ApiServer; ask: () => Promise<Impact> }> {
  const server = await ApiServer.start();
  const clock = new FakeClock();
  const api = new ClusterApi(clusterOf(server, { name: 'prod' }), { environment: {}, clock, jitter: () => 0.5 });
  t.teardown(async () => {
    await api.close();
    await server.close();
  });
  for (const [index, { rules, inNamespace, subject = deployer }] of grants.entries()) {
    const name = `grant-${index}`;
    server.store.put('clusterroles', { name, body: { rules } });
    const body = { roleRef: { kind: 'ClusterRole', name }, subjects: [{ kind: 'User', name: 'somebody' }, subject] };
    if (inNamespace === true) server.store.put('rolebindings', { name, namespace: 'ci', body });
    else server.store.put('clusterrolebindings', { name, body });
  }
  return { server, ask: async () => (await impactOf(api, identity, clock)) ?? t.fail() };
}

const rule = (verbs: string, apiGroups: string, resources: string): Rule => ({
  verbs: verbs.split(' '),
  apiGroups: [apiGroups],
  resources: [resources],
});
const meanings = ({ rights }: Impact): string[] =>
  rights.map(({ meaning, binding }) => `${meaning} by ${binding?.kind} ${binding?.name}`);

const means = test.macro(async (t, grants: readonly Grant[], expected: readonly string[]) => {
  const { ask } = await open(t, grants);
  t.deepEqual(meanings(await ask()), expected);
});

const wide = 'by ClusterRoleBinding grant-0';
const narrow = 'by RoleBinding grant-0';
test('an account without rights can do nothing dangerous', means, [], []);
test('harmless rights are not told', means, [{ rules: [rule('get list', '', 'pods')] }], []);
test(
  'an administrator can do everything, and that is all there is to say',
  means,
  [{ rules: [rule('*', '*', '*')] }],
  [`can do everything in the cluster ${wide}`],
);
test(
  'an administrator of a namespace can do everything there',
  means,
  [{ rules: [rule('*', '*', '*')], inNamespace: true }],
  [`can do everything in namespace ci ${narrow}`],
);
test(
  'who lists Secrets reads them',
  means,
  [{ rules: [rule('list', '', 'secrets')] }],
  [`can read every Secret in the cluster ${wide}`],
);
test(
  'who reads Secrets of a namespace is told with it',
  means,
  [{ rules: [rule('get', '', 'secrets')], inNamespace: true }],
  [`can read every Secret in namespace ci ${narrow}`],
);
test(
  'a right in a namespace that holds in the cluster is told once',
  means,
  [{ rules: [rule('get', '', 'secrets')] }, { rules: [rule('get', '', 'secrets')], inNamespace: true }],
  [`can read every Secret in the cluster ${wide}`],
);
test(
  'rights by a group of all accounts count',
  means,
  [
    {
      rules: [rule('create', '', 'serviceaccounts/token')],
      subject: { kind: 'Group', name: 'system:serviceaccounts' },
    },
  ],
  [`can make tokens for any service account in the cluster ${wide}`],
);
test(
  'rights by a group of the namespace count',
  means,
  [
    {
      rules: [rule('create', 'batch', 'jobs')],
      subject: { kind: 'Group', name: 'system:serviceaccounts:ci' },
      inNamespace: true,
    },
  ],
  [`can run Pods in namespace ci, with any of the service accounts and Secrets there ${narrow}`],
);
test(
  'rights of a namesake elsewhere do not count',
  means,
  [{ rules: [rule('*', '*', '*')], subject: { ...deployer, namespace: 'other' } }],
  [],
);
test(
  'who may do everything in a namespace is asked about the cluster all the same',
  means,
  [{ rules: [rule('*', '*', '*')], inNamespace: true }, { rules: [rule('get', '', 'nodes/proxy')] }],
  [
    `can do everything in namespace ci ${narrow}`,
    'can run commands in every Pod by way of the kubelets by ClusterRoleBinding grant-1',
  ],
);

for (const row of dangerousRights) {
  for (const { verb, group, resource, subresource, name } of row.questions) {
    const what = `${resource}${subresource === undefined ? '' : `/${subresource}`}`;
    test(`"${verb}" on ${what} of ${row.id} is noticed alone`, async (t) => {
      const { ask } = await open(t, [
        { rules: [{ ...rule(verb, group, what), ...(name === undefined ? {} : { resourceNames: [name] }) }] },
      ]);
      t.true((await ask()).rights.some(({ id, namespace }) => id === row.id && namespace === null));
    });
  }
}

test('every right of the list at once is told in the order of the list', async (t) => {
  const rules = dangerousRights.flatMap(({ questions }) =>
    questions.map(({ verb, group, resource, subresource }) =>
      rule(verb, group, subresource === undefined ? resource : `${resource}/${subresource}`),
    ),
  );
  const { ask } = await open(t, [{ rules }]);
  t.deepEqual(
    (await ask()).rights.map(({ id }) => id),
    dangerousRights.map(({ id }) => id).filter((id) => id !== 'impersonate-accounts'),
  );
});

test('bindings that reach the account are listed with their uids, and others are not', async (t) => {
  const { server, ask } = await open(t, [
    { rules: [] },
    { rules: [], inNamespace: true },
    { rules: [], subject: { kind: 'User', name: 'alice' } },
  ]);
  const { bindings } = await ask();
  t.deepEqual(
    bindings?.map(({ kind, name, uid }) => [kind, name, uid]),
    [
      [
        'ClusterRoleBinding',
        'grant-0',
        server.store.get('clusterrolebindings', undefined, 'grant-0')?.metadata.uid ?? '',
      ],
      ['RoleBinding', 'grant-1', server.store.get('rolebindings', 'ci', 'grant-1')?.metadata.uid ?? ''],
    ],
  );
});

test('who may not read bindings still learns the rights and, from the reason, what gives them', async (t) => {
  const { server, ask } = await open(t, [{ rules: [rule('get', '', 'secrets')] }]);
  server.faults.push({ on: /bindings/, does: { kind: 'status', status: 403 } });
  const impact = await ask();
  t.is(impact.bindings, null);
  t.deepEqual(impact.rights[0]?.binding, {
    kind: 'ClusterRoleBinding',
    name: 'grant-0',
    namespace: null,
    uid: null,
    role: { kind: 'ClusterRole', name: 'grant-0' },
    via: { kind: 'User', name: 'system:serviceaccount:ci:deployer' },
  });
});

test('who may not ask learns that, after one question', async (t) => {
  const { server, ask } = await open(t, []);
  server.faults.push({ on: /subjectaccessreviews/, does: { kind: 'status', status: 403 } });
  t.is((await ask()).state, 'forbidden');
  t.is(server.requests.filter(({ path }) => path.includes('subjectaccessreviews')).length, 1);
});

test('a cluster that fails on the way leaves a partial answer', async (t) => {
  const { server, ask } = await open(t, [{ rules: [rule('get', '', 'secrets')] }]);
  server.faults.push(
    { on: /subjectaccessreviews/, times: 4, does: { kind: 'delay', ms: 0 } },
    { on: /subjectaccessreviews/, does: { kind: 'status', status: 400 } },
  );
  const { state } = await ask();
  t.true(state === 'partial' || state === 'unreachable');
});

test('the account is asked about with its groups, and nobody is impersonated', async (t) => {
  const { server, ask } = await open(t, []);
  await ask();
  const asked = server.requests.find(({ path }) => path.includes('subjectaccessreviews'));
  t.deepEqual(JSON.parse(asked?.body ?? '').spec, {
    user: 'system:serviceaccount:ci:deployer',
    uid: 'u-1',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:ci', 'system:authenticated'],
    resourceAttributes: { verb: '*', group: '*', resource: '*' },
  });
  t.false(server.requests.some(({ headers }) => headers['impersonate-user'] !== undefined));
});

for (const text of [
  '',
  'RBAC: allowed by nothing',
  'RBAC: allowed by ClusterRoleBinding "a"b" of ClusterRole "c" to User "d"',
  `RBAC: allowed by ClusterRoleBinding "${'x'.repeat(300)}" of ClusterRole "c" to User "d"`,
  'RBAC: allowed by ClusterRoleBinding "a; rm -rf /" of ClusterRole "c" to User "d"',
]) {
  test(`a reason like ${JSON.stringify(text).slice(0, 60)} names no binding`, (t) => {
    t.is(bindingOfReason(text, []), null);
  });
}

test('a reason that names a RoleBinding names its namespace', (t) => {
  const found = bindingOfReason(
    'RBAC: allowed by RoleBinding "edit/ci" of Role "editor" to ServiceAccount "deployer/ci"',
    [],
  );
  t.deepEqual([found?.kind, found?.name, found?.namespace, found?.via.name], ['RoleBinding', 'edit', 'ci', 'deployer']);
});
