/** The discovery documents that kubectl asks for before it does anything. */

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

const readable = ['delete', 'get', 'list'];
const one = (name: string, kind: string, namespaced: boolean, verbs: readonly string[] = readable): Resource => ({
  name,
  kind,
  namespaced,
  verbs,
});

const core = [
  one('namespaces', 'Namespace', false),
  one('nodes', 'Node', false),
  one('pods', 'Pod', true),
  one('secrets', 'Secret', true),
  one('serviceaccounts', 'ServiceAccount', true),
  one('serviceaccounts/token', 'TokenRequest', true, ['create']),
];
const groups: { readonly [group: string]: readonly Resource[] } = {
  'authentication.k8s.io': [
    one('tokenreviews', 'TokenReview', false, ['create']),
    one('selfsubjectreviews', 'SelfSubjectReview', false, ['create']),
  ],
  'authorization.k8s.io': [
    one('selfsubjectaccessreviews', 'SelfSubjectAccessReview', false, ['create']),
    one('subjectaccessreviews', 'SubjectAccessReview', false, ['create']),
  ],
  'rbac.authorization.k8s.io': [
    one('rolebindings', 'RoleBinding', true),
    one('clusterrolebindings', 'ClusterRoleBinding', false),
    one('roles', 'Role', true),
    one('clusterroles', 'ClusterRole', false),
  ],
};

function listOf(groupVersion: string, resources: readonly Resource[]): unknown {
  const full = resources.map((resource) => ({
    ...resource,
    singularName: resource.kind.toLowerCase(),
    ...(resource.kind === 'TokenRequest' ? { group: 'authentication.k8s.io', version: 'v1' } : {}),
  }));
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: full };
}

/** The document under `path`, or undefined. */
export function discoveryOf(path: string): unknown {
  if (path === '/version') return { major: '1', minor: '36', gitVersion: 'v1.36.3', platform: 'linux/amd64' };
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };
  if (path === '/api/v1') return listOf('v1', core);
  if (path === '/apis') {
    const list = Object.keys(groups).map((name) => {
      const version = { groupVersion: `${name}/v1`, version: 'v1' };
      return { name, versions: [version], preferredVersion: version };
    });
    return { kind: 'APIGroupList', apiVersion: 'v1', groups: list };
  }
  const match = /^\/apis\/([^/]+)\/v1$/.exec(path);
  const resources = groups[match?.[1] ?? ''];
  return resources === undefined ? undefined : listOf(`${match?.[1]}/v1`, resources);
}
