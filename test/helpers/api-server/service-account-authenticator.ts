/**
 * How kube-apiserver judges a service-account token: a port of pkg/serviceaccount/{jwt,legacy,claims}.go of Kubernetes
 * 1.36, its order (issuer, key and signature, audience, validator) and its words.
 */
import { createPublicKey, timingSafeEqual, verify, type KeyObject } from 'node:crypto';
import type { Store, Stored } from './store.js';

/** Who a token stands for. */
export interface User {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: { readonly [key: string]: readonly string[] };
}

/** `no opinion` is Go's `nil, false, nil`; an error is what the union authenticator quotes. */
export type Judgement =
  | { readonly state: 'authenticated'; readonly user: User; readonly audiences: readonly string[] }
  | { readonly state: 'error'; readonly error: string }
  | { readonly state: 'no opinion' };

/** A key the cluster verifies with. */
export interface ClusterKey {
  readonly kid: string;
  readonly key: KeyObject;
  /** KEP-740: known to the server, absent from its JWKS. */
  readonly excluded?: boolean;
}

/** What the authenticator needs of its cluster. */
export interface TokenPolicy {
  readonly issuers: readonly string[];
  readonly apiAudiences: readonly string[];
  readonly keys: readonly ClusterKey[];
  readonly store: Store;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

interface Claims {
  readonly iss?: string;
  readonly sub?: string;
  readonly aud?: string | readonly string[];
  readonly exp?: number;
  readonly nbf?: number;
  readonly iat?: number;
  readonly jti?: string;
  readonly 'kubernetes.io'?: {
    readonly namespace?: string;
    readonly serviceaccount?: { readonly name: string; readonly uid: string };
    readonly pod?: { readonly name: string; readonly uid: string };
    readonly secret?: { readonly name: string; readonly uid: string };
    readonly node?: { readonly name: string; readonly uid: string };
  };
  readonly [claim: string]: unknown;
}

const leewayMs = 60_000;
const legacyIssuer = 'kubernetes/serviceaccount';
const flat = 'kubernetes.io/serviceaccount/';
const lastUsed = 'kubernetes.io/legacy-token-last-used';
const invalidSince = 'kubernetes.io/legacy-token-invalid-since';
const hashes: { readonly [alg: string]: string } = {
  RS256: 'sha256',
  ES256: 'sha256',
  ES384: 'sha384',
  ES512: 'sha512',
};

function parse(part: string): Claims | undefined {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Claims;
  } catch {
    return undefined;
  }
}

function hasGoodSignature(token: string, alg: string, key: KeyObject): boolean {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const hash = hashes[alg];
  const type = alg.startsWith('RS') ? 'rsa' : 'ec';
  if (hash === undefined || key.asymmetricKeyType !== type) return false;
  const bytes = Buffer.from(signature, 'base64url');
  return verify(
    hash,
    Buffer.from(`${header}.${payload}`),
    { key: createPublicKey(key), dsaEncoding: 'ieee-p1363' },
    bytes,
  );
}

function quote(list: readonly string[]): string {
  return `[${list.map((entry) => JSON.stringify(entry)).join(' ')}]`;
}

/** Judges `token` for `requested` audiences, the API server's own when undefined. */
export function judgeToken(policy: TokenPolicy, token: string, requested?: readonly string[]): Judgement {
  const parts = token.split('.');
  const header = parse(parts[0] ?? '');
  const claims = parse(parts[1] ?? '');
  if (parts.length !== 3 || header === undefined || claims === undefined) return { state: 'no opinion' };
  const isLegacy = claims.iss === legacyIssuer;
  if (!isLegacy && !policy.issuers.includes(claims.iss ?? '')) return { state: 'no opinion' };
  const kid = header['kid'];
  const keys = policy.keys.filter((key) => kid === undefined || kid === '' || key.kid === kid);
  if (keys.length === 0) return { state: 'error', error: 'invalid signature, no keys found' };
  if (!keys.some(({ key }) => hasGoodSignature(token, String(header['alg']), key))) {
    const errors = keys.map(() => 'go-jose/go-jose: error in cryptographic primitive');
    return { state: 'error', error: errors.length > 1 ? `[${errors[0]}]` : (errors[0] ?? '') };
  }
  const claimed = claims.aud === undefined ? [] : [claims.aud].flat();
  const audiences = claimed.length === 0 ? policy.apiAudiences : claimed;
  const target = requested ?? policy.apiAudiences;
  const common = audiences.filter((audience) => target.includes(audience));
  if (common.length === 0) {
    const error = `token audiences ${quote(audiences)} is invalid for the target audiences ${quote(target)}`;
    return { state: 'error', error };
  }
  const answer = isLegacy ? validateLegacy(policy, token, claims) : validateBound(policy, claims);
  return typeof answer === 'string'
    ? { state: 'error', error: answer }
    : { state: 'authenticated', user: answer, audiences: common };
}

