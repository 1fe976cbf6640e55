/** Finds the bindings that give a service account its rights. */
import type { ClusterApi } from '../clusters/api.js';
import type { Binding } from '../model/impact.js';
import type { JsonObject, JsonValue } from '../model/json.js';
import { objectOf } from './verdict-user.js';

/** A service account as RBAC meets it. */
export interface RbacSubject {
  readonly namespace: string;
  readonly name: string;
  readonly username: string;
  readonly groups: readonly string[];
}

/** A cluster with more bindings than this is read as far as this. */
const MAX_PAGES = 20;
const PAGE = 500;
/** Names of RBAC objects are path segments and may hold colons, as `system:node`. */
const NAME = /^[A-Za-z0-9:._-]{1,253}$/;

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function listOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).map(objectOf) : [];
}

/** The first subject of a binding that the account is, or is in. */
function viaOf(
  subjects: readonly JsonObject[],
  bindingNamespace: string | null,
  account: RbacSubject,
): Binding['via'] | null {
  for (const subject of subjects) {
    const kind = textOf(subject['kind']);
    const name = textOf(subject['name']);
    const namespace = textOf(subject['namespace']) || bindingNamespace;
    if (kind === 'ServiceAccount' && name === account.name && namespace === account.namespace) return { kind, name };
    if (kind === 'Group' && account.groups.includes(name)) return { kind, name };
    if (kind === 'User' && name === account.username) return { kind, name };
  }
  return null;
}

function bindingOf(kind: Binding['kind'], object: JsonObject, account: RbacSubject): Binding | null {
  const metadata = objectOf(object['metadata']);
  const name = textOf(metadata['name']);
  const namespace = kind === 'RoleBinding' ? textOf(metadata['namespace']) : null;
  const role = objectOf(object['roleRef']);
  const via = viaOf(listOf(object['subjects']), namespace, account);
  if (
    via === null ||
    !NAME.test(name) ||
    (namespace !== null && !NAME.test(namespace)) ||
    !NAME.test(textOf(role['name']))
  )
    return null;
  return {
    kind,
    name,
    namespace,
    uid: textOf(metadata['uid']) || null,
    role: { kind: textOf(role['kind']), name: textOf(role['name']) },
    via,
  };
}

async function list(
  api: ClusterApi,
  kind: Binding['kind'],
  path: string,
  account: RbacSubject,
): Promise<readonly Binding[] | null> {
  const found: Binding[] = [];
  let next = '';
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const outcome = await api.get(
      `/apis/rbac.authorization.k8s.io/v1/${path}?limit=${PAGE}${next === '' ? '' : `&continue=${encodeURIComponent(next)}`}`,
    );
    if (outcome.state === 'failed' || outcome.status !== 200) return null;
    found.push(
      ...listOf(outcome.body['items'])
        .map((item) => bindingOf(kind, item, account))
        .filter((binding) => binding !== null),
    );
    next = textOf(objectOf(outcome.body['metadata'])['continue']);
    if (next === '') break;
  }
  return found;
}

/** All bindings that reach the account; null when they may not be read. Those of its own namespace do when not all may be read. */
export async function readBindings(api: ClusterApi, account: RbacSubject): Promise<readonly Binding[] | null> {
  const wide = await list(api, 'ClusterRoleBinding', 'clusterrolebindings', account);
  const narrow =
    (await list(api, 'RoleBinding', 'rolebindings', account)) ??
    (await list(api, 'RoleBinding', `namespaces/${account.namespace}/rolebindings`, account));
  return wide === null && narrow === null ? null : [...(wide ?? []), ...(narrow ?? [])];
}

/** As the RBAC authorizer words its reason (kubernetes/pkg/registry/rbac/validation/rule.go). */
const reason =
  /^RBAC: allowed by (ClusterRoleBinding|RoleBinding) "([A-Za-z0-9:._-]{1,253})(?:\/([a-z0-9-]{1,63}))?" of (ClusterRole|Role) "([A-Za-z0-9:._-]{1,253})" to (ServiceAccount|Group|User) "([A-Za-z0-9:._/-]{1,600})"/;

/** The binding that an authorizer's reason names, with its uid when it is among `known`; null when it names none. */
export function bindingOfReason(text: string, known: readonly Binding[]): Binding | null {
  const match = reason.exec(text);
  if (match === null) return null;
  const [, kind, name = '', space, roleKind = '', roleName = '', viaKind = '', viaName = ''] = match;
  if (kind !== 'ClusterRoleBinding' && kind !== 'RoleBinding') return null;
  const namespace = space ?? null;
  const read = known.find(
    (binding) => binding.kind === kind && binding.name === name && binding.namespace === namespace,
  );
  return (
    read ?? {
      kind,
      name,
      namespace,
      uid: null,
      role: { kind: roleKind, name: roleName },
      via: { kind: viaKind, name: viaName.split('/')[0] ?? '' },
    }
  );
}
