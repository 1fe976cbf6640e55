/** Throw-away signing keys, made once a process because RSA keys are slow to make. */
import { createHash, createHmac, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** Algorithms a test token can really be signed with. */
export type SigningAlg = 'RS256' | 'RS384' | 'RS512' | 'ES256' | 'ES384' | 'ES512' | 'HS256' | 'none';

const curves: { readonly [alg: string]: string } = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };
const cache = new Map<string, KeyObject>();

/** The private key for an algorithm; `bits` counts for RSA alone. `name` asks for a second, third… key. */
export function signingKey(alg: SigningAlg, bits = 2048, name = ''): KeyObject {
  const curve = curves[alg];
  const label = `${curve ?? `RSA-${bits}`} ${name}`;
  const known = cache.get(label);
  if (known !== undefined) return known;
  const made =
    curve === undefined
      ? generateKeyPairSync('rsa', { modulusLength: bits }).privateKey
      : generateKeyPairSync('ec', { namedCurve: curve }).privateKey;
  cache.set(label, made);
  return made;
}

/** The kid that kube-apiserver gives a key: base64url of SHA-256 over its DER SubjectPublicKeyInfo (kubernetes#78502). */
export function keyId(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64url');
}

/** Signs `header.payload` as RFC 7518 asks for `alg`; `none` gives an empty signature. */
export function signInput(alg: SigningAlg, input: string, key: KeyObject | undefined): string {
  if (alg === 'none') return '';
  if (alg === 'HS256') return createHmac('sha256', 'throw-away').update(input).digest('base64url');
  if (key === undefined) throw new Error(`no key for ${alg}`);
  return sign(`sha${alg.slice(2)}`, Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
}
