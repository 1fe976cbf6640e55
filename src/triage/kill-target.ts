/** What has to go so that a token dies, with names that are safe to put into commands. */
import type { Finding } from '../model/finding.js';
import { isDnsLabel, isDnsSubdomain } from '../token/quoted.js';

/** The service account, by names that are Kubernetes names. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string | null;
}

/**
 * `secret` with a null uid is a legacy token's: its claims tell the Secret's name only. `account`: bound to nothing,
 * so only the service account itself can go. `other`: bound to a kind that is better left to expire.
 */
export type KillTarget =
  | { readonly kind: 'secret'; readonly name: string; readonly uid: string | null }
  | { readonly kind: 'pod' | 'node'; readonly name: string; readonly uid: string }
  | { readonly kind: 'account'; readonly name: string; readonly uid: string }
  | { readonly kind: 'other'; readonly boundKind: string };

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The account, or undefined when its names are not ones that Kubernetes would take. */
export function accountOf({ identity }: Pick<Finding, 'identity'>): Account | undefined {
  const { namespace, serviceAccount: name, serviceAccountUid } = identity;
  if (namespace === null || name === null || !isDnsLabel(namespace) || !isDnsSubdomain(name)) return undefined;
  return { namespace, name, uid: uidOf(serviceAccountUid) };
}

/** What to delete, or undefined when the claims do not name it in a way that may stand in a command. */
export function killTargetOf({ identity, lifetime }: Pick<Finding, 'identity' | 'lifetime'>): KillTarget | undefined {
  const { boundTo, serviceAccount, serviceAccountUid } = identity;
  if (boundTo === null) {
    const uid = uidOf(serviceAccountUid);
    return serviceAccount === null || uid === null || !isDnsSubdomain(serviceAccount)
      ? undefined
      : { kind: 'account', name: serviceAccount, uid };
  }
  const { kind, name } = boundTo;
  const uid = uidOf(boundTo.uid);
  if (name === null || !isDnsSubdomain(name)) return undefined;
  if (kind === 'Secret') {
    const isLegacy = lifetime.expiresAt === null && boundTo.uid === null;
    return uid !== null || isLegacy ? { kind: 'secret', name, uid } : undefined;
  }
  if (kind === 'Pod' || kind === 'Node')
    return uid === null ? undefined : { kind: kind === 'Pod' ? 'pod' : 'node', name, uid };
  return { kind: 'other', boundKind: kind };
}

function uidOf(uid: string | null): string | null {
  return uid !== null && uuid.test(uid) ? uid : null;
}