function userOf(namespace: string, name: string, uid: string, extra: { [key: string]: readonly string[] } = {}): User {
  return {
    username: `system:serviceaccount:${namespace}:${name}`,
    uid,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
}

function touch(policy: TokenPolicy, secret: Stored): void {
  const { name, namespace, uid, labels } = secret.metadata;
  const { apiVersion: _version, kind: _kind, metadata: _metadata, ...body } = secret;
  const today = new Date(policy.now()).toISOString().slice(0, 10);
  policy.store.put('secrets', {
    name,
    uid,
    labels: { ...labels, [lastUsed]: today },
    body,
    ...(namespace === undefined ? {} : { namespace }),
  });
}

function isSame(secret: Stored, token: string): boolean {
  const kept = Buffer.from((secret['data'] as { token?: string } | undefined)?.token ?? '', 'base64');
  return kept.length === token.length && timingSafeEqual(kept, Buffer.from(token));
}

function validateLegacy(policy: TokenPolicy, token: string, claims: Claims): User | string {
  const namespace = String(claims[`${flat}namespace`]);
  const name = String(claims[`${flat}service-account.name`]);
  const uid = String(claims[`${flat}service-account.uid`]);
  const secretName = String(claims[`${flat}secret.name`]);
  if (claims.sub !== `system:serviceaccount:${namespace}:${name}`) return 'sub claim is invalid';
  const secret = policy.store.get('secrets', namespace, secretName);
  if (secret === undefined || secret.metadata.deletionTimestamp !== undefined) return 'Token has been invalidated';
  if (!isSame(secret, token)) return "Token does not match server's copy";
  const account = policy.store.get('serviceaccounts', namespace, name);
  if (account === undefined) return `serviceaccounts ${JSON.stringify(name)} not found`;
  if (account.metadata.deletionTimestamp !== undefined) return `ServiceAccount ${namespace}/${name} has been deleted`;
  if (account.metadata.uid !== uid) return `ServiceAccount UID (${account.metadata.uid}) does not match claim (${uid})`;
  touch(policy, secret);
  if (secret.metadata.labels?.[invalidSince] !== undefined) {
    return (
      `the token in secret ${namespace}/${secretName} for service account ${namespace}/${name} has been marked invalid. ` +
      'Use tokens from the TokenRequest API or manually created secret-based tokens, or remove the ' +
      `'${invalidSince}' label from the secret to temporarily allow use of this token`
    );
  }
  return userOf(namespace, name, uid);
}

function isLongDeleted(policy: TokenPolicy, object: Stored): boolean {
  const at = object.metadata.deletionTimestamp;
  return at !== undefined && Date.parse(at) < policy.now() - leewayMs;
}

function validateTimes(policy: TokenPolicy, claims: Claims): string | undefined {
  const now = policy.now();
  if (claims.nbf !== undefined && now + leewayMs < claims.nbf * 1000) return 'service account token is not valid yet';
  if (claims.exp !== undefined && now - leewayMs > claims.exp * 1000) return 'service account token has expired';
  if (claims.iat !== undefined && now + leewayMs < claims.iat * 1000)
    return 'service account token is issued in the future';
  return undefined;
}

function validateBound(policy: TokenPolicy, claims: Claims): User | string {
  const wrongTime = validateTimes(policy, claims);
  if (wrongTime !== undefined) return wrongTime;
  const { namespace = '', serviceaccount, pod, secret, node } = claims['kubernetes.io'] ?? {};
  const { name = '', uid = '' } = serviceaccount ?? {};
  const account = policy.store.get('serviceaccounts', namespace, name);
  if (account === undefined) return `serviceaccounts ${JSON.stringify(name)} not found`;
  if (account.metadata.uid !== uid)
    return `service account UID (${account.metadata.uid}) does not match claim (${uid})`;
  if (isLongDeleted(policy, account)) return `service account ${namespace}/${name} has been deleted`;
  const bound = [
    ['secret', 'Secret', 'secrets', secret, namespace],
    ['pod', 'Pod', 'pods', pod, namespace],
    ['node', 'Node', 'nodes', pod === undefined ? node : undefined, undefined],
  ] as const;
  for (const [word, , resource, reference, scope] of bound) {
    if (reference === undefined) continue;
    const object = policy.store.get(resource, scope, reference.name);
    if (object === undefined) return 'service account token has been invalidated';
    if (object.metadata.uid !== reference.uid) {
      return `${word} UID (${object.metadata.uid}) does not match service account ${word} ref claim (${reference.uid})`;
    }
    if (isLongDeleted(policy, object)) return 'service account token has been invalidated';
  }
  const prefix = 'authentication.kubernetes.io';
  const extra: { [key: string]: readonly string[] } = {};
  if (claims.jti !== undefined) extra[`${prefix}/credential-id`] = [`JTI=${claims.jti}`];
  if (pod !== undefined) Object.assign(extra, { [`${prefix}/pod-name`]: [pod.name], [`${prefix}/pod-uid`]: [pod.uid] });
  if (node !== undefined)
    Object.assign(extra, { [`${prefix}/node-name`]: [node.name], [`${prefix}/node-uid`]: [node.uid] });
  return userOf(namespace, name, uid, extra);
}
