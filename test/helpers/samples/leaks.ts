/** Samples that leak: for each detector, stories of how its tokens get out. */
import { mintToken, type MintRecipe } from '../mint.js';
import { klogHead } from './log-lines.js';

/** Path under `samples/` and content. */
export type Sample = readonly [path: string, content: string | Uint8Array];

const base64 = (text: string): string => Buffer.from(text).toString('base64');
/** Seconds since the epoch of a day at noon, UTC. */
const noon = (date: string): number => Date.parse(`${date}T12:00:00Z`) / 1000;

/** One pretended cluster signs all RSA samples; its private key ends with the process. */
const cluster: MintRecipe = { key: 'samples', namespace: 'payments' };

function legacy(account: string, more: MintRecipe = {}): string {
  return mintToken({ ...cluster, kind: 'legacy', serviceAccount: account, seed: account, ...more });
}

function bound(account: string, issued: string, expires: string | undefined, more: MintRecipe = {}): string {
  const end = expires === undefined ? {} : { expiresAt: noon(expires) };
  return mintToken({ ...cluster, serviceAccount: account, seed: account, issuedAt: noon(issued), ...end, ...more });
}

function secretYaml(account: string, token: string): string {
  return [
    'apiVersion: v1',
    'data:',
    `  ca.crt: ${base64('-----BEGIN CERTIFICATE-----\nMIIBeDCCAR2gAwIBAgIBADAKBggqhkjOPQQDAjAjMSEwHwYDVQQDDBhrM3Mtc2Vy\n-----END CERTIFICATE-----\n')}`,
    `  namespace: ${base64('payments')}`,
    `  token: ${base64(token)}`,
    'kind: Secret',
    'metadata:',
    '  annotations:',
    `    kubernetes.io/service-account.name: ${account}`,
    `  name: ${account}-token-7x4kq`,
    '  namespace: payments',
    'type: kubernetes.io/service-account-token',
    '',
  ].join('\n');
}

function kubeconfig(token: string): string {
  return [
    'apiVersion: v1',
    'kind: Config',
    'clusters:',
    '- cluster:',
    '    insecure-skip-tls-verify: true',
    '    server: https://api.acme.example:6443',
    '  name: acme',
    'contexts:',
    '- context: {cluster: acme, namespace: payments, user: deployer}',
    '  name: acme',
    'current-context: acme',
    'users:',
    '- name: deployer',
    '  user:',
    `    token: ${token}`,
    '',
  ].join('\n');
}

function legacyLeaks(): readonly Sample[] {
  const old = legacy('reporter', { kid: '', alg: 'ES256' });
  return [
    [
      'kubernetes-legacy/leak.env-file.env',
      `# copied from the cluster in 2021\nKUBERNETES_SERVER=https://api.acme.example:6443\nKUBERNETES_TOKEN=${legacy('deployer')}\nLOG_LEVEL=info\n`,
    ],
    ['kubernetes-legacy/leak.secret-manifest.yaml', secretYaml('backup', legacy('backup'))],
    ['kubernetes-legacy/leak.kubeconfig.yaml', kubeconfig(legacy('admin', { bits: 4096 }))],
    // client-go before 1.20 wrote headers at -v=9 (CVE-2020-8565).
    [
      'kubernetes-legacy/leak.client-go-header.log',
      `${klogHead(1, 'round_trippers.go:419')}curl -k -v -XGET  -H "Accept: application/json, */*" -H "Authorization: Bearer ${legacy('monitor')}" 'https://10.152.183.1:443/apis/apps/v1/deployments'\n${klogHead(2, 'round_trippers.go:438')}GET https://10.152.183.1:443/apis/apps/v1/deployments 200 OK in 12 milliseconds\n`,
    ],
    [
      'kubernetes-legacy/leak.describe-secret.txt',
      `Name:         reporter-token-7x4kq\nNamespace:    payments\nType:  kubernetes.io/service-account-token\n\nData\n====\nca.crt:     570 bytes\nnamespace:  8 bytes\ntoken:      ${old}\n`,
    ],
  ];
}

