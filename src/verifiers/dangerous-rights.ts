/**
 * Rights that lead further: the escalation list of the Kubernetes documentation ("Role Based Access Control Good
 * Practices", privilege escalation risks), with the interactive subresources of Pods.
 */

/** What is asked of the authorizer, as `resourceAttributes` of a SubjectAccessReview. */
export interface AccessQuestion {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly name?: string;
}

/** One dangerous thing, and the questions of which any "yes" means it. */
export interface DangerousRightRow {
  readonly id: string;
  /** `where` is "in the cluster" or "in namespace X". */
  readonly say: (where: string) => string;
  /** False for what only exists at the cluster scope. */
  readonly isNamespaced: boolean;
  readonly questions: readonly AccessQuestion[];
}

const ask = (verbs: string, group: string, resource: string, name?: string): AccessQuestion[] => {
  const [plain = '', subresource] = resource.split('/');
  const attributes = {
    group,
    resource: plain,
    ...(subresource === undefined ? {} : { subresource }),
    ...(name === undefined ? {} : { name }),
  };
  return verbs.split(' ').map((verb) => ({ verb, ...attributes }));
};

const rbac = 'rbac.authorization.k8s.io';
const hooks = 'admissionregistration.k8s.io';
const certificates = 'certificates.k8s.io';
const signer = 'kubernetes.io/kube-apiserver-client';

/** The one right that holds all others; when it is allowed, no other is asked about. */
export const everything: DangerousRightRow = {
  id: 'everything',
  isNamespaced: true,
  say: (where) => `can do everything ${where}`,
  questions: ask('*', '*', '*'),
};

/** Worst first. */
export const dangerousRights: readonly DangerousRightRow[] = [
  {
    id: 'read-secrets',
    isNamespaced: true,
    say: (where) => `can read every Secret ${where}`,
    questions: ask('get list watch', '', 'secrets'),
  },
  {
    id: 'impersonate',
    isNamespaced: false,
    say: () => 'can act as any user or group',
    questions: [...ask('impersonate', '', 'users'), ...ask('impersonate', '', 'groups')],
  },
  {
    id: 'impersonate-accounts',
    isNamespaced: true,
    say: (where) => `can act as any service account ${where}`,
    questions: ask('impersonate', '', 'serviceaccounts'),
  },
  {
    id: 'make-tokens',
    isNamespaced: true,
    say: (where) => `can make tokens for any service account ${where}`,
    questions: ask('create', '', 'serviceaccounts/token'),
  },
  {
    id: 'escalate',
    isNamespaced: true,
    say: (where) => `can give itself any right ${where}`,
    questions: [...ask('escalate bind', rbac, 'roles'), ...ask('escalate bind', rbac, 'clusterroles')],
  },
  {
    id: 'run-pods',
    isNamespaced: true,
    say: (where) => `can run Pods ${where}, with any of the service accounts and Secrets there`,
    questions: [
      ...ask('create', '', 'pods'),
      ...ask('create', '', 'replicationcontrollers'),
      ...['deployments', 'daemonsets', 'statefulsets', 'replicasets'].flatMap((name) => ask('create', 'apps', name)),
      ...ask('create', 'batch', 'jobs'),
      ...ask('create', 'batch', 'cronjobs'),
    ],
  },
  {
    id: 'enter-pods',
    isNamespaced: true,
    say: (where) => `can enter running Pods ${where}`,
    questions: [
      ...ask('create get', '', 'pods/exec'),
      ...ask('create get', '', 'pods/attach'),
      ...ask('update patch', '', 'pods/ephemeralcontainers'),
    ],
  },
  {
    id: 'forward-ports',
    isNamespaced: true,
    say: (where) => `can reach any port of the Pods ${where}`,
    questions: ask('create get', '', 'pods/portforward'),
  },
  {
    id: 'node-proxy',
    isNamespaced: false,
    say: () => 'can run commands in every Pod by way of the kubelets',
    questions: ask('get create', '', 'nodes/proxy'),
  },
  {
    id: 'make-secrets',
    isNamespaced: true,
    say: (where) => `can create Secrets ${where}, and with them tokens that never expire`,
    questions: ask('create', '', 'secrets'),
  },
  {
    id: 'sign-certificates',
    isNamespaced: false,
    say: () => 'can approve certificates that the API server takes for any user',
    questions: [
      ...ask('update', certificates, 'certificatesigningrequests/approval'),
      ...ask('approve', certificates, 'signers', signer),
    ],
  },
  {
    id: 'admission-webhooks',
    isNamespaced: false,
    say: () => 'can read and change everything that is written to the cluster, by admission webhooks',
    questions: [
      ...ask('create update patch', hooks, 'mutatingwebhookconfigurations'),
      ...ask('create update patch', hooks, 'validatingwebhookconfigurations'),
    ],
  },
  {
    id: 'host-volumes',
    isNamespaced: false,
    say: () => 'can make volumes out of the files of any node',
    questions: ask('create', '', 'persistentvolumes'),
  },
  {
    id: 'namespace-labels',
    isNamespaced: false,
    say: () => 'can change the labels of namespaces, and with them what Pod security and network policies allow',
    questions: ask('patch update', '', 'namespaces'),
  },
];
