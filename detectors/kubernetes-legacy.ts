/** Secret-based service-account tokens: flat claims, no expiry. */
import type { Detector } from '../src/model/detector.js';
import { doubtsAbout } from '../src/token/doubts.js';
import { readServiceAccount } from '../src/token/service-account.js';
import { titleOf } from '../src/token/title-of.js';

/** Recognises tokens of Secrets: flat claims that agree with each other, whole, signed with a private key. */
export const kubernetesLegacy: Detector = {
  id: 'kubernetes-legacy',
  title: 'Legacy Kubernetes service-account token',
  meaning:
    'A token out of a Secret of type kubernetes.io/service-account-token. It never expires: whoever holds it acts as the service account until the Secret or the account is deleted.',
  references: [
    'https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets',
    'https://github.com/kubernetes/enhancements/tree/master/keps/sig-auth/2799-reduction-of-secret-based-service-account-token',
    'https://github.com/kubernetes/kubernetes/blob/master/pkg/serviceaccount/legacy.go',
  ],
  recognise(jwt) {
    const claims = readServiceAccount(jwt);
    if (claims?.layout !== 'flat' || doubtsAbout(jwt, claims).length > 0) return undefined;
    const facts = { ...claims.facts, doubts: [] };
    return { ...facts, title: titleOf('kubernetes-legacy', facts) };
  },
};
