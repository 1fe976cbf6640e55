/** Turns a context of a kubeconfig into a cluster that can be asked, under the rules of what may be opened and run. */
import { createHash } from 'node:crypto';
import { basename, dirname, isAbsolute, resolve } from 'node:path';
import type { Failure } from '../model/failure.js';
import { Secret } from '../model/secret.js';
import type { Cluster, Credential, ExecPlugin, Impersonation } from './cluster.js';
import type { ClusterEntry, ExecEntry, Kubeconfig, KubeconfigFile, UserEntry } from './kubeconfig.js';
import { readNamedFile } from './named-file.js';

/** What a kubeconfig that is not the user's default may do. */
export interface ContextRules {
  readonly allowExec: boolean;
  readonly allowFiles: boolean;
}

/** A cluster, or why there is none. */
export type ContextOutcome = { readonly cluster: Cluster } | { readonly failure: Failure };

/** Carries a failure out of the depth of this file; never leaves it. */
class Refusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

function resolvePath(path: string, file: KubeconfigFile): string {
  return isAbsolute(path) ? path : resolve(dirname(file.path), path);
}

async function readBeside(path: string, file: KubeconfigFile, rules: ContextRules, field: string): Promise<string> {
  const isFree = file.isDefault || rules.allowFiles;
  const read = await readNamedFile(resolvePath(path, file), isFree ? undefined : file.path);
  if (read.state === 'read') return read.text;
  if (read.state === 'refused' && read.why === 'outside-folder') {
    throw new Refusal(
      'file-not-allowed',
      `its ${field} stands outside the folder of a kubeconfig that is not the default one; --allow-files lets it be read`,
    );
  }
  throw new Refusal('file-unreadable', `its ${field} cannot be read`);
}

function decode(base64: string, field: string): string {
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(base64)) throw new Refusal('kubeconfig-invalid', `its ${field} is no base64`);
  return Buffer.from(base64, 'base64').toString('utf8');
}

async function pemOf(
  data: string | null,
  path: string | null,
  file: KubeconfigFile,
  rules: ContextRules,
  field: string,
): Promise<string | null> {
  if (data !== null) return decode(data, `${field}-data`);
  return path === null ? null : readBeside(path, file, rules, field);
}

