/** Runs a kubeconfig's credential plugin (client.authentication.k8s.io) and reads what it prints. */
import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { Secret } from '../model/secret.js';
import type { Cluster, ExecPlugin } from './cluster.js';

/** What a plugin may give. */
export interface PluginCredential {
  readonly token: Secret | null;
  readonly certificate: { readonly chain: string; readonly key: Secret } | null;
  /** Milliseconds since the epoch; null when it says none. */
  readonly expiresAt: number | null;
}

/** Closed list of what can go wrong; what the plugin said itself is never passed on. */
export type PluginFailure = 'not-found' | 'not-started' | 'failed' | 'too-slow' | 'too-much-output' | 'not-understood';

/** What came of running it. */
export type PluginOutcome = { readonly credential: PluginCredential } | { readonly failure: PluginFailure };

/** A plugin may have to talk to a slow identity provider, but nobody waits for ever. */
const PLUGIN_TIMEOUT_MS = 60_000;
/** A credential with a certificate chain has some kilobytes. */
const MAX_OUTPUT_BYTES = 1024 * 1024;

type Environment = { readonly [name: string]: string | undefined };

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Looks a bare name up in PATH; relative entries of PATH (the working directory) do not count. */
async function findCommand(command: string, environment: Environment): Promise<string | null> {
  if (isAbsolute(command)) return command;
  for (const folder of (environment['PATH'] ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const path = join(folder, command);
    if (await isExecutable(path)) return path;
  }
  return null;
}

function execInfo(plugin: ExecPlugin, cluster: Cluster): string {
  const authority =
    cluster.authorities === null
      ? {}
      : { 'certificate-authority-data': Buffer.from(cluster.authorities).toString('base64') };
  return JSON.stringify({
    kind: 'ExecCredential',
    apiVersion: `client.authentication.k8s.io/${plugin.version}`,
    spec: {
      interactive: false,
      ...(plugin.providesClusterInfo
        ? {
            cluster: {
              server: cluster.server,
              ...(cluster.serverName === null ? {} : { 'tls-server-name': cluster.serverName }),
              ...(cluster.proxyUrl === null ? {} : { 'proxy-url': cluster.proxyUrl }),
              ...authority,
            },
          }
        : {}),
    },
  });
}

async function run(
  command: string,
  plugin: ExecPlugin,
  env: NodeJS.ProcessEnv,
  timeoutMs: number,
): Promise<{ readonly stdout: string } | { readonly failure: PluginFailure }> {
  return new Promise((resolve) => {
    // Not in the working directory: a `python -m …` would load modules from it, and it may be what is scanned.
    const child = spawn(command, [...plugin.args], {
      env,
      cwd: '/',
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    let length = 0;
    const end = (outcome: { readonly stdout: string } | { readonly failure: PluginFailure }): void => {
      clearTimeout(timer);
      child.stdout.destroy();
      child.kill('SIGKILL');
      resolve(outcome);
    };
    const timer = setTimeout(() => end({ failure: 'too-slow' }), timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > MAX_OUTPUT_BYTES) end({ failure: 'too-much-output' });
      else chunks.push(chunk);
    });
    child.on('error', () => end({ failure: 'not-started' }));
    child.on('close', (code) =>
      end(code === 0 ? { stdout: Buffer.concat(chunks).toString('utf8') } : { failure: 'failed' }),
    );
  });
}

function textOf(status: { readonly [field: string]: unknown }, field: string): string | null {
  const value = status[field];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Reads an `ExecCredential` of the version that was asked for; null when it is none. */
function read(stdout: string, plugin: ExecPlugin): PluginCredential | null {
  let document: unknown;
  try {
    document = JSON.parse(stdout);
  } catch {
    return null;
  }
  if (typeof document !== 'object' || document === null) return null;
  const { kind, apiVersion, status } = document as { [field: string]: unknown };
  if (kind !== 'ExecCredential' || apiVersion !== `client.authentication.k8s.io/${plugin.version}`) return null;
  if (typeof status !== 'object' || status === null) return null;
  const fields = status as { readonly [field: string]: unknown };
  const token = textOf(fields, 'token');
  const chain = textOf(fields, 'clientCertificateData');
  const key = textOf(fields, 'clientKeyData');
  if ((token === null && chain === null) || (chain === null) !== (key === null)) return null;
  const expiry = Date.parse(textOf(fields, 'expirationTimestamp') ?? '');
  return {
    token: token === null ? null : new Secret(token),
    certificate: chain === null || key === null ? null : { chain, key: new Secret(key) },
    expiresAt: Number.isNaN(expiry) ? null : expiry,
  };
}

/** Runs the plugin without a terminal, for at most `timeoutMs`. */
export async function runExecPlugin(
  plugin: ExecPlugin,
  cluster: Cluster,
  environment: Environment,
  timeoutMs = PLUGIN_TIMEOUT_MS,
): Promise<PluginOutcome> {
  const command = await findCommand(plugin.command, environment);
  if (command === null) return { failure: 'not-found' };
  const extra = Object.fromEntries(plugin.env.map(({ name, value }) => [name, value]));
  const env = { ...environment, ...extra, KUBERNETES_EXEC_INFO: execInfo(plugin, cluster) };
  const ran = await run(command, plugin, env, timeoutMs);
  if ('failure' in ran) return ran;
  const credential = read(ran.stdout, plugin);
  return credential === null ? { failure: 'not-understood' } : { credential };
}
