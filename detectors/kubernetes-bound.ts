/** TokenRequest's service-account tokens: bound to a time and an audience, often to an object too. */
import type { Detector } from '../src/model/detector.js';
import { doubtsAbout } from '../src/token/doubts.js';
import { readServiceAccount } from '../src/token/service-account.js';
import { titleOf } from '../src/token/title-of.js';

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
    const facts = { ...claims.facts, doubts: [] };
    return { ...facts, title: titleOf('kubernetes-bound', facts) };
  },
};
