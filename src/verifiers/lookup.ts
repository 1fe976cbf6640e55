/**
 * Compares a token's claims with the objects they name, and sends no token. For bound tokens that is what kube-apiserver
 * itself checks (pkg/serviceaccount/claims.go); for legacy ones the Secret's own copy decides (legacy.go).
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { ClusterApi } from '../clusters/api.js';
import type { ApiFailure } from '../clusters/api-failure.js';
import type { Right } from '../clusters/missing-right.js';
import type { BoundObject, Identity } from '../model/claims.js';
import type { HeldFinding } from '../model/finding.js';
import type { JsonObject } from '../model/json.js';
import { unknownOf } from './api-unknown.js';
import { LEEWAY_MS } from './expiry.js';
import type { RevokedReason } from './reason.js';
import { isLegacy } from './token-review.js';
import type { VerdictDraft } from './verdict-draft.js';
import { objectOf } from './verdict-user.js';

/** What a lookup needs beside the token. */
export interface LookupSettings {
  /** Milliseconds since the epoch on the server's clock. */
  readonly now: number;
  /** False for a token that only others than the API server take. */
  readonly isForApiServer: boolean;
  /** Told why the cluster could not be asked, and which right it would have taken. */
  readonly onFailure: (failure: ApiFailure, right: Right) => void;
}

type Got =
  | { readonly state: 'found'; readonly object: JsonObject; readonly uid: string; readonly deletedAt: number | null }
  | { readonly state: 'missing' }
  | { readonly state: 'failed'; readonly failure: ApiFailure };

/** RFC 1123 subdomain, as the API server asks of every name here. */
const NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

const kinds: {
  readonly [kind: string]: { readonly group: string; readonly resource: string; readonly isNamespaced: boolean };
} = {
  Secret: { group: '', resource: 'secrets', isNamespaced: true },
  Pod: { group: '', resource: 'pods', isNamespaced: true },
  Node: { group: '', resource: 'nodes', isNamespaced: false },
  ValidatingWebhookConfiguration: {
    group: 'admissionregistration.k8s.io',
    resource: 'validatingwebhookconfigurations',
    isNamespaced: false,
  },
  MutatingWebhookConfiguration: {
    group: 'admissionregistration.k8s.io',
    resource: 'mutatingwebhookconfigurations',
    isNamespaced: false,
  },
};

async function get(api: ClusterApi, right: Right, name: string, settings: LookupSettings): Promise<Got> {
  const root = right.group === '' ? '/api/v1' : `/apis/${right.group}/v1`;
  const scope = right.namespace === null ? '' : `/namespaces/${right.namespace}`;
  const outcome = await api.get(`${root}${scope}/${right.resource}/${name}`);
  if (outcome.state === 'failed') {
    settings.onFailure(outcome.failure, right);
    return { state: 'failed', failure: outcome.failure };
  }
  if (outcome.status === 404) return { state: 'missing' };
  const { uid, deletionTimestamp } = objectOf(outcome.body['metadata']);
  if (outcome.status !== 200 || typeof uid !== 'string') return { state: 'failed', failure: 'not-json' };
  const deletedAt = typeof deletionTimestamp === 'string' ? Date.parse(deletionTimestamp) : null;
  return { state: 'found', object: outcome.body, uid, deletedAt };
}

const failed = (failure: ApiFailure): VerdictDraft => ({ result: 'unknown', reason: unknownOf(failure) });
const revoked = (reason: RevokedReason): VerdictDraft => ({ result: 'revoked', reason });

/** Null when all is well. `graceMs` is how long a deleted object still counts. */
function judge(
  got: Got,
  uid: string | null,
  now: number,
  graceMs: number,
  reasons: { readonly gone: RevokedReason; readonly changed: RevokedReason },
): VerdictDraft | null {
  if (got.state === 'failed') return failed(got.failure);
  if (got.state === 'missing') return revoked(reasons.gone);
  if (uid !== null && got.uid !== uid) return revoked(reasons.changed);
  return got.deletedAt !== null && got.deletedAt <= now - graceMs ? revoked(reasons.gone) : null;
}

