/** Reasons why something that claims to be a service-account token cannot be one as it stands. */
import type { Jwt } from '../model/jwt.js';
import { quoted } from './quoted.js';
import { algorithmOf } from './read-jwt.js';
import { FLAT_PREFIX, SUBJECT_PREFIX, type ServiceAccountClaims } from './service-account.js';

/**
 * What is off, each a short sentence; empty for a token that the API server could have issued. Keys and liveness are
 * not looked at.
 */
export function doubtsAbout(jwt: Jwt, claims: ServiceAccountClaims): readonly string[] {
  const doubts = [...aboutSignature(jwt), ...aboutLayout(claims)];
  if (!jwt.payloadComplete) doubts.push('The token is cut inside its claims.');
  const twice = jwt.duplicateKeys.filter(isIdentityKey);
  if (twice.length > 0)
    doubts.push(`Claims stand twice, which readers take differently: ${twice.map(quoted).join(', ')}.`);
  const contradiction = aboutSubject(claims);
  if (contradiction !== undefined) doubts.push(contradiction);
  // What a cut payload does not say may have stood behind the cut.
  if (jwt.payloadComplete) doubts.push(...aboutGaps(claims));
  return doubts;
}

function aboutSignature(jwt: Jwt): string[] {
  const alg = algorithmOf(jwt.header);
  const { length, state } = jwt.signature;
  if (alg === null) return ['The header names no algorithm.'];
  if (/^none$/i.test(alg)) return ['The header says that nothing signs it (alg none), which no API server accepts.'];
  if (/^HS\d+$/i.test(alg)) return [`${alg} signs with a shared secret; API servers sign with private keys only.`];
  if (state === 'absent') return ['The signature is missing.'];
  if (state === 'truncated')
    return [
      `The signature is cut: ${length} characters are not what ${/^[\w-]{1,20}$/.test(alg) ? alg : quoted(alg)} makes.`,
    ];
  return [];
}

function aboutLayout(claims: ServiceAccountClaims): string[] {
  switch (claims.layout) {
    case 'mixed':
      return [
        'Flat claims of a Secret-based token stand beside claims of a bound one (kubernetes.io, aud or exp); the API server never issues both.',
      ];
    case 'bare':
      return ['Only sub speaks of a service account; the claims that the API server checks are missing.'];
    case 'nested':
      return claims.boundTo.length > 1
        ? [
            `It says to be bound to ${claims.boundTo.map(({ kind }) => kind).join(' and ')}; a token is bound to one object.`,
          ]
        : [];
    case 'flat':
      return [];
    default:
      return claims.layout satisfies never;
  }
}

function isIdentityKey(path: string): boolean {
  return /^(?:alg|kid|sub|iss|aud|exp|kubernetes\.io(?:\..*)?)$/s.test(path) || path.startsWith(FLAT_PREFIX);
}

function aboutSubject({ subject, facts }: ServiceAccountClaims): string | undefined {
  const { namespace, serviceAccount } = facts.identity;
  if (subject === null || namespace === null || serviceAccount === null) return undefined;
  const expected = `${SUBJECT_PREFIX}${namespace}:${serviceAccount}`;
  return subject === expected ? undefined : `sub is ${quoted(subject)}, but the other claims name ${quoted(expected)}.`;
}

/** Claims without which the API server refuses the token (kubernetes pkg/serviceaccount, both validators). */
function aboutGaps({ layout, subject, facts }: ServiceAccountClaims): string[] {
  if (layout === 'bare') return [];
  const { identity, times } = facts;
  const missing: string[] = [];
  if (subject === null) missing.push('sub');
  if (identity.namespace === null) missing.push('the namespace');
  if (identity.serviceAccount === null) missing.push('the name of the service account');
  if (identity.serviceAccountUid === null) missing.push('the uid of the service account');
  if (layout === 'nested' && times.expiresAt === null) missing.push('a readable exp');
  if (layout === 'flat' && identity.boundTo === null) missing.push('the name of the Secret');
  return missing.length === 0 ? [] : [`It lacks ${missing.join(', ')}.`];
}