function urlOf(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function serverOf(entry: ClusterEntry): string {
  const url = urlOf(entry.server ?? '');
  if (url === null) throw new Refusal('server-invalid', 'its server is no URL');
  if (url.protocol !== 'https:')
    throw new Refusal('server-insecure', 'its server is not reached by https, and tokens go over verified TLS only');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new Refusal('server-invalid', 'its server URL carries more than host, port and path');
  }
  if (entry.skipsVerification) {
    throw new Refusal(
      'server-unverified',
      'it sets insecure-skip-tls-verify, and tokens go over verified TLS only; give certificate-authority-data instead',
    );
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function proxyOf(entry: ClusterEntry): string | null {
  if (entry.proxyUrl === null) return null;
  const url = urlOf(entry.proxyUrl);
  if (url !== null && ['http:', 'https:', 'socks5:'].includes(url.protocol)) return entry.proxyUrl;
  throw new Refusal('proxy-invalid', 'its proxy-url is neither http, https nor socks5');
}

async function certificateOf(user: UserEntry, rules: ContextRules): Promise<Credential['certificate']> {
  const chain = await pemOf(user.certificateData, user.certificateFile, user.file, rules, 'client-certificate');
  if (chain === null) return null;
  const key = await pemOf(user.keyData?.reveal() ?? null, user.keyFile, user.file, rules, 'client-key');
  if (key === null) throw new Refusal('kubeconfig-invalid', 'it has a client-certificate without a client-key');
  return { chain, key: new Secret(key) };
}

function execOf(entry: ExecEntry, file: KubeconfigFile, rules: ContextRules): ExecPlugin {
  if (!file.isDefault && !rules.allowExec) {
    throw new Refusal(
      'exec-not-allowed',
      'it runs a credential plugin from a kubeconfig that is not the default one; --allow-exec lets it run',
    );
  }
  const version = /^client\.authentication\.k8s\.io\/(v1|v1beta1)$/.exec(entry.apiVersion ?? '')?.[1];
  if (version !== 'v1' && version !== 'v1beta1')
    throw new Refusal('exec-invalid', 'its credential plugin speaks neither v1 nor v1beta1');
  if (entry.command === null) throw new Refusal('exec-invalid', 'its credential plugin has no command');
  if (entry.interactiveMode === 'Always')
    throw new Refusal('exec-interactive', 'its credential plugin wants a terminal (interactiveMode: Always)');
  // A bare name is looked up in PATH; anything else starts at the kubeconfig's folder (client-go tools/clientcmd).
  const command = basename(entry.command) === entry.command ? entry.command : resolvePath(entry.command, file);
  return { version, command, args: entry.args, env: entry.env, providesClusterInfo: entry.providesClusterInfo };
}

function impersonationOf(user: UserEntry): Impersonation | null {
  const { impersonate, impersonateUid: uid, impersonateGroups: groups, impersonateExtra: extra } = user;
  if (impersonate !== null) return { user: impersonate, uid, groups, extra };
  if (uid === null && groups.length === 0 && Object.keys(extra).length === 0) return null;
  throw new Refusal('kubeconfig-invalid', 'it impersonates a uid, groups or extras without a user');
}

async function credentialOf(user: UserEntry, rules: ContextRules): Promise<Credential> {
  if (user.authProvider !== null) {
    throw new Refusal(
      'auth-provider-removed',
      'it uses an auth-provider, which Kubernetes 1.26 removed; use a credential plugin such as kubelogin',
    );
  }
  if (user.token !== null && user.username !== null)
    throw new Refusal('kubeconfig-invalid', 'it has both a token and a user name');
  // Read now for the rules' sake, and again when a request needs it: its content is rotated.
  if (user.tokenFile !== null) await readBeside(user.tokenFile, user.file, rules, 'tokenFile');
  return {
    token: user.token,
    tokenFile:
      user.tokenFile === null
        ? null
        : {
            path: resolvePath(user.tokenFile, user.file),
            beside: user.file.isDefault || rules.allowFiles ? null : user.file.path,
          },
    basic: user.username === null ? null : { username: user.username, password: user.password ?? new Secret('') },
    certificate: await certificateOf(user, rules),
    exec: user.exec === null ? null : execOf(user.exec, user.file, rules),
  };
}

/** Hash of all that decides which machine answers. */
function identityOf(parts: readonly (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

async function build(kubeconfig: Kubeconfig, name: string, rules: ContextRules): Promise<Cluster> {
  const context = kubeconfig.contexts.get(name);
  if (context === undefined) throw new Refusal('context-unknown', 'the kubeconfig has no context of that name');
  const entry = kubeconfig.clusters.get(context.cluster ?? '');
  if (entry === undefined) throw new Refusal('kubeconfig-invalid', 'its cluster is not in the kubeconfig');
  const user = kubeconfig.users.get(context.user ?? '');
  if (user === undefined) throw new Refusal('kubeconfig-invalid', 'its user is not in the kubeconfig');
  const server = serverOf(entry);
  const proxyUrl = proxyOf(entry);
  const authorities = await pemOf(entry.authorityData, entry.authorityFile, entry.file, rules, 'certificate-authority');
  return {
    name,
    server,
    proxyUrl,
    authorities,
    identity: identityOf([server, entry.tlsServerName, proxyUrl, authorities]),
    serverName: entry.tlsServerName,
    credential: await credentialOf(user, rules),
    impersonation: impersonationOf(user),
  };
}

/** The cluster behind context `name`. Opens the files it names as far as `rules` allow; runs nothing yet. */
export async function clusterOfContext(
  kubeconfig: Kubeconfig,
  name: string,
  rules: ContextRules,
): Promise<ContextOutcome> {
  try {
    return { cluster: await build(kubeconfig, name, rules) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { failure: { origin: null, code: error.code, message: `context ${name} cannot be used: ${error.message}` } };
  }
}