const account = { gone: 'service-account-deleted', changed: 'service-account-recreated' } as const;
const bound = { gone: 'bound-object-deleted', changed: 'bound-object-recreated' } as const;

async function getAccount(api: ClusterApi, identity: Identity, settings: LookupSettings): Promise<Got> {
  const right = { verb: 'get', group: '', resource: 'serviceaccounts', namespace: identity.namespace };
  return get(api, right, identity.serviceAccount ?? '', settings);
}

async function lookUpBound(
  api: ClusterApi,
  identity: Identity,
  object: BoundObject | null,
  settings: LookupSettings,
): Promise<VerdictDraft> {
  const found = judge(
    await getAccount(api, identity, settings),
    identity.serviceAccountUid,
    settings.now,
    LEEWAY_MS,
    account,
  );
  if (found !== null) return found;
  const kind = kinds[object?.kind ?? ''];
  if (object !== null && (kind === undefined || object.name === null))
    return { result: 'genuine-unchecked', reason: 'claims-refused' };
  if (object !== null && kind !== undefined) {
    const { group, resource, isNamespaced } = kind;
    const right = { verb: 'get', group, resource, namespace: isNamespaced ? identity.namespace : null };
    const stands = judge(
      await get(api, right, object.name ?? '', settings),
      object.uid,
      settings.now,
      LEEWAY_MS,
      bound,
    );
    if (stands !== null) return stands;
  }
  return { result: settings.isForApiServer ? 'live' : 'live-elsewhere', reason: null };
}

function sameText(base64: unknown, token: string): boolean {
  const digest = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
  return (
    typeof base64 === 'string' && timingSafeEqual(digest(Buffer.from(base64, 'base64')), digest(Buffer.from(token)))
  );
}

/** The dates that the Secret's labels tell (KEP-2799). */
function datesOf(secret: JsonObject): Pick<VerdictDraft, 'lastUsed' | 'invalidSince'> {
  const labels = objectOf(objectOf(secret['metadata'])['labels']);
  const date = (label: string): string | null => {
    const value = labels[`kubernetes.io/legacy-token-${label}`];
    return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : null;
  };
  const [lastUsed, invalidSince] = [date('last-used'), date('invalid-since')];
  return { ...(lastUsed === null ? {} : { lastUsed }), ...(invalidSince === null ? {} : { invalidSince }) };
}

async function lookUpLegacy(
  api: ClusterApi,
  { finding, secret }: HeldFinding,
  settings: LookupSettings,
): Promise<VerdictDraft> {
  const { identity } = finding;
  const right = { verb: 'get', group: '', resource: 'secrets', namespace: identity.namespace };
  const got = await get(api, right, identity.boundTo?.name ?? '', settings);
  if (got.state === 'failed') return failed(got.failure);
  if (got.state === 'missing' || got.deletedAt !== null) return revoked('secret-deleted');
  const dates = datesOf(got.object);
  if (!sameText(objectOf(got.object['data'])['token'], secret.reveal()))
    return { ...revoked('secret-replaced'), ...dates };
  const found = judge(await getAccount(api, identity, settings), identity.serviceAccountUid, settings.now, 0, account);
  if (found !== null) return { ...found, ...dates };
  const label = objectOf(objectOf(got.object['metadata'])['labels'])['kubernetes.io/legacy-token-invalid-since'];
  if (typeof label === 'string' && label !== '')
    return { result: 'suspended', reason: 'label-invalid-since', ...dates };
  return { result: 'live', reason: null, ...dates };
}

/** Looks up the objects of one token whose signature the cluster's key verified. */
export async function lookUp(api: ClusterApi, held: HeldFinding, settings: LookupSettings): Promise<VerdictDraft> {
  const { identity } = held.finding;
  const names = [
    identity.namespace,
    identity.serviceAccount,
    ...(identity.boundTo === null ? [] : [identity.boundTo.name]),
  ];
  // What is no name must not become a path.
  if (!names.every((name) => name !== null && NAME.test(name)))
    return { result: 'genuine-unchecked', reason: 'claims-refused' };
  return isLegacy(held.finding)
    ? lookUpLegacy(api, held, settings)
    : lookUpBound(api, identity, identity.boundTo, settings);
}
