/** The JWTs that stand in the corpora: service-account tokens, and those of others, which are no finding. */
import type { Random } from './random.js';

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** A bound service-account token in shape; its signature signs nothing. */
export function leakedToken(random: Random): string {
  const account = random.pick(['deployer', 'default', 'prometheus', 'argocd-server', 'cert-manager']);
  const namespace = random.pick(['ci', 'kube-system', 'monitoring', 'payments']);
  const issuedAt = 1_790_000_000 + random.below(10_000_000);
  const payload = {
    aud: ['https://kubernetes.default.svc.cluster.local'],
    exp: issuedAt + 31_536_000,
    iat: issuedAt,
    iss: 'https://kubernetes.default.svc.cluster.local',
    jti: random.uuid(),
    'kubernetes.io': {
      namespace,
      pod: { name: `${account}-${random.hex(9)}-${random.hex(5)}`, uid: random.uuid() },
      serviceaccount: { name: account, uid: random.uuid() },
      warnafter: issuedAt + 3607,
    },
    nbf: issuedAt,
    sub: `system:serviceaccount:${namespace}:${account}`,
  };
  return `${encode({ alg: 'RS256', kid: random.base64url(43) })}.${encode(payload)}.${random.base64url(342)}`;
}

/** A token that a web login hands out: a JWT as good as any, and not Kubernetes'. */
export function foreignToken(random: Random): string {
  const issuedAt = 1_790_000_000 + random.below(10_000_000);
  const payload = {
    iss: 'https://login.acme.example/realms/main',
    sub: random.uuid(),
    aud: random.pick(['web', 'mobile', 'billing']),
    exp: issuedAt + 3600,
    iat: issuedAt,
    scope: 'openid profile email',
  };
  return `${encode({ alg: 'RS256', typ: 'JWT', kid: random.hex(16) })}.${encode(payload)}.${random.base64url(342)}`;
}