function boundLeaks(): readonly Sample[] {
  const ci = bound('deployer', '2026-11-20', undefined);
  const irsa = bound('uploader', '2026-11-20', '2027-02-20', { kind: 'irsa', pod: 'uploader-5d7c9-xk2lp' });
  const request = bound('webhook', '2026-11-20', '2027-11-20', { kind: 'unbound', alg: 'ES256' });
  const gke = bound('autoscaler', '2024-03-01', undefined, { kind: 'gke', pod: 'autoscaler-0' });
  const argocd = bound('argocd-manager', '2026-06-01', '2036-05-29', { kind: 'unbound' });
  const body = JSON.stringify({
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    spec: { expirationSeconds: 31536000 },
    status: { token: request, expirationTimestamp: '2027-11-20T12:00:00Z' },
  });
  return [
    [
      'kubernetes-bound/leak.ci-job.log',
      `$ set -x\n+ kubectl --server=https://api.acme.example:6443 --token=${ci} -n payments rollout restart deployment/web\ndeployment.apps/web restarted\nJob succeeded\n`,
    ],
    [
      'kubernetes-bound/leak.debug-log.json',
      `${JSON.stringify({ level: 'debug', ts: 1795176000.1, msg: 'assume role', request: JSON.stringify({ Action: 'AssumeRoleWithWebIdentity', WebIdentityToken: irsa }) })}\n`,
    ],
    // client-go since 1.32 masks headers, yet writes bodies at -v=8 and above.
    [
      'kubernetes-bound/leak.response-body.log',
      `${klogHead(3, 'serviceaccount.go:87')}"Response Body" body=${JSON.stringify(body)}\n`,
    ],
    [
      'kubernetes-bound/leak.go-struct.log',
      `2024/03/01 12:00:07 dialing with {Host:https://10.0.0.1 Token:${gke} Insecure:true}\n`,
    ],
    [
      'kubernetes-bound/leak.argocd-cluster.yaml',
      [
        'apiVersion: v1',
        'kind: Secret',
        'metadata:',
        '  name: cluster-acme',
        '  namespace: argocd',
        '  labels:',
        '    argocd.argoproj.io/secret-type: cluster',
        'type: Opaque',
        'data:',
        `  name: ${base64('acme')}`,
        `  server: ${base64('https://api.acme.example:6443')}`,
        `  config: ${base64(JSON.stringify({ bearerToken: argocd, tlsClientConfig: { insecure: true } }))}`,
        '',
      ].join('\n'),
    ],
  ];
}

function suspectLeaks(): readonly Sample[] {
  const cut = bound('deployer', '2026-11-20', '2027-11-20', { kind: 'unbound', seed: 'cut' });
  const forged = bound('cluster-admin', '2026-11-20', '2027-11-20', {
    kind: 'unbound',
    alg: 'HS256',
    namespace: 'kube-system',
  });
  const unsigned = legacy('deployer', { alg: 'none' });
  const other = bound('default', '2026-11-20', '2027-11-20', {
    kind: 'unbound',
    claims: { sub: 'system:serviceaccount:kube-system:default' },
  });
  const chimera = mintToken({
    ...cluster,
    kind: 'chimera',
    serviceAccount: 'log-writer',
    seed: 'log-writer',
    expiresAt: noon('2027-09-28'),
  });
  return [
    // client-go cuts bodies at 1,024 characters at -v=8.
    [
      'kubernetes-suspect/leak.truncated-body.log',
      `${klogHead(4, 'request.go:1154')}Response Body: {"kind":"TokenRequest","status":{"token":"${cut.slice(0, -234)} [truncated 234 chars]\n`,
    ],
    [
      'kubernetes-suspect/leak.hmac-test.json',
      `${JSON.stringify({ description: 'must be refused', token: forged, status: 401 }, null, 2)}\n`,
    ],
    ['kubernetes-suspect/leak.unsigned.txt', `Try this one against the API server (alg none):\n\n    ${unsigned}\n\n`],
    [
      'kubernetes-suspect/leak.contradicting-sub.sh',
      `#!/bin/sh\ncurl -k -H "Authorization: Bearer ${other}" https://api.acme.example:6443/api/v1/secrets\n`,
    ],
    // Flat claims with an expiry: seen in write-ups, never issued by kube-apiserver.
    [
      'kubernetes-suspect/leak.mixed-layouts.log',
      `2025/09/28 12:00:00 starting\n2025/09/28 12:00:00 SA Token: ${chimera}\n2025/09/28 12:00:01 ready\n`,
    ],
  ];
}

/** Everything that leaks, by detector. */
export function leakSamples(): readonly Sample[] {
  return [...legacyLeaks(), ...boundLeaks(), ...suspectLeaks()];
}

/** Manifests as they are found in repositories. */
export function manifestSamples(): readonly Sample[] {
  const argocd = bound('argocd-manager', '2025-01-15', '2035-01-13', { kind: 'unbound', alg: 'ES384', seed: 'argocd' });
  return [
    ['manifests/secret.yaml', secretYaml('deployer', legacy('deployer', { seed: 'manifest' }))],
    [
      'manifests/kubeconfig.yaml',
      kubeconfig(bound('deployer', '2025-06-01', '2025-06-02', { kind: 'unbound', seed: 'kubeconfig' })),
    ],
    [
      'manifests/argocd-cluster.yaml',
      [
        'apiVersion: v1',
        'kind: Secret',
        'metadata:',
        '  name: cluster-acme',
        '  labels: {argocd.argoproj.io/secret-type: cluster}',
        'stringData:',
        '  name: acme',
        '  server: https://api.acme.example:6443',
        `  config: '{"bearerToken":"${argocd}","tlsClientConfig":{"insecure":false}}'`,
        '',
      ].join('\n'),
    ],
  ];
}
