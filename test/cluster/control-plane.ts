/** Builds and starts etcd and kube-apiserver (`control-plane/`) on loopback; needs Go and its module proxy, once. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { Authority } from '../helpers/api-server/authority.js';
import { data, kubeconfigText } from '../helpers/api-server/kubeconfig-text.js';
import { root } from '../helpers/root.js';

/** A running cluster. */
export interface ControlPlane {
  /** Path of a kubeconfig of its administrator. */
  readonly kubeconfig: string;
  /** Path of the private key that signs its tokens, PEM. */
  readonly signingKey: string;
  stop(): Promise<void>;
}

const source = join(root, 'test', 'cluster', 'control-plane');
const issuer = 'https://kubernetes.default.svc.cluster.local';

/** The binary, built when its source changed; a first build takes some minutes. */
function build(): string {
  const hash = createHash('sha256');
  for (const name of ['go.mod', 'go.sum', 'main.go']) hash.update(readFileSync(join(source, name)));
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const binary = join(cache, 'kubeleaks', `control-plane-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(binary)) return binary;
  console.error('building kube-apiserver; the first time takes some minutes');
  const version = /k8s\.io\/kubernetes (v\S+)/.exec(readFileSync(join(source, 'go.mod'), 'utf8'))?.[1] ?? 'v0.0.0';
  const flags = `-s -w -X k8s.io/component-base/version.gitVersion=${version}`;
  execFileSync('nice', ['go', 'build', '-trimpath', '-ldflags', flags, '-o', binary, '.'], {
    cwd: source,
    stdio: 'inherit',
  });
  return binary;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

async function ready(
  url: string,
  authority: Authority,
  admin: { certificate: string; key: string },
  child: ChildProcess,
): Promise<void> {
  const dispatcher = new Agent({ connect: { ca: authority.certificate, cert: admin.certificate, key: admin.key } });
  for (let tries = 0; tries < 240; tries += 1) {
    if (child.exitCode !== null) throw new Error('the control plane ended before it was ready');
    const status = await request(`${url}/readyz`, { dispatcher }).then(
      async ({ statusCode, body }) => {
        await body.dump();
        return statusCode;
      },
      () => 0,
    );
    if (status === 200) return dispatcher.close();
    await wait(250);
  }
  throw new Error('the control plane was not ready after a minute');
}

/** Starts a cluster with an etcd of its own; nothing of it remains after `stop`. */
export async function startControlPlane(): Promise<ControlPlane> {
  const binary = build();
  const folder = await mkdtemp(join(tmpdir(), 'kubeleaks-cluster-'));
  const authority = new Authority('control plane');
  const server = authority.identity({ commonName: 'kube-apiserver', names: ['127.0.0.1'] });
  const admin = authority.identity({ commonName: 'admin', organizations: ['system:masters'] });
  const signing = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  const files = {
    'ca.pem': authority.certificate,
    'server.pem': server.certificate,
    'server.key': server.key,
    'sa.key': signing,
  };
  await mkdir(join(folder, 'etcd'));
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text, { mode: 0o600 })));
  const [port, client, peer] = [await freePort(), await freePort(), await freePort()];
  const file = (name: string): string => join(folder, name);
  const child = spawn(
    binary,
    [
      `--etcd-dir=${file('etcd')}`,
      `--etcd-client=http://127.0.0.1:${client}`,
      `--etcd-peer=http://127.0.0.1:${peer}`,
      '--',
      `--secure-port=${port}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      '--endpoint-reconciler-type=none',
      '--service-cluster-ip-range=10.0.0.0/24',
      '--authorization-mode=Node,RBAC',
      '--disable-admission-plugins=ServiceAccount',
      `--service-account-issuer=${issuer}`,
      `--service-account-key-file=${file('sa.key')}`,
      `--service-account-signing-key-file=${file('sa.key')}`,
      `--client-ca-file=${file('ca.pem')}`,
      `--tls-cert-file=${file('server.pem')}`,
      `--tls-private-key-file=${file('server.key')}`,
    ],
    { stdio: 'ignore' },
  );
  const stop = async (): Promise<void> => {
    const ended = new Promise((resolve) => {
      child.once('exit', resolve);
    });
    if (child.exitCode === null && child.kill('SIGKILL')) await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const url = `https://127.0.0.1:${port}`;
  try {
    await ready(url, authority, admin, child);
  } catch (error) {
    await stop();
    throw error;
  }
  const cluster = { server: url, 'certificate-authority-data': data(authority.certificate) };
  const user = { 'client-certificate-data': data(admin.certificate), 'client-key-data': data(admin.key) };
  await writeFile(file('kubeconfig'), kubeconfigText([{ name: 'real', cluster, user }]), { mode: 0o600 });
  return { kubeconfig: file('kubeconfig'), signingKey: file('sa.key'), stop };
}
