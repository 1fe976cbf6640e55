import { KubeConfig } from '@kubernetes/client-node';
import fc from 'fast-check';
import test from 'ava';
import { stringify } from 'yaml';
import type { Kubeconfig } from '../../src/clusters/kubeconfig.js';
import { KubeconfigError, readKubeconfigText } from '../../src/clusters/kubeconfig-text.js';

const file = { path: '/home/me/.kube/config', isDefault: true };
const read = (text: string): Kubeconfig => readKubeconfigText(text, file);

/** What both readers can say, in one shape. */
function ours(text: string): unknown {
  const kubeconfig = read(text);
  const clean = (fields: object): object =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
  return {
    current: kubeconfig.currentContext ?? '',
    clusters: [...kubeconfig.clusters].map(([name, entry]) =>
      clean({
        name,
        server: entry.server,
        caData: entry.authorityData,
        caFile: entry.authorityFile,
        tlsServerName: entry.tlsServerName,
        proxyUrl: entry.proxyUrl,
        skipTLSVerify: entry.skipsVerification,
      }),
    ),
    users: [...kubeconfig.users].map(([name, entry]) =>
      clean({
        name,
        token: entry.token?.reveal(),
        certData: entry.certificateData,
        certFile: entry.certificateFile,
        keyData: entry.keyData?.reveal(),
        keyFile: entry.keyFile,
        username: entry.username,
        password: entry.password?.reveal(),
        impersonateUser: entry.impersonate,
        command: entry.exec?.command,
      }),
    ),
    contexts: [...kubeconfig.contexts].map(([name, entry]) =>
      clean({ name, cluster: entry.cluster, user: entry.user, namespace: entry.namespace }),
    ),
  };
}

/** The same, as @kubernetes/client-node reads it. */
function theirs(text: string): unknown {
  const kubeconfig = new KubeConfig();
  kubeconfig.loadFromString(text);
  const clean = (fields: object): object =>
    Object.fromEntries(
      Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== ''),
    );
  return {
    current: kubeconfig.getCurrentContext() ?? '',
    clusters: kubeconfig.getClusters().map(({ name, server, caData, caFile, tlsServerName, proxyUrl, skipTLSVerify }) =>
      clean({
        name,
        server,
        caData,
        caFile,
        tlsServerName,
        proxyUrl,
        skipTLSVerify,
      }),
    ),
    users: kubeconfig
      .getUsers()
      .map(({ name, token, certData, certFile, keyData, keyFile, username, password, impersonateUser, exec }) =>
        clean({
          name,
          token,
          certData,
          certFile,
          keyData,
          keyFile,
          username,
          password,
          impersonateUser,
          command: exec?.command,
        }),
      ),
    contexts: kubeconfig
      .getContexts()
      .map(({ name, cluster, user, namespace }) => clean({ name, cluster, user, namespace })),
  };
}

const word = fc.stringMatching(/^[a-z][a-z0-9@:./-]{0,20}$/);
const base64 = fc.uint8Array({ minLength: 1, maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64'));
const optional = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const named = <Entry>(key: string, entry: fc.Arbitrary<Entry>): fc.Arbitrary<object[]> =>
  fc
    .uniqueArray(word, { minLength: 1, maxLength: 4 })
    .chain((names) => fc.tuple(...names.map((name) => entry.map((value) => ({ name, [key]: value })))));

const kubeconfig = fc.record({
  apiVersion: fc.constant('v1'),
  kind: fc.constant('Config'),
  'current-context': word,
  clusters: named(
    'cluster',
    fc.record({
      server: word.map((host) => `https://${host.replaceAll('/', '')}`),
      'certificate-authority-data': optional(base64),
      'certificate-authority': optional(word),
      'tls-server-name': optional(word),
      'proxy-url': optional(word),
      'insecure-skip-tls-verify': optional(fc.boolean()),
    }),
  ),
  users: named(
    'user',
    fc.record({
      token: optional(word),
      'client-certificate-data': optional(base64),
      'client-certificate': optional(word),
      'client-key-data': optional(base64),
      'client-key': optional(word),
      username: optional(word),
      password: optional(word),
      as: optional(word),
      exec: optional(fc.record({ apiVersion: fc.constant('client.authentication.k8s.io/v1'), command: word })),
    }),
  ),
  contexts: named('context', fc.record({ cluster: word, user: word, namespace: optional(word) })),
});

test('any kubeconfig reads as @kubernetes/client-node reads it, as YAML and as JSON', (t) => {
  fc.assert(
    fc.property(kubeconfig, fc.boolean(), (document, asJson) => {
      const text = asJson ? JSON.stringify(document) : stringify(JSON.parse(JSON.stringify(document)));
      t.deepEqual(ours(text), theirs(text));
    }),
    { numRuns: 150 },
  );
});

const refuses = test.macro((t, text: string, message: string) => {
  const error = t.throws(() => read(text), { instanceOf: KubeconfigError });
  t.is(error?.message, message);
});

test(
  'a broken YAML document is refused without a word of its text',
  refuses,
  'token: "eyJhbGciOiJSUzI1NiJ9\n  - : [',
  'it is not YAML or JSON',
);
test('a list as a document is refused', refuses, '- a', 'the document must be a mapping');
test('a kubeconfig of another kind is refused', refuses, 'kind: Secret', 'its kind is not Config');
test('two users of one name are refused', refuses, 'users: [{name: a}, {name: a}]', 'users[1].name stands twice');
test(
  'a token that is a number is refused',
  refuses,
  'users: [{name: a, user: {token: 123}}]',
  'users[0].user.token must be text',
);
test(
  'args that are no list are refused',
  refuses,
  'users: [{name: a, user: {exec: {args: x}}}]',
  'users[0].user.exec.args must be a list',
);

test('an alias bomb is refused at once', (t) => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefghij'
      .split('')
      .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[index]}`).join(',')}]`),
  ].join('\n');
  t.throws(() => read(bomb), { instanceOf: KubeconfigError });
});

for (const value of ['true', 'yes', '"true"', '1', 'on', '[]']) {
  test(`insecure-skip-tls-verify: ${value} counts as insecure`, (t) => {
    t.true(
      read(`clusters: [{name: a, cluster: {server: "https://a", insecure-skip-tls-verify: ${value}}}]`).clusters.get(
        'a',
      )?.skipsVerification,
    );
  });
}

test('a key like __proto__ pollutes nothing', (t) => {
  read(
    '{"users":[{"name":"__proto__","user":{"__proto__":{"token":"x"},"as-user-extra":{"__proto__":["y"]}}}],"__proto__":{"polluted":true}}',
  );
  t.is(({} as { polluted?: boolean }).polluted, undefined);
});
