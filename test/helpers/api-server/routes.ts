/** What the test API server answers, path by path. Knows nothing of sockets and faults. */
import { createPublicKey, randomUUID, sign, type KeyObject } from 'node:crypto';
import { discoveryOf } from './discovery.js';
import { authorize, type Attributes } from './rbac.js';
import { judgeToken, type ClusterKey, type TokenPolicy, type User } from './service-account-authenticator.js';
import type { Store } from './store.js';

/** A request after TLS and authentication. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly user: User;
  readonly body: unknown;
}

export interface ApiResponse {
  readonly status: number;
  readonly body: unknown;
  readonly contentType?: string;
}

/** The cluster that answers: its policy, and the private keys that sign. */
export interface Backend extends TokenPolicy {
  readonly store: Store;
  readonly keys: readonly ClusterKey[];
  /** What `/openid/v1/jwks` serves instead of the keys, when a test wants a lie. */
  readonly jwks?: unknown;
}

/** A `metav1.Status`, as every refusal is. */
export function statusOf(code: number, reason: string, message: string): ApiResponse {
  return {
    status: code,
    body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code },
  };
}

/** A public key as kube-apiserver publishes it. */
export function jwkOf({ kid, key }: ClusterKey): { readonly [field: string]: unknown } {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const jwk = publicKey.export({ format: 'jwk' });
  return { use: 'sig', ...jwk, kid, alg: algOf(key) };
}

function algOf(key: KeyObject): string {
  if (key.asymmetricKeyType === 'rsa') return 'RS256';
  const curves: { readonly [curve: string]: string } = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };
  return curves[key.asymmetricKeyDetails?.namedCurve ?? ''] ?? '';
}

/** Splits a resource path; undefined for one that is none. */
export function attributesOf(method: string, path: string): Attributes | undefined {
  const match =
    /^\/(?:api\/v1|apis\/([^/]+)\/v1)(?:\/namespaces\/([^/]+)(?=\/))?\/([a-z]+)(?:\/([^/]+))?(?:\/([a-z]+))?$/.exec(
      path,
    );
  if (match === null) return undefined;
  const [, group = '', namespace, resource = '', name, subresource] = match;
  const verbs: { readonly [method: string]: string } = {
    GET: name === undefined ? 'list' : 'get',
    POST: 'create',
    DELETE: 'delete',
  };
  return {
    verb: verbs[method] ?? method.toLowerCase(),
    group,
    resource,
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name: decodeURIComponent(name) }),
    ...(subresource === undefined ? {} : { subresource }),
  };
}

function forbidden(user: User, ask: Attributes): ApiResponse {
  const name = `${ask.resource}${ask.subresource === undefined ? '' : `/${ask.subresource}`}`;
  const what = ask.group === '' ? name : `${name}.${ask.group}`;
  const scope = ask.namespace === undefined ? 'at the cluster scope' : `in the namespace "${ask.namespace}"`;
  return statusOf(
    403,
    'Forbidden',
    `${what}${ask.name === undefined ? '' : ` "${ask.name}"`} is forbidden: User "${user.username}" ` +
      `cannot ${ask.verb} resource "${name}" in API group "${ask.group}" ${scope}`,
  );
}

interface Review {
  readonly spec?: {
    readonly token?: string;
    readonly audiences?: readonly string[];
    readonly user?: string;
    readonly groups?: readonly string[];
    readonly resourceAttributes?: Attributes;
    readonly nonResourceAttributes?: { readonly path: string; readonly verb: string };
    readonly expirationSeconds?: number;
    readonly boundObjectRef?: { readonly kind: string; readonly name: string };
  };
}

function reviewToken(backend: Backend, review: Review): ApiResponse {
  const { token = '', audiences } = review.spec ?? {};
  if (token === '') return statusOf(400, 'BadRequest', 'token is required for TokenReview in authentication');
  const judged = judgeToken(backend, token, audiences !== undefined && audiences.length > 0 ? audiences : undefined);
  const head = { ...review, metadata: { creationTimestamp: null } };
  if (judged.state === 'authenticated') {
    return {
      status: 201,
      body: { ...head, status: { authenticated: true, user: judged.user, audiences: judged.audiences } },
    };
  }
  // The union authenticator quotes every authenticator's error; the first never knows the token.
  const error = judged.state === 'error' ? `[invalid bearer token, ${judged.error}]` : 'invalid bearer token';
  return { status: 201, body: { ...head, status: { user: {}, error } } };
}

function reviewAccess(backend: Backend, review: Review, asker: User): ApiResponse {
  const { user, groups, resourceAttributes, nonResourceAttributes } = review.spec ?? {};
  const subject = user === undefined && groups === undefined ? asker : { username: user ?? '', groups: groups ?? [] };
  const ask = resourceAttributes ?? nonResourceAttributes;
  if (ask === undefined)
    return statusOf(422, 'Invalid', 'exactly one of nonResourceAttributes or resourceAttributes must be specified');
  return { status: 201, body: { ...review, metadata: {}, status: authorize(backend.store, subject, ask) } };
}

