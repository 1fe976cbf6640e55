import { spawn, spawnSync } from 'node:child_process';
import test, { type ExecutionContext } from 'ava';
import type { Finding } from '../../src/model/finding.js';
import { remedyFor } from '../../src/triage/remedy.js';
import { data, kubeconfigText } from '../helpers/api-server/kubeconfig-text.js';
import { hasKubectl, temporaryFolder, writeKubeconfig } from '../helpers/api-server/kubectl.js';
import { ApiServer, authority } from '../helpers/api-server/server.js';
import { uuidOf } from '../helpers/claims.js';
import { findingOf } from '../helpers/finding-of.js';
import { mintToken, type MintRecipe } from '../helpers/mint.js';

const now = new Date('2026-11-26T12:00:00Z');
const context = "it's $HOME";
const hasTools = hasKubectl && spawnSync('sh', ['-c', 'command -v jq base64 sha256sum']).status === 0;
// Shells and kubectl are the judges here; where they are missing nothing can be said.
const withTools = hasTools ? test : test.skip;

interface Bench {
  readonly server: ApiServer;
  /** Runs a command line as a person would paste it. */
  readonly paste: (
    command: string | null | undefined,
  ) => Promise<{ readonly code: number | null; readonly said: string }>;
}

async function open(t: ExecutionContext): Promise<Bench> {
  const server = await ApiServer.start();
  t.teardown(() => server.close());
  const folder = await temporaryFolder(t);
  const cluster = { server: server.url, 'certificate-authority-data': data(authority.certificate) };
  const admin = authority.identity({ commonName: 'admin', organizations: ['system:masters'] });
  const user = { 'client-certificate-data': data(admin.certificate), 'client-key-data': data(admin.key) };
  // The current context is another one: a command that does not name its own reaches nothing.
  const config = await writeKubeconfig(folder, kubeconfigText([{ name: context, cluster, user }], 'nowhere'));
  const env = { PATH: process.env['PATH'], HOME: folder, KUBECONFIG: config };
  const paste: Bench['paste'] = (command) =>
    new Promise((resolve) => {
      const child = spawn('sh', ['-c', command ?? 'exit 99'], { env, cwd: folder });
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.on('close', (code) => resolve({ code, said }));
    });
  return { server, paste };
}

function steps(finding: Finding) {
  const remedy = remedyFor(finding, { proven: true, now, context });
  return {
    check: remedy.find(({ action }) => action.startsWith('Check'))?.command,
    kill: remedy.find(({ destructive }) => destructive)?.command,
    keep: remedy.find(({ action }) => action.startsWith('Keep'))?.command,
  };
}

const long: MintRecipe = { expiresAt: 1890000000 };
const cases = [
  ['pods', { ...long, kind: 'pod-bound' }, 'web-7d9f6c5b8-abcde', 'pod'],
  ['secrets', { ...long, kind: 'secret-bound' }, 'build-robot-secret', 'secret'],
  ['nodes', { ...long, kind: 'node-bound' }, 'node-1.acme.example', 'node'],
  ['serviceaccounts', { ...long, kind: 'unbound' }, 'deployer', 'serviceaccount'],
] as const satisfies readonly (readonly [string, MintRecipe, string, string])[];

for (const [resource, recipe, name, role] of cases) {
  const where = resource === 'nodes' ? {} : { namespace: 'ci' };
  const { kind } = recipe;

  withTools(`the commands for a ${kind} token delete what it hangs on`, async (t) => {
    const { server, paste } = await open(t);
    server.store.put('serviceaccounts', { namespace: 'ci', name: 'deployer', uid: uuidOf(kind, 'serviceaccount') });
    server.store.put(resource, { ...where, name, uid: uuidOf(kind, role) });
    const { check, kill } = steps(findingOf(mintToken(recipe), now));
    t.true((await paste(check)).said.includes(uuidOf(kind, role)));
    const killed = await paste(kill);
    t.is(killed.code, 0, killed.said);
    t.is(server.store.get(resource, resource === 'nodes' ? undefined : 'ci', name), undefined);
  });

  withTools(`the commands for a ${kind} token spare an object of that name that was made anew`, async (t) => {
    const { server, paste } = await open(t);
    server.store.put(resource, { ...where, name });
    const spared = await paste(steps(findingOf(mintToken(recipe), now)).kill);
    t.not(spared.code, 0);
    t.regex(spared.said, /Conflict/);
    t.not(server.store.get(resource, resource === 'nodes' ? undefined : 'ci', name), undefined);
  });
}

withTools('a Secret goes only while it holds the very token', async (t) => {
  const { server, paste } = await open(t);
  const token = mintToken({ kind: 'legacy' });
  const finding = findingOf(token, now);
  const { check, kill } = steps(finding);
  const secret = (held: string) =>
    server.store.put('secrets', {
      namespace: 'ci',
      name: 'deployer-token-7x4kq',
      body: { data: { token: Buffer.from(held).toString('base64') } },
    });
  secret(mintToken({ kind: 'legacy', seed: 'another' }));
  t.false((await paste(check)).said.includes(finding.fingerprint.slice('sha256:'.length)));
  t.not((await paste(kill)).code, 0);
  t.not(server.store.get('secrets', 'ci', 'deployer-token-7x4kq'), undefined);
  secret(token);
  t.true((await paste(check)).said.includes(finding.fingerprint.slice('sha256:'.length)));
  const killed = await paste(kill);
  t.is(killed.code, 0, killed.said);
  t.is(server.store.get('secrets', 'ci', 'deployer-token-7x4kq'), undefined);
});

withTools('a service account is kept without what the cluster fills in', async (t) => {
  const { server, paste } = await open(t);
  server.store.put('serviceaccounts', {
    namespace: 'ci',
    name: 'deployer',
    labels: { team: 'a' },
    body: { secrets: [{ name: 'x' }] },
  });
  const { keep } = steps(findingOf(mintToken({ ...long, kind: 'unbound' }), now));
  t.is((await paste(keep)).code, 0);
  const kept: unknown = JSON.parse((await paste('cat deployer.serviceaccount.json')).said);
  t.deepEqual(kept, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { labels: { team: 'a' }, name: 'deployer', namespace: 'ci' },
  });
});
