/** Asks a cluster whether it accepts a token: TokenReview, with the reviewer's own credential. */
import type { ApiOutcome, Attempt, ClusterApi } from '../clusters/api.js';
import type { ApiFailure } from '../clusters/api-failure.js';
import type { Right } from '../clusters/missing-right.js';
import type { Finding, HeldFinding } from '../model/finding.js';
import type { JsonObject, JsonValue } from '../model/json.js';
import { unknownOf } from './api-unknown.js';
import { judgeReviewError } from './review-error.js';
import type { VerdictDraft } from './verdict-draft.js';
import { objectOf, verdictUserOf } from './verdict-user.js';

/** Issuer of tokens that live in Secrets (kubernetes/pkg/serviceaccount/legacy.go). */
const LEGACY_ISSUER = 'kubernetes/serviceaccount';
/** `what` of a transmission. */
export const REVIEW_NAME = 'TokenReview';

/** True for a token whose review overwrites its Secret's last-used label. */
export function isLegacy(finding: Finding): boolean {
  return finding.issuer.url === LEGACY_ISSUER || finding.detector === 'kubernetes-legacy';
}

/** How a review is to be made. */
export interface ReviewSettings {
  /** True when a key of the cluster verified the token's signature. */
  readonly isProven: boolean;
  /** Told of each request that carried the token. */
  readonly onAttempt: (attempt: Attempt) => void;
  /** Told why the cluster could not be asked, and which right it would have taken. */
  readonly onFailure: (failure: ApiFailure, right: Right) => void;
}

const right: Right = { verb: 'create', group: 'authentication.k8s.io', resource: 'tokenreviews', namespace: null };

type Answer =
  | { readonly kind: 'accepted'; readonly draft: VerdictDraft }
  | { readonly kind: 'refused' | 'failed'; readonly draft: VerdictDraft };

function expectedUser(finding: Finding): string {
  const { namespace, serviceAccount } = finding.identity;
  return `system:serviceaccount:${namespace}:${serviceAccount}`;
}

function accepted(finding: Finding, status: JsonObject): VerdictDraft {
  const user = verdictUserOf(objectOf(status['user']));
  const uid = finding.identity.serviceAccountUid;
  const isSame = user !== null && user.username === expectedUser(finding) && (uid === null || user.uid === uid);
  return isSame
    ? { result: 'live', reason: null, user }
    : { result: 'genuine-unchecked', reason: 'answered-for-another-user' };
}

/**
 * True when an answer is good for one of the asked audiences. An authenticator that knows no audiences leaves them out,
 * and then its answer is good for the API server alone (authentication/v1 TokenReviewStatus).
 */
function isForAudience(status: JsonObject, asked: readonly string[] | null): boolean {
  const told = Array.isArray(status['audiences']) ? (status['audiences'] as readonly JsonValue[]) : [];
  return asked === null || asked.some((audience) => told.includes(audience));
}

function read(outcome: ApiOutcome, finding: Finding, asked: readonly string[] | null, isProven: boolean): Answer {
  if (outcome.state === 'failed')
    return { kind: 'failed', draft: { result: 'unknown', reason: unknownOf(outcome.failure) } };
  const status = outcome.body['status'];
  if ((outcome.status !== 201 && outcome.status !== 200) || typeof status !== 'object' || status === null) {
    return { kind: 'failed', draft: { result: 'unknown', reason: 'unreachable' } };
  }
  const fields = objectOf(status);
  if (fields['authenticated'] === true && isForAudience(fields, asked))
    return { kind: 'accepted', draft: accepted(finding, fields) };
  if (fields['authenticated'] === true)
    return { kind: 'refused', draft: { result: 'genuine-unchecked', reason: 'wrong-audience' } };
  const error = typeof fields['error'] === 'string' ? fields['error'] : '';
  return { kind: 'refused', draft: judgeReviewError(error, { isLegacy: isLegacy(finding), isProven }) };
}

async function ask(
  api: ClusterApi,
  { finding, secret }: HeldFinding,
  audiences: readonly string[] | null,
  settings: ReviewSettings,
): Promise<Answer> {
  const body = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenReview',
    spec: { token: secret.reveal(), ...(audiences === null ? {} : { audiences }) },
  };
  const outcome = await api.post('/apis/authentication.k8s.io/v1/tokenreviews', {
    body,
    onAttempt: settings.onAttempt,
  });
  if (outcome.state === 'failed') settings.onFailure(outcome.failure, right);
  return read(outcome, finding, audiences, settings.isProven);
}

/**
 * Asks about one token. A token that claims an API server's audience is asked about as the API server sees it, and a
 * second time with its own audiences only when that is refused for the audience; any other token the other way round.
 * So most tokens are sent once, and the answer is the API server's own in every case.
 */
export async function reviewToken(
  api: ClusterApi,
  held: HeldFinding,
  isForApiServer: boolean,
  settings: ReviewSettings,
): Promise<VerdictDraft> {
  const { audiences } = held.finding;
  if (audiences.length === 0 || isForApiServer) {
    const asServer = await ask(api, held, null, settings);
    if (audiences.length === 0 || asServer.draft.reason !== 'wrong-audience') return asServer.draft;
    const asOwn = await ask(api, held, audiences, settings);
    return elsewhere(asOwn);
  }
  const asOwn = await ask(api, held, audiences, settings);
  // An authenticator that knows no audiences may still mean the API server's own.
  if (asOwn.draft.reason === 'wrong-audience') return (await ask(api, held, null, settings)).draft;
  if (asOwn.kind !== 'accepted' || asOwn.draft.result !== 'live') return asOwn.draft;
  const asServer = await ask(api, held, null, settings);
  return asServer.kind === 'accepted' ? asServer.draft : elsewhere(asOwn);
}

function elsewhere(asOwn: Answer): VerdictDraft {
  return asOwn.draft.result === 'live' ? { ...asOwn.draft, result: 'live-elsewhere' } : asOwn.draft;
}
