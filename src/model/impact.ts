/** What the holder of a token could do: its blast radius, as the cluster's own authorizer says. */

/** A binding that gives rights, as RBAC has it. */
export interface Binding {
  readonly kind: 'ClusterRoleBinding' | 'RoleBinding';
  readonly name: string;
  /** Null for a ClusterRoleBinding. */
  readonly namespace: string | null;
  /** Null when the binding itself could not be read. */
  readonly uid: string | null;
  readonly role: { readonly kind: string; readonly name: string };
  /** By whom it reaches the token: its account, or a group that many are in. */
  readonly via: { readonly kind: string; readonly name: string };
}

/** One dangerous thing that is allowed. */
export interface DangerousRight {
  /** Stable word: `read-secrets`, `everything`… */
  readonly id: string;
  /** Null when it holds in the whole cluster. */
  readonly namespace: string | null;
  /** In human words: "can read every Secret in the cluster". */
  readonly meaning: string;
  /** The binding that gives it; null when the cluster does not say. */
  readonly binding: Binding | null;
}

/** Blast radius of one service account on one cluster. */
export interface Impact {
  readonly cluster: string;
  /** `system:serviceaccount:NAMESPACE:NAME`. */
  readonly subject: string;
  /** `partial` when some questions were not answered. */
  readonly state: 'complete' | 'partial' | 'forbidden' | 'unreachable';
  readonly rights: readonly DangerousRight[];
  /** Bindings that name the account or a group it is in; null when they may not be read. */
  readonly bindings: readonly Binding[] | null;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** Only in what was read from an earlier report: the date of that report (RFC 3339). */
  readonly claimedBy?: string;
}
