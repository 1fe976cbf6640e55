/** What the claims of a JWT say about a Kubernetes service account, in whichever layout they say it. */
import type { BoundObject, Claims, Identity, ObjectReference } from '../model/claims.js';
import type { JsonObject, JsonValue } from '../model/json.js';
import type { Jwt } from '../model/jwt.js';
import { boundedJson, boundedText } from './bounded-json.js';
import { exactValue } from './exact-numbers.js';

/** `sub` of every service-account token. */
export const SUBJECT_PREFIX = 'system:serviceaccount:';

/** What flat claims begin with (kubernetes pkg/serviceaccount/legacy.go). */
export const FLAT_PREFIX = 'kubernetes.io/serviceaccount/';

/**
 * `flat`: keys `kubernetes.io/serviceaccount/…` (Secret-based tokens). `nested`: one `kubernetes.io` object
 * (TokenRequest). `mixed`: signs of both. `bare`: only `sub` speaks of a service account.
 */
export type Layout = 'flat' | 'nested' | 'mixed' | 'bare';

/** The claims as they stand, nothing judged. */
export interface ServiceAccountClaims {
  readonly layout: Layout;
  /** The `sub` claim; null when absent or no string. */
  readonly subject: string | null;
  /** All objects the token says it is bound to. The API server binds to one at most. */
  readonly boundTo: readonly BoundObject[];
  readonly facts: Omit<Claims, 'title' | 'doubts'>;
}

