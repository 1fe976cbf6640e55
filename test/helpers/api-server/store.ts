/** The objects of a test cluster, by the path their API serves them under. */
import { randomUUID } from 'node:crypto';

/** A Kubernetes object as far as the tests care. */
export interface Stored {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly labels?: { readonly [key: string]: string };
    readonly deletionTimestamp?: string;
    readonly creationTimestamp?: string;
  };
  readonly [field: string]: unknown;
}

/** What a test says to make one; `uid` is made up when absent. */
export interface Draft {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly labels?: { readonly [key: string]: string };
  readonly deletionTimestamp?: string;
  /** Fields beside `metadata`. */
  readonly body?: { readonly [field: string]: unknown };
}

const groupOf: { readonly [resource: string]: readonly [group: string, kind: string] } = {
  namespaces: ['', 'Namespace'],
  serviceaccounts: ['', 'ServiceAccount'],
  pods: ['', 'Pod'],
  secrets: ['', 'Secret'],
  nodes: ['', 'Node'],
  roles: ['rbac.authorization.k8s.io', 'Role'],
  rolebindings: ['rbac.authorization.k8s.io', 'RoleBinding'],
  clusterroles: ['rbac.authorization.k8s.io', 'ClusterRole'],
  clusterrolebindings: ['rbac.authorization.k8s.io', 'ClusterRoleBinding'],
};

/** `/api/v1/namespaces/ci/pods` for a collection, with `/NAME` for one object. */
export function pathOf(resource: string, namespace: string | undefined, name?: string): string {
  const [group = ''] = groupOf[resource] ?? [];
  const prefix = group === '' ? '/api/v1' : `/apis/${group}/v1`;
  const scope = namespace === undefined ? '' : `/namespaces/${namespace}`;
  return `${prefix}${scope}/${resource}${name === undefined ? '' : `/${name}`}`;
}

/** Keeps objects; `resource` is the plural of the API. */
export class Store {
  readonly #objects = new Map<string, Stored>();

  put(resource: string, draft: Draft): Stored {
    const [group, kind] = groupOf[resource] ?? ['', resource];
    const { name, namespace, uid = randomUUID(), labels, deletionTimestamp, body } = draft;
    const stored: Stored = {
      apiVersion: group === '' ? 'v1' : `${group}/v1`,
      kind,
      metadata: {
        name,
        uid,
        creationTimestamp: '2026-01-01T00:00:00Z',
        ...(namespace === undefined ? {} : { namespace }),
        ...(labels === undefined ? {} : { labels }),
        ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
      },
      ...body,
    };
    this.#objects.set(pathOf(resource, namespace, name), stored);
    return stored;
  }

  get(resource: string, namespace: string | undefined, name: string): Stored | undefined {
    return this.#objects.get(pathOf(resource, namespace, name));
  }

  delete(resource: string, namespace: string | undefined, name: string): void {
    this.#objects.delete(pathOf(resource, namespace, name));
  }

  /** All of one resource, of one namespace when it is given. */
  list(resource: string, namespace?: string): Stored[] {
    const [group, kind] = groupOf[resource] ?? ['', resource];
    const apiVersion = group === '' ? 'v1' : `${group}/v1`;
    return [...this.#objects.values()].filter(
      (object) =>
        object.kind === kind &&
        object.apiVersion === apiVersion &&
        (namespace === undefined || object.metadata.namespace === namespace),
    );
  }
}
