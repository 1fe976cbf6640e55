/** TokenRequest's service-account tokens: bound to a time and an audience, often to an object too. */
import type { Claims } from '../src/model/claims.js';
import type { Detector } from '../src/model/detector.js';
import { accountName } from '../src/token/account-name.js';
import { readAudiences } from '../src/token/audience.js';
import { doubtsAbout } from '../src/token/doubts.js';
import { durationInWords } from '../src/token/duration.js';
import { plainName, quoted } from '../src/token/quoted.js';
import { readServiceAccount } from '../src/token/service-account.js';
import { timestamp } from '../src/token/timestamp.js';

/** Recognises tokens of TokenRequest: a `kubernetes.io` object that agrees with `sub`, an end, a whole signature. */
export const kubernetesBound: Detector = {
  id: 'kubernetes-bound',
  title: 'Bound Kubernetes service-account token',
  meaning:
    'A token issued by the TokenRequest API. Whoever holds it acts as the service account until it expires or the object it is bound to is deleted; for an audience outside the cluster it opens the cloud role or vault that trusts the cluster.',
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-tokens',
    'https://github.com/kubernetes/enhancements/tree/master/keps/sig-auth/1205-bound-service-account-tokens',
    'https://github.com/kubernetes/kubernetes/blob/master/pkg/serviceaccount/claims.go',
  ],
  recognise(jwt) {
    const claims = readServiceAccount(jwt);
    if (claims?.layout !== 'nested' || doubtsAbout(jwt, claims).length > 0) return undefined;
    return { ...claims.facts, title: titleOf(claims.facts), doubts: [] };
  },
};

function titleOf(facts: Omit<Claims, 'title' | 'doubts'>): string {
  const { kind, name } = facts.identity.boundTo ?? { kind: null, name: null };
  const object = kind === null ? '' : `, for ${kind} ${plainName(name ?? '?')}`;
  return `Bound service-account token of ${accountName(facts.identity)}${object}${audience(facts)}${lifetime(facts)}`;
}

/** Said only where it is not the API server, whose audience goes without saying. */
function audience({ audiences, issuer }: Pick<Claims, 'audiences' | 'issuer'>): string {
  const { kind, acceptors, unknown } = readAudiences(audiences, issuer);
  if (kind === 'api-server') return '';
  return `, to be shown to ${[...acceptors.map(({ name }) => name), ...unknown.slice(0, 3).map(quoted)].join(' and ')}`;
}

/** The kubelet asks for an hour and gets a year (KEP-1205): a reader who sees only the hour would rest too early. */
function lifetime({ times }: Pick<Claims, 'times'>): string {
  const { issuedAt, expiresAt, warnAfter } = times;
  if (expiresAt === null) return '';
  const end = `accepted until ${timestamp(expiresAt)}`;
  if (warnAfter === null || issuedAt === null) return `, ${end}`;
  const rotated = durationInWords(warnAfter - issuedAt);
  return `, meant to be replaced after ${rotated} but ${end.replace('until', `for ${durationInWords(expiresAt - issuedAt)}, until`)}`;
}
