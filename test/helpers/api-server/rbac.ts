/** Role-based access control as the API server evaluates it (kubernetes/pkg/registry/rbac/validation, plugin/pkg/auth/authorizer/rbac). */
import type { User } from './service-account-authenticator.js';
import type { Store, Stored } from './store.js';

/** One question: may this user do that? */
export interface Attributes {
  readonly verb: string;
  readonly group?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** For paths that are no resources, as `/openid/v1/jwks`. */
  readonly path?: string;
}

/** A rule of a Role. */
export interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

function has(list: readonly string[] | undefined, wanted: string): boolean {
  return list?.some((entry) => entry === '*' || entry === wanted) ?? false;
}

function covers(rule: Rule, ask: Attributes): boolean {
  if (!has(rule.verbs, ask.verb)) return false;
  if (ask.path !== undefined) {
    return (
      rule.nonResourceURLs?.some(
        (url) => url === ask.path || (url.endsWith('*') && ask.path?.startsWith(url.slice(0, -1))),
      ) ?? false
    );
  }
  const resource = ask.subresource ? `${ask.resource}/${ask.subresource}` : (ask.resource ?? '');
  const named = rule.resourceNames ?? [];
  return (
    has(rule.apiGroups, ask.group ?? '') &&
    (has(rule.resources, resource) || (rule.resources?.includes(`*/${ask.subresource}`) ?? false)) &&
    (named.length === 0 || (ask.name !== undefined && named.includes(ask.name)))
  );
}

function isFor(binding: Stored, user: User): boolean {
  const subjects = (binding['subjects'] ?? []) as readonly Subject[];
  return subjects.some(({ kind, name, namespace }) => {
    if (kind === 'Group') return user.groups.includes(name);
    if (kind === 'ServiceAccount')
      return user.username === `system:serviceaccount:${namespace ?? binding.metadata.namespace}:${name}`;
    return user.username === name;
  });
}

function rulesOf(store: Store, binding: Stored): readonly Rule[] {
  const reference = binding['roleRef'] as { kind: string; name: string };
  const role =
    reference.kind === 'Role'
      ? store.get('roles', binding.metadata.namespace, reference.name)
      : store.get('clusterroles', undefined, reference.name);
  return (role?.['rules'] ?? []) as readonly Rule[];
}

/** The answer, with the words that the API server gives as its reason. */
export function authorize(
  store: Store,
  user: User,
  ask: Attributes,
): { readonly allowed: boolean; readonly reason: string } {
  if (user.groups.includes('system:masters')) return { allowed: true, reason: '' };
  const bindings = [
    ...store.list('clusterrolebindings'),
    ...(ask.namespace === undefined || ask.namespace === '' ? [] : store.list('rolebindings', ask.namespace)),
  ];
  for (const binding of bindings) {
    if (!isFor(binding, user) || !rulesOf(store, binding).some((rule) => covers(rule, ask))) continue;
    const reference = binding['roleRef'] as { kind: string; name: string };
    const reason = `RBAC: allowed by ${binding.kind} "${binding.metadata.name}" of ${reference.kind} "${reference.name}" to User "${user.username}"`;
    return { allowed: true, reason };
  }
  return { allowed: false, reason: '' };
}
