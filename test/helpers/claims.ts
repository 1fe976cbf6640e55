/** The payloads that kube-apiserver puts into service-account tokens, one layout a kind. */
import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../src/model/json.js';

export type TokenKind =
  | 'legacy'
  | 'unbound'
  | 'pod-bound'
  | 'node-bound'
  | 'secret-bound'
  | 'webhook-bound'
  | 'eks'
  | 'irsa'
  | 'gke'
  | 'aks'
  | 'openshift'
  | 'vault'
  | 'chimera';

/** What a test may say about a token; everything has a default. Times are seconds since the epoch. */
export interface TokenRecipe {
  readonly kind?: TokenKind;
  /** Makes uids, jti and random signatures differ; the same seed gives the same ones. */
  readonly seed?: string;
  readonly namespace?: string;
  readonly serviceAccount?: string;
  readonly secret?: string;
  readonly pod?: string;
  readonly node?: string;
  readonly issuer?: string;
  readonly audiences?: readonly string[];
  readonly issuedAt?: number;
  readonly expiresAt?: number;
  /** Merged over the payload at the end; `undefined` takes a claim away. */
  readonly claims?: { readonly [claim: string]: JsonValue | undefined };
  /** Merged over the `kubernetes.io` object. */
  readonly privateClaims?: { readonly [claim: string]: JsonValue | undefined };
}

/** A UUID that a seed and a role decide. */
export function uuidOf(seed: string, role: string): string {
  const hex = createHash('sha256').update(`${seed}/${role}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Sorts keys as go-jose does (it merges claim structs into one map) and drops what is undefined. */
function sorted(claims: { readonly [key: string]: JsonValue | undefined }): JsonObject {
  const entries = Object.entries(claims).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const svc = 'https://kubernetes.default.svc';
const gke = 'https://container.googleapis.com/v1/projects/acme-dev/locations/europe-west1/clusters/acme-1';
const eks = 'https://oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';
const aks =
  'https://westeurope.oic.prod-aks.azure.com/6d0cf2f4-1d4a-4c5e-9a0b-0f2b6f5f8a11/0b9d1c55-5f0e-4c58-8a0e-2f6f4f8a9c77/';
const local = `${svc}.cluster.local`;

const issuers: { readonly [kind in TokenKind]?: readonly [issuer: string, audience: string] } = {
  eks: [eks, svc],
  irsa: [eks, 'sts.amazonaws.com'],
  gke: [gke, gke],
  aks: [aks, aks],
  openshift: [svc, svc],
  vault: [local, 'vault'],
};

function legacyClaims(recipe: TokenRecipe, seed: string, namespace: string, account: string): JsonObject {
  const flat = 'kubernetes.io/serviceaccount/';
  const chimera = recipe.kind === 'chimera';
  return {
    iss: recipe.issuer ?? (chimera ? local : 'kubernetes/serviceaccount'),
    [`${flat}namespace`]: namespace,
    [`${flat}secret.name`]: recipe.secret ?? `${account}-token-7x4kq`,
    [`${flat}service-account.name`]: account,
    [`${flat}service-account.uid`]: uuidOf(seed, 'serviceaccount'),
    sub: `system:serviceaccount:${namespace}:${account}`,
    ...(chimera ? { aud: recipe.audiences?.[0] ?? local, exp: recipe.expiresAt ?? 1822188431 } : {}),
  };
}

function boundObjects(recipe: TokenRecipe, seed: string): { readonly [key: string]: JsonValue } {
  const reference = (role: string, name: string): JsonObject => ({ name, uid: uuidOf(seed, role) });
  const node = { node: reference('node', recipe.node ?? 'node-1.acme.example') };
  switch (recipe.kind) {
    case 'unbound':
      return {};
    case 'node-bound':
      return node;
    case 'secret-bound':
      return { secret: reference('secret', recipe.secret ?? 'build-robot-secret') };
    case 'webhook-bound':
      return {
        validatingWebhookConfiguration: reference('webhook', 'policy.acme.example'),
        attestations: { admissionReviewAPIGroups: ['apps'] },
      };
    default:
      return { ...node, pod: reference('pod', recipe.pod ?? 'web-7d9f6c5b8-abcde') };
  }
}

/** The payload of a token, keys in the order of kube-apiserver. */
export function payloadOf(recipe: TokenRecipe = {}): JsonObject {
  const { kind = 'pod-bound', seed = kind, namespace = 'ci', serviceAccount = 'deployer' } = recipe;
  if (kind === 'legacy' || kind === 'chimera') {
    return sorted({ ...legacyClaims(recipe, seed, namespace, serviceAccount), ...recipe.claims });
  }
  const [issuer, audience] = issuers[kind] ?? [local, local];
  const issuedAt = recipe.issuedAt ?? 1790652424;
  // The kubelet's tokens live a year and carry a warning after an hour; the others live an hour (KEP-1205).
  const extended = recipe.expiresAt === undefined && ['pod-bound', 'eks', 'gke', 'aks', 'openshift'].includes(kind);
  const { claims, privateClaims } = recipe;
  return sorted({
    aud: [...(recipe.audiences ?? [audience])],
    exp: recipe.expiresAt ?? issuedAt + (extended ? 31_536_000 : 3600),
    iat: issuedAt,
    iss: recipe.issuer ?? issuer,
    jti: uuidOf(seed, 'jti'),
    'kubernetes.io': sorted({
      namespace,
      serviceaccount: { name: serviceAccount, uid: uuidOf(seed, 'serviceaccount') },
      ...boundObjects({ ...recipe, kind }, seed),
      ...(extended ? { warnafter: issuedAt + 3607 } : {}),
      ...privateClaims,
    }),
    nbf: issuedAt,
    sub: `system:serviceaccount:${namespace}:${serviceAccount}`,
    ...claims,
  });
}
