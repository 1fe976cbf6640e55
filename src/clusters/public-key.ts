/** The public half of a key that signs service-account tokens: read from a JWKS or from PEM, named as Kubernetes names it. */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import type { JsonObject, JsonValue } from '../model/json.js';

/** The algorithms kube-apiserver signs with (kubernetes/pkg/serviceaccount/jwt.go, KEP-740). */
export type SigningAlgorithm = 'RS256' | 'ES256' | 'ES384' | 'ES512';

/** A key that can verify tokens. */
export interface PublicKey {
  /**
   * base64url of SHA-256 over the DER SubjectPublicKeyInfo: what kube-apiserver computes as the kid
   * (`keyIDFromPublicKey`). Two keys with the same one are the same key, whatever they are called.
   */
  readonly thumbprint: string;
  /** The kid it is served under; null for a key that came without one (PEM). */
  readonly kid: string | null;
  readonly algorithm: SigningAlgorithm;
  /** DER SubjectPublicKeyInfo in standard base64. */
  readonly spki: string;
}

/** An external signer's kid has at most this many characters (KEP-740). */
const MAX_KID_LENGTH = 1024;
/** An API server has a handful of keys; a list of thousands is meant to keep us busy. */
const MAX_KEYS = 256;
/** jose, as RFC 7518 §3.3, takes no RSA key under 2048 bits; one over 8192 only costs time. */
const rsaBits = { least: 2048, most: 8192 };

const curves: { readonly [curve: string]: SigningAlgorithm } = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
};

function algorithmOf(key: KeyObject): SigningAlgorithm | null {
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa')
    return modulusLength >= rsaBits.least && modulusLength <= rsaBits.most ? 'RS256' : null;
  return key.asymmetricKeyType === 'ec' ? (curves[namedCurve] ?? null) : null;
}

function describe(key: KeyObject, kid: string | null): PublicKey | null {
  const algorithm = algorithmOf(key);
  if (algorithm === null) return null;
  const der = key.export({ type: 'spki', format: 'der' });
  return {
    thumbprint: createHash('sha256').update(der).digest('base64url'),
    kid,
    algorithm,
    spki: der.toString('base64'),
  };
}

/** Reads what looks like a public key; null for anything else (a private or symmetric key is nobody's public key). */
function read(input: Parameters<typeof createPublicKey>[0], kid: string | null): PublicKey | null {
  try {
    return describe(createPublicKey(input), kid);
  } catch {
    return null;
  }
}

function ofJwk(value: JsonValue): PublicKey | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { kty, n, e, crv, x, y, kid, use } = value as JsonObject;
  if (use !== undefined && use !== 'sig') return null;
  if (kid !== undefined && (typeof kid !== 'string' || kid.length > MAX_KID_LENGTH)) return null;
  // Only the public fields are handed on.
  const key = kty === 'RSA' ? { kty, n, e } : { kty, crv, x, y };
  return read(
    { key, format: 'jwk' } as Parameters<typeof createPublicKey>[0],
    kid === undefined || kid === '' ? null : kid,
  );
}

/** The usable keys of a JSON Web Key Set (RFC 7517 §5); empty when it is none. */
export function keysOfJwks(document: JsonObject): readonly PublicKey[] {
  const { keys } = document;
  if (!Array.isArray(keys)) return [];
  return (keys as readonly JsonValue[])
    .slice(0, MAX_KEYS)
    .map(ofJwk)
    .filter((key) => key !== null);
}

/** The public keys of PEM text, as `sa.pub` of a control plane: `PUBLIC KEY`, `RSA PUBLIC KEY` or certificates. */
export function keysOfPem(text: string): readonly PublicKey[] {
  const blocks = text.match(/-----BEGIN ((?:RSA )?PUBLIC KEY|CERTIFICATE)-----[^-]*-----END \1-----/g) ?? [];
  return blocks
    .slice(0, MAX_KEYS)
    .map((block) => read(block, null))
    .filter((key) => key !== null);
}

/** A key by its DER SubjectPublicKeyInfo in base64, as our own files keep it; null when it is none. */
export function keyOfSpki(spki: string, kid: string | null): PublicKey | null {
  return read({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' }, kid);
}
