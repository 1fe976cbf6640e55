/** Makes service-account tokens for tests: really signed ones with throw-away keys, and quick ones of the right shape. */
import { createHash } from 'node:crypto';
import type { JsonObject } from '../../src/model/json.js';
import { payloadOf, type TokenRecipe } from './claims.js';
import { keyId, signInput, signingKey, type SigningAlg } from './keys.js';

/** How the token is signed; the header can be given whole. */
export interface MintRecipe extends TokenRecipe {
  readonly alg?: SigningAlg;
  /** RSA modulus: 2048 unless said. */
  readonly bits?: number;
  /** Which of several keys of that kind. */
  readonly key?: string;
  /** `null` leaves it out; unsaid, it is the one kube-apiserver would compute. */
  readonly kid?: string | null;
  /** Takes the place of `{alg, kid}`. */
  readonly header?: JsonObject;
  /** Takes the place of the payload that the recipe would give. */
  readonly payload?: JsonObject;
}

/** base64url without padding of a value's JSON. */
export function encodeJson(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function headerOf(alg: string, kid: string | null | undefined): JsonObject {
  return kid === null || kid === undefined ? { alg } : { alg, kid };
}

/** A token that verifies against `signingKey(alg, bits, key)`. */
export function mintToken(recipe: MintRecipe = {}): string {
  const { alg = 'RS256', bits = 2048 } = recipe;
  const key = alg === 'HS256' || alg === 'none' ? undefined : signingKey(alg, bits, recipe.key);
  const kid = recipe.kid === undefined && key !== undefined ? keyId(key) : recipe.kid;
  const input = `${encodeJson(recipe.header ?? headerOf(alg, kid))}.${encodeJson(recipe.payload ?? payloadOf(recipe))}`;
  return `${input}.${signInput(alg, input, key)}`;
}

/** Bytes of a signature, by algorithm (RFC 7518 §3, RFC 9964). */
const signatureBytes: { readonly [alg: string]: number } = {
  RS256: 256,
  RS384: 256,
  RS512: 256,
  ES256: 64,
  ES384: 96,
  ES512: 132,
  HS256: 32,
  none: 0,
  'ML-DSA-44': 2420,
  'ML-DSA-65': 3309,
  'ML-DSA-87': 4627,
};

/** As `MintRecipe`, with any algorithm: nothing is signed. */
export type ShapeRecipe = Omit<MintRecipe, 'alg' | 'key'> & { readonly alg?: string };

function randomBytes(seed: string, length: number): Buffer {
  const parts: Buffer[] = [];
  for (let counter = 0; parts.length * 32 < length; counter += 1) {
    parts.push(createHash('sha256').update(`${seed}#${counter}`).digest());
  }
  return Buffer.concat(parts).subarray(0, length);
}

/**
 * A token with a signature of the right length that signs nothing; the seed decides every byte. Quick enough for
 * thousands in a property test.
 */
export function mintShape(recipe: ShapeRecipe = {}): string {
  const { alg = 'RS256', seed = recipe.kind ?? 'shape' } = recipe;
  const length = alg.startsWith('RS') ? (recipe.bits ?? 2048) / 8 : signatureBytes[alg];
  if (length === undefined) throw new Error(`no signature length for ${alg}`);
  const kid = recipe.kid === undefined ? randomBytes(`${seed}/kid`, 32).toString('base64url') : recipe.kid;
  const input = `${encodeJson(recipe.header ?? headerOf(alg, kid))}.${encodeJson(recipe.payload ?? payloadOf(recipe))}`;
  return `${input}.${randomBytes(`${seed}/signature`, length).toString('base64url')}`;
}