/** Private claims that name an object, with its kind (kubernetes pkg/serviceaccount/claims.go; the webhooks KEP-6060). */
const boundKinds: readonly (readonly [claim: string, kind: string])[] = [
  ['secret', 'Secret'],
  ['pod', 'Pod'],
  ['validatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
  ['mutatingWebhookConfiguration', 'MutatingWebhookConfiguration'],
  // Last: beside a pod it only tells where the pod runs.
  ['node', 'Node'],
];

/** Audiences of one token that are kept; real ones have one to three. */
const MOST_AUDIENCES = 64;

/** Each detector asks about the same token; it is read once. */
const readings = new WeakMap<Jwt, ServiceAccountClaims>();

/** The service-account claims of a JWT, or undefined when it makes none. Decided by decoded claims alone. */
export function readServiceAccount(jwt: Jwt): ServiceAccountClaims | undefined {
  const known = readings.get(jwt);
  if (known !== undefined) return known;
  const reading = read(jwt.payload);
  if (reading !== undefined) readings.set(jwt, reading);
  return reading;
}

function read(payload: JsonObject): ServiceAccountClaims | undefined {
  const subject = textOf(payload['sub']);
  const nested = objectOf(payload['kubernetes.io']);
  const isFlat = hasFlatKey(payload);
  if (!claimsServiceAccount(payload)) return undefined;
  const boundTo = nested === null ? [] : boundObjects(nested);
  return {
    layout: layoutOf(payload, isFlat, nested !== null),
    subject,
    boundTo,
    facts: {
      identity: identityOf(payload, nested, subject, boundTo),
      issuer: textOf(payload['iss']),
      audiences: audiencesOf(payload['aud']) ?? [],
      tokenId: textOf(payload['jti']),
      times: {
        issuedAt: numberOf(payload['iat']),
        notBefore: numberOf(payload['nbf']),
        expiresAt: numberOf(payload['exp']),
        warnAfter: numberOf(nested?.['warnafter']),
      },
      unknownClaims: boundedJson(leftovers(payload, topClaims)),
    },
  };
}

/** Are these claims those of a service account, in any layout? Decides what `readServiceAccount` reads. */
export function claimsServiceAccount(payload: JsonObject): boolean {
  const subject = payload['sub'];
  if (typeof subject === 'string' && subject.startsWith(SUBJECT_PREFIX)) return true;
  return objectOf(payload['kubernetes.io']) !== null || hasFlatKey(payload);
}

function hasFlatKey(payload: JsonObject): boolean {
  for (const key in payload) if (key.startsWith(FLAT_PREFIX)) return true;
  return false;
}

function layoutOf(payload: JsonObject, isFlat: boolean, isNested: boolean): Layout {
  if (!isFlat) return isNested ? 'nested' : 'bare';
  return isNested || payload['aud'] !== undefined || payload['exp'] !== undefined ? 'mixed' : 'flat';
}

function identityOf(
  payload: JsonObject,
  nested: JsonObject | null,
  subject: string | null,
  boundTo: readonly BoundObject[],
): Identity {
  const flat = (key: string): string | null => textOf(payload[FLAT_PREFIX + key]);
  const account = objectOf(nested?.['serviceaccount']);
  const [namespace = null, name = null] = splitSubject(subject);
  const secret = flat('secret.name');
  return {
    namespace: textOf(nested?.['namespace']) ?? flat('namespace') ?? namespace,
    serviceAccount: textOf(account?.['name']) ?? flat('service-account.name') ?? name,
    serviceAccountUid: textOf(account?.['uid']) ?? flat('service-account.uid'),
    boundTo: boundTo[0] ?? (secret === null ? null : { kind: 'Secret', name: secret, uid: null }),
    node: referenceOf(nested?.['node']),
  };
}

/** Namespace and name out of `system:serviceaccount:NAMESPACE:NAME`; nothing when it is not of that form. */
function splitSubject(subject: string | null): readonly string[] {
  if (subject?.startsWith(SUBJECT_PREFIX) !== true) return [];
  const parts = subject.slice(SUBJECT_PREFIX.length).split(':', 3);
  return parts.length === 2 && parts.every((part) => part !== '') ? parts : [];
}

function boundObjects(nested: JsonObject): readonly BoundObject[] {
  const found: BoundObject[] = [];
  for (const [claim, kind] of boundKinds) {
    const reference = referenceOf(nested[claim]);
    if (reference === null || (kind === 'Node' && found.some((other) => other.kind === 'Pod'))) continue;
    found.push({ kind, ...reference });
  }
  return found;
}

function referenceOf(value: JsonValue | undefined): ObjectReference | null {
  const object = objectOf(value);
  return object === null ? null : { name: textOf(object['name']), uid: textOf(object['uid']) };
}

type Known = (value: JsonValue) => JsonObject | boolean;

const isText: Known = (value) => typeof value === 'string';
const isNumber: Known = (value) => typeof value === 'number';
const isAudience: Known = (value) => audiencesOf(value) !== null;
const within =
  (known: ReadonlyMap<string, Known>): Known =>
  (value) => {
    const object = objectOf(value);
    return object === null ? false : leftovers(object, known);
  };
const reference = within(
  new Map([
    ['name', isText],
    ['uid', isText],
  ]),
);

const privateClaims: ReadonlyMap<string, Known> = new Map([
  ['namespace', isText],
  ['serviceaccount', reference],
  ['warnafter', isNumber],
  ...boundKinds.map(([claim]) => [claim, reference] as const),
]);

const topClaims: ReadonlyMap<string, Known> = new Map([
  ['iss', isText],
  ['sub', isText],
  ['jti', isText],
  ['aud', isAudience],
  ['exp', isNumber],
  ['iat', isNumber],
  ['nbf', isNumber],
  ['kubernetes.io', within(privateClaims)],
  ...['namespace', 'secret.name', 'service-account.name', 'service-account.uid'].map(
    (key) => [FLAT_PREFIX + key, isText] as const,
  ),
]);

/** What is not known, or known and of the wrong kind. */
function leftovers(object: JsonObject, known: ReadonlyMap<string, Known>): JsonObject {
  const rest = Object.create(null) as { [key: string]: JsonValue };
  for (const key in object) {
    const value = object[key];
    if (value === undefined) continue;
    const verdict = known.get(key)?.(value) ?? false;
    if (verdict === false) rest[key] = exactValue(object, key, value);
    else if (verdict !== true && Object.keys(verdict).length > 0) rest[key] = verdict;
  }
  return rest;
}

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? boundedText(value) : null;
}

function numberOf(value: JsonValue | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

function objectOf(value: JsonValue | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !isArray(value) ? value : null;
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** `aud` as the API server writes it, a list, or as other issuers may, one string. */
function audiencesOf(value: JsonValue | undefined): readonly string[] | null {
  if (typeof value === 'string') return [boundedText(value)];
  if (value === undefined || !Array.isArray(value)) return null;
  if (!value.every((item) => typeof item === 'string')) return null;
  return value.slice(0, MOST_AUDIENCES).map(boundedText);
}
