/** Reads the YAML or JSON text of one kubeconfig. Text is all it sees: it opens and runs nothing. */
import { parse } from 'yaml';
import { Secret } from '../model/secret.js';
import type { ClusterEntry, ContextEntry, ExecEntry, Kubeconfig, KubeconfigFile, UserEntry } from './kubeconfig.js';

/** Says what is wrong with a kubeconfig, in our words: a field's name at most, never its value. */
export class KubeconfigError extends Error {
  override readonly name = 'KubeconfigError';
}

type Fields = { readonly [field: string]: unknown };

function fieldsOf(value: unknown, where: string): Fields {
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new KubeconfigError(`${where} must be a mapping`);
  return value as Fields;
}

function listOf(value: unknown, where: string): readonly unknown[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw new KubeconfigError(`${where} must be a list`);
  return value;
}

function textOf(fields: Fields, field: string, where: string): string | null {
  const value = fields[field];
  if (value === null || value === undefined || value === '') return null;
  if (typeof value !== 'string') throw new KubeconfigError(`${where}.${field} must be text`);
  return value;
}

function secretOf(fields: Fields, field: string, where: string): Secret | null {
  const text = textOf(fields, field, where);
  return text === null ? null : new Secret(text);
}

function textsOf(value: unknown, where: string): readonly string[] {
  return listOf(value, where).map((entry) => {
    if (typeof entry !== 'string') throw new KubeconfigError(`${where} must be a list of texts`);
    return entry;
  });
}

function clusterOf(fields: Fields, where: string, file: KubeconfigFile): ClusterEntry {
  const insecure = fields['insecure-skip-tls-verify'];
  return {
    file,
    server: textOf(fields, 'server', where),
    tlsServerName: textOf(fields, 'tls-server-name', where),
    // YAML 1.1 has many words for true, and a word we do not know must not count as safe.
    skipsVerification: insecure !== undefined && insecure !== null && insecure !== false,
    authorityFile: textOf(fields, 'certificate-authority', where),
    authorityData: textOf(fields, 'certificate-authority-data', where),
    proxyUrl: textOf(fields, 'proxy-url', where),
  };
}

function execOf(value: unknown, where: string): ExecEntry | null {
  if (value === null || value === undefined) return null;
  const fields = fieldsOf(value, where);
  const env = listOf(fields['env'], `${where}.env`).map((entry) => {
    const pair = fieldsOf(entry, `${where}.env`);
    return { name: textOf(pair, 'name', `${where}.env`) ?? '', value: textOf(pair, 'value', `${where}.env`) ?? '' };
  });
  return {
    apiVersion: textOf(fields, 'apiVersion', where),
    command: textOf(fields, 'command', where),
    args: textsOf(fields['args'], `${where}.args`),
    env,
    providesClusterInfo: fields['provideClusterInfo'] === true,
    interactiveMode: textOf(fields, 'interactiveMode', where),
  };
}

function userOf(fields: Fields, where: string, file: KubeconfigFile): UserEntry {
  const provider = fields['auth-provider'];
  const extra = Object.entries(fieldsOf(fields['as-user-extra'], `${where}.as-user-extra`));
  return {
    file,
    token: secretOf(fields, 'token', where),
    tokenFile: textOf(fields, 'tokenFile', where),
    certificateFile: textOf(fields, 'client-certificate', where),
    certificateData: textOf(fields, 'client-certificate-data', where),
    keyFile: textOf(fields, 'client-key', where),
    keyData: secretOf(fields, 'client-key-data', where),
    username: textOf(fields, 'username', where),
    password: secretOf(fields, 'password', where),
    exec: execOf(fields['exec'], `${where}.exec`),
    authProvider:
      provider === null || provider === undefined
        ? null
        : (textOf(fieldsOf(provider, `${where}.auth-provider`), 'name', `${where}.auth-provider`) ?? 'unnamed'),
    impersonate: textOf(fields, 'as', where),
    impersonateUid: textOf(fields, 'as-uid', where),
    impersonateGroups: textsOf(fields['as-groups'], `${where}.as-groups`),
    impersonateExtra: Object.fromEntries(extra.map(([key, value]) => [key, textsOf(value, `${where}.as-user-extra`)])),
  };
}

function contextOf(fields: Fields, where: string): ContextEntry {
  return {
    cluster: textOf(fields, 'cluster', where),
    user: textOf(fields, 'user', where),
    namespace: textOf(fields, 'namespace', where),
  };
}

/** A named list of a kubeconfig as a map; two entries of one name are an error, as for kubectl. */
function namedOf<Entry>(
  root: Fields,
  list: string,
  key: string,
  read: (fields: Fields, where: string) => Entry,
): ReadonlyMap<string, Entry> {
  const named = new Map<string, Entry>();
  for (const [index, item] of listOf(root[list], list).entries()) {
    const where = `${list}[${index}]`;
    const fields = fieldsOf(item, where);
    const name = textOf(fields, 'name', where) ?? '';
    if (named.has(name)) throw new KubeconfigError(`${where}.name stands twice`);
    named.set(name, read(fieldsOf(fields[key], `${where}.${key}`), `${where}.${key}`));
  }
  return named;
}

function parseYaml(text: string): unknown {
  try {
    // An alias bomb stops at a hundred; timestamps and the like stay text.
    return parse(text, { maxAliasCount: 100, schema: 'core', logLevel: 'error', prettyErrors: false, merge: true });
  } catch {
    // A YAML error quotes the line it stands in, and that line may hold a token.
    throw new KubeconfigError('it is not YAML or JSON');
  }
}

/** Reads one kubeconfig's text. Throws `KubeconfigError`. */
export function readKubeconfigText(text: string, file: KubeconfigFile): Kubeconfig {
  const root = fieldsOf(parseYaml(text), 'the document');
  const kind = root['kind'];
  if (kind !== undefined && kind !== null && kind !== 'Config') throw new KubeconfigError('its kind is not Config');
  return {
    clusters: namedOf(root, 'clusters', 'cluster', (fields, where) => clusterOf(fields, where, file)),
    users: namedOf(root, 'users', 'user', (fields, where) => userOf(fields, where, file)),
    contexts: namedOf(root, 'contexts', 'context', contextOf),
    currentContext: textOf(root, 'current-context', 'the document'),
  };
}
