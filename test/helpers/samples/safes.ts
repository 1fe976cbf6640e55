/** Samples that look like leaks and are none. */
import { createHash } from 'node:crypto';
import { encodeJson, mintToken } from '../mint.js';
import type { Sample } from './leaks.js';
import { klogHead } from './log-lines.js';

const hex = (seed: string): string => createHash('sha256').update(seed).digest('hex');
const base64url = (seed: string): string => Buffer.from(hex(seed), 'hex').toString('base64url');

function besideLegacy(): readonly Sample[] {
  const header = encodeJson({ alg: 'RS256', kid: '' });
  return [
    [
      'kubernetes-legacy/safe.documentation.md',
      `# Service accounts\n\nA Secret of type \`kubernetes.io/service-account-token\` holds a JWT whose \`sub\` is\n\`system:serviceaccount:<namespace>:<name>\`:\n\n    kubectl get secret build-robot-secret -o jsonpath='{.data.token}' | base64 -d\n    ${header}.eyJpc3MiOiJrdWJlcm5ldGVz...\n`,
    ],
    [
      'kubernetes-legacy/safe.bootstrap-token.yaml',
      [
        'apiVersion: kubeadm.k8s.io/v1beta4',
        'kind: InitConfiguration',
        'bootstrapTokens:',
        '- token: 9a08jv.c0izixklcxtmnze7',
        '  ttl: 24h0m0s',
        '  usages: [signing, authentication]',
        '',
      ].join('\n'),
    ],
    [
      'kubernetes-legacy/safe.masked-header.log',
      `${klogHead(1, 'round_trippers.go:466')}curl -v -XGET  -H "Authorization: Bearer <masked>" -H "User-Agent: kubectl/v1.32.4" 'https://10.0.0.1:443/api/v1/pods'\n`,
    ],
    [
      'kubernetes-legacy/safe.empty-secret.yaml',
      [
        'apiVersion: v1',
        'kind: Secret',
        'metadata:',
        '  name: deployer-token',
        '  annotations:',
        '    kubernetes.io/service-account.name: deployer',
        'type: kubernetes.io/service-account-token',
        '',
      ].join('\n'),
    ],
  ];
}

function besideBound(): readonly Sample[] {
  const day = Date.parse('2026-11-20T12:00:00Z') / 1000;
  const login = mintToken({
    key: 'login',
    payload: {
      aud: 'web',
      email: 'ann@acme.example',
      exp: day + 3600,
      iat: day,
      iss: 'https://login.acme.example',
      sub: '00u1a2b3',
    },
  });
  const anon = mintToken({
    alg: 'HS256',
    header: { alg: 'HS256', typ: 'JWT' },
    payload: { iss: 'supabase', ref: 'abcdefghijklmnopqrst', role: 'anon', iat: day, exp: day + 315_360_000 },
  });
  const example = mintToken({
    alg: 'HS256',
    header: { alg: 'HS256', typ: 'JWT' },
    payload: { sub: '1234567890', name: 'John Doe', iat: 1516239022 },
  });
  const workflow = mintToken({
    key: 'workflow',
    payload: {
      iss: 'https://token.actions.example',
      sub: 'repo:acme/web:ref:refs/heads/main',
      aud: 'sts.amazonaws.com',
      exp: day + 300,
    },
  });
  return [
    [
      'kubernetes-bound/safe.login.json',
      `${JSON.stringify({ access_token: login, token_type: 'Bearer', expires_in: 3600 }, null, 2)}\n`,
    ],
    [
      'kubernetes-bound/safe.backend-key.env',
      `SUPABASE_URL=https://abcdefghijklmnopqrst.supabase.example\nSUPABASE_ANON_KEY=${anon}\n`,
    ],
    [
      'kubernetes-bound/safe.jwt-tutorial.md',
      `# JSON Web Tokens\n\nThree parts with dots between them:\n\n\`\`\`\n${example}\n\`\`\`\n`,
    ],
    ['kubernetes-bound/safe.workflow-identity.log', `Requesting credentials with ${workflow}\n`],
    [
      'kubernetes-bound/safe.oauth-token.txt',
      `oc login --token=sha256~${base64url('oauth')} --server=https://api.acme.example:6443\n`,
    ],
  ];
}

function besideSuspect(): readonly Sample[] {
  const header = encodeJson({ alg: 'RS256', kid: base64url('kid') });
  return [
    [
      'kubernetes-suspect/safe.header-alone.log',
      `${klogHead(2, 'request.go:1154')}Response Body: {"kind":"TokenRequest","status":{"token":"${header} [truncated 1034 chars]\n`,
    ],
    [
      'kubernetes-suspect/safe.garbage.txt',
      `${header}.${base64url('not json').repeat(4)}.${base64url('sig').repeat(8)}\neyJeyJeyJeyJ.eyJeyJeyJ.eyJ\n....\neyJhbGciOiJSUzI1NiJ9.e30.\n`,
    ],
    [
      'kubernetes-suspect/safe.rbac.yaml',
      [
        'apiVersion: rbac.authorization.k8s.io/v1',
        'kind: RoleBinding',
        'metadata: {name: deployer, namespace: payments}',
        'roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: deployer}',
        'subjects:',
        '- kind: User',
        '  name: system:serviceaccount:payments:deployer',
        '',
      ].join('\n'),
    ],
    [
      'kubernetes-suspect/safe.encrypted-token.txt',
      `${encodeJson({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.${base64url('key').repeat(8)}.${base64url('iv').slice(0, 16)}.${base64url('text').repeat(6)}.${base64url('tag').slice(0, 22)}\n`,
    ],
  ];
}

/** Everything that must not be found. */
export function safeSamples(): readonly Sample[] {
  return [...besideLegacy(), ...besideBound(), ...besideSuspect()];
}