/** TokenRequest: signs with the first key, as `kubectl create token` asks. */
function requestToken(backend: Backend, ask: Attributes, review: Review): ApiResponse {
  const { namespace = '', name = '' } = ask;
  const account = backend.store.get('serviceaccounts', namespace, name);
  const signer = backend.keys[0];
  if (account === undefined || signer === undefined)
    return statusOf(404, 'NotFound', `serviceaccounts "${name}" not found`);
  const { expirationSeconds = 3600, audiences = backend.apiAudiences, boundObjectRef } = review.spec ?? {};
  const now = Math.floor(backend.now() / 1000);
  const bound =
    boundObjectRef === undefined
      ? undefined
      : backend.store.get(`${boundObjectRef.kind.toLowerCase()}s`, namespace, boundObjectRef.name);
  const claims = {
    aud: audiences,
    exp: now + expirationSeconds,
    iat: now,
    iss: backend.issuers[0],
    jti: randomUUID(),
    'kubernetes.io': {
      namespace,
      ...(bound === undefined
        ? {}
        : { [bound.kind.toLowerCase()]: { name: bound.metadata.name, uid: bound.metadata.uid } }),
      serviceaccount: { name, uid: account.metadata.uid },
    },
    nbf: now,
    sub: `system:serviceaccount:${namespace}:${name}`,
  };
  const alg = algOf(signer.key);
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${encode({ alg, kid: signer.kid })}.${encode(claims)}`;
  const signature = sign(`sha${alg.slice(2)}`, Buffer.from(input), { key: signer.key, dsaEncoding: 'ieee-p1363' });
  const expirationTimestamp = new Date((now + expirationSeconds) * 1000).toISOString().replace('.000', '');
  const status = { token: `${input}.${signature.toString('base64url')}`, expirationTimestamp };
  return { status: 201, body: { ...review, metadata: { name, namespace }, status } };
}

function serveObject(backend: Backend, request: ApiRequest, ask: Attributes): ApiResponse {
  const { resource = '', namespace, name } = ask;
  if (name === undefined) {
    if (ask.verb !== 'list')
      return statusOf(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');
    const items = backend.store.list(resource, namespace);
    return { status: 200, body: { kind: 'List', apiVersion: 'v1', metadata: { resourceVersion: '1' }, items } };
  }
  const object = backend.store.get(resource, namespace, name);
  if (object === undefined) return statusOf(404, 'NotFound', `${resource} "${name}" not found`);
  if (ask.verb !== 'delete') return { status: 200, body: object };
  const wanted = (request.body as { preconditions?: { uid?: string } } | undefined)?.preconditions?.uid;
  if (wanted !== undefined && wanted !== object.metadata.uid) {
    return statusOf(
      409,
      'Conflict',
      `Precondition failed: UID in precondition: ${wanted}, UID in object meta: ${object.metadata.uid}`,
    );
  }
  backend.store.delete(resource, namespace, name);
  return { status: 200, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' } };
}

function serveReview(backend: Backend, request: ApiRequest, ask: Attributes): ApiResponse | undefined {
  const review = (request.body ?? {}) as Review;
  if (ask.subresource === 'token') return requestToken(backend, ask, review);
  if (request.method !== 'POST') return undefined;
  switch (ask.resource) {
    case 'tokenreviews':
      return reviewToken(backend, review);
    case 'subjectaccessreviews':
    case 'selfsubjectaccessreviews':
      return reviewAccess(backend, review, request.user);
    case 'selfsubjectreviews':
      return { status: 201, body: { ...review, status: { userInfo: request.user } } };
    default:
      return undefined;
  }
}

function servePath(backend: Backend, path: string): ApiResponse {
  if (path === '/openid/v1/jwks') {
    const keys = backend.keys.filter((key) => key.excluded !== true).map(jwkOf);
    return { status: 200, body: backend.jwks ?? { keys }, contentType: 'application/jwk-set+json' };
  }
  if (path === '/.well-known/openid-configuration') {
    return { status: 200, body: { issuer: backend.issuers[0], jwks_uri: 'https://10.0.0.1:6443/openid/v1/jwks' } };
  }
  return statusOf(404, 'NotFound', 'the server could not find the requested resource');
}

/** Every self-subject review is open to whoever is authenticated. */
const openToAll = new Set(['selfsubjectaccessreviews', 'selfsubjectreviews', 'selfsubjectrulesreviews']);

/** Answers one request under the reviewer's own rights. */
export function answer(backend: Backend, request: ApiRequest): ApiResponse {
  const discovery = request.method === 'GET' ? discoveryOf(request.path) : undefined;
  if (discovery !== undefined) return { status: 200, body: discovery };
  const ask = attributesOf(request.method, request.path);
  if (ask === undefined) {
    const verb = request.method.toLowerCase();
    const { allowed } = authorize(backend.store, request.user, { verb, path: request.path });
    if (allowed) return servePath(backend, request.path);
    return statusOf(
      403,
      'Forbidden',
      `forbidden: User "${request.user.username}" cannot ${verb} path "${request.path}"`,
    );
  }
  if (!openToAll.has(ask.resource ?? '') && !authorize(backend.store, request.user, ask).allowed)
    return forbidden(request.user, ask);
  return serveReview(backend, request, ask) ?? serveObject(backend, request, ask);
}
