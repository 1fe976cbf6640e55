/** Names the right a reviewer lacks, so that somebody can grant it. */

/** What was asked of the API server, as a rule of a Role would say it. */
export interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  /** Null at the cluster scope. */
  readonly namespace: string | null;
}

/** Rights that a ClusterRole of every cluster gives. */
const builtIn: readonly (readonly [resource: string, role: string])[] = [
  ['tokenreviews', 'system:auth-delegator'],
  ['subjectaccessreviews', 'system:auth-delegator'],
  ['/openid/v1/jwks', 'system:service-account-issuer-discovery'],
];

/** `"create" on tokenreviews.authentication.k8s.io (the ClusterRole system:auth-delegator gives it)`. */
export function missingRight({ verb, group, resource, namespace }: Right): string {
  const what = group === '' ? resource : `${resource}.${group}`;
  const where = namespace === null ? '' : ` in namespace ${namespace}`;
  const role = builtIn.find(([name]) => name === resource)?.[1];
  return `"${verb}" on ${what}${where}${role === undefined ? '' : ` (the ClusterRole ${role} gives it)`}`;
}
