import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Cluster, ExecPlugin } from '../../src/clusters/cluster.js';
import { runExecPlugin, type PluginOutcome } from '../../src/clusters/exec-plugin.js';
import { noCredential } from '../helpers/api-server/cluster-of.js';
import { temporaryFolder } from '../helpers/api-server/kubectl.js';

const cluster: Cluster = {
  name: 'x',
  server: 'https://api.acme.example',
  identity: 'i',
  authorities: 'PEM',
  serverName: null,
  proxyUrl: null,
  credential: noCredential,
  impersonation: null,
};

/** Runs a shell script as the plugin `plugin` of a PATH that holds only it and the system's tools. */
async function run(
  t: ExecutionContext,
  script: string,
  fields: Partial<ExecPlugin> = {},
  timeoutMs?: number,
): Promise<PluginOutcome> {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'plugin'), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, 'plugin'), 0o755);
  const plugin: ExecPlugin = {
    version: 'v1',
    command: 'plugin',
    args: [],
    env: [],
    providesClusterInfo: false,
    ...fields,
  };
  return runExecPlugin(plugin, cluster, { PATH: `.:${folder}:/usr/bin:/bin` }, timeoutMs);
}

const credential = (status: object, apiVersion = 'client.authentication.k8s.io/v1', kind = 'ExecCredential'): string =>
  `cat <<'END'\n${JSON.stringify({ kind, apiVersion, status })}\nEND`;

test('a plugin gives a token and when it is over', async (t) => {
  const outcome = await run(t, credential({ token: 'abc', expirationTimestamp: '2026-10-01T13:00:00Z' }));
  if ('failure' in outcome) return t.fail(outcome.failure);
  t.is(outcome.credential.token?.reveal(), 'abc');
  t.is(outcome.credential.expiresAt, Date.parse('2026-10-01T13:00:00Z'));
});

test('a plugin is told its version, arguments, variables and cluster, and that there is no terminal', async (t) => {
  const script =
    'test "$1 $EXTRA" = "get value" || exit 9\nprintf \'{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"%s"}}\' "$(printf %s "$KUBERNETES_EXEC_INFO" | od -An -tx1 | tr -d " \\n")"';
  const outcome = await run(t, script, {
    version: 'v1beta1',
    args: ['get'],
    env: [{ name: 'EXTRA', value: 'value' }],
    providesClusterInfo: true,
  });
  if ('failure' in outcome) return t.fail(outcome.failure);
  t.deepEqual(JSON.parse(Buffer.from(outcome.credential.token?.reveal() ?? '', 'hex').toString()), {
    kind: 'ExecCredential',
    apiVersion: 'client.authentication.k8s.io/v1beta1',
    spec: {
      interactive: false,
      cluster: {
        server: 'https://api.acme.example',
        'certificate-authority-data': Buffer.from('PEM').toString('base64'),
      },
    },
  });
});

test('a plugin does not run in the working directory', async (t) => {
  const outcome = await run(
    t,
    `printf '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"%s"}}' "$PWD"`,
  );
  t.is('credential' in outcome ? outcome.credential.token?.reveal() : '', '/');
});

const fails = test.macro(
  async (t, script: string, failure: string, fields: Partial<ExecPlugin> = {}, timeoutMs?: number) => {
    t.deepEqual(await run(t, script, fields, timeoutMs), { failure });
  },
);

test('a plugin that is not in PATH is told', fails, '', 'not-found', { command: 'no-such-plugin' });
test('a plugin by a path where nothing is is told', fails, '', 'not-started', { command: '/no/such/plugin' });
test('a plugin that fails is told, without its words', fails, 'echo secret >&2; exit 3', 'failed');
test('a plugin that hangs is ended', fails, 'exec sleep 30', 'too-slow', {}, 100);
test('a plugin that prints without end is ended', fails, 'exec yes', 'too-much-output');
test('a plugin that prints no JSON is told', fails, 'echo hello', 'not-understood');
test(
  'a plugin of another version is told',
  fails,
  credential({ token: 'x' }, 'client.authentication.k8s.io/v1beta1'),
  'not-understood',
);
test(
  'a plugin that prints another kind is told',
  fails,
  credential({ token: 'x' }, undefined, 'Secret'),
  'not-understood',
);
test(
  'a plugin without a status is told',
  fails,
  'echo \'{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1"}\'',
  'not-understood',
);
test('a plugin that gives nothing is told', fails, credential({}), 'not-understood');
test(
  'a plugin that gives a certificate without a key is told',
  fails,
  credential({ clientCertificateData: 'x' }),
  'not-understood',
);
