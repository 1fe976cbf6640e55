/** What claims to be a service-account token, but cannot be one as it stands: forged, cut, or made by hand. */
import type { Detector } from '../src/model/detector.js';
import { doubtsAbout } from '../src/token/doubts.js';
import { readServiceAccount } from '../src/token/service-account.js';
import { titleOf } from '../src/token/title-of.js';

/** Recognises what has claims of a service account and at least one doubt; its claims carry the doubts. */
export const kubernetesSuspect: Detector = {
  id: 'kubernetes-suspect',
  title: 'Suspect Kubernetes service-account token',
  meaning:
    'It carries the claims of a service-account token, but something is off, so no API server accepts it as it stands. A cut one says that the whole token was near; a forged one, that somebody tried.',
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/authentication/#service-account-tokens',
    'https://github.com/kubernetes/kubernetes/blob/master/pkg/serviceaccount/jwt.go',
    'https://www.rfc-editor.org/rfc/rfc8725',
  ],
  recognise(jwt) {
    const claims = readServiceAccount(jwt);
    if (claims === undefined) return undefined;
    const doubts = doubtsAbout(jwt, claims);
    if (doubts.length === 0) return undefined;
    const facts = { ...claims.facts, doubts };
    return { ...facts, title: titleOf('kubernetes-suspect', facts) };
  },
};
