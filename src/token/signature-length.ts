/** How long a signature is: the only thing its text tells. */
import type { SignatureState } from '../model/jwt.js';

/**
 * Characters of a signature, by algorithm, where the algorithm fixes them (RFC 7518 §3, RFC 8037, RFC 9964). The API
 * server signs with RS256, ES256, ES384, ES512 and soon ML-DSA; the others stand here to tell forged tokens apart.
 */
const fixedLengths: ReadonlyMap<string, number> = new Map([
  ['ES256', 86],
  ['ES384', 128],
  ['ES512', 176],
  ['ES256K', 86],
  ['ML-DSA-44', 3227],
  ['ML-DSA-65', 4412],
  ['ML-DSA-87', 6170],
  ['HS256', 43],
  ['HS384', 64],
  ['HS512', 86],
]);

/** RSA keys of 2048, 3072, 4096, 5120, 6144, 8192 and 16384 bits. */
const rsaLengths = [342, 512, 683, 854, 1024, 1366, 2731] as const;

/**
 * A 1024-bit RSA key. Old clusters may have one, but cut signatures are far more common, so this length counts only
 * when nothing follows it.
 */
const SHORT_RSA = 171;

/** The shortest signature of a 2048-bit RSA key, and so of any that kube-apiserver is set up with today. */
const SHORTEST_RSA = 342;

/** HS256's: no algorithm in use makes a shorter one. */
const SHORTEST = 43;

/** No signature is longer, so that a run of megabytes is not taken for one. */
const LONGEST = 8192;

/**
 * How many characters of `run` are the signature. `run` is everything from the alphabet of base64url that stands after
 * the second dot, so text without a border may be glued to its end: `_suffix`, or the header of a next token.
 * A known length wins; else the longest known one whose last character leaves its unused bits zero, as all encoders
 * do; else everything is taken. Total, linear in `run`, at most 8,192.
 */
export function signatureLengthIn(alg: string | null, run: string): number {
  if (isNone(alg)) return 0;
  const end = Math.min(findNextHeader(run), LONGEST);
  const fixed = alg === null ? undefined : fixedLengths.get(alg);
  if (fixed !== undefined) return Math.min(fixed, end);
  if (!isRsa(alg)) return end;
  if (end === SHORT_RSA || rsaLengths.some((length) => length === end)) return end;
  for (const length of rsaLengths.toReversed()) {
    if (length > end || !canEndAt(run, length)) continue;
    // No bit of a length divisible by four is unused, so any text passes there: with more of the same noise behind it,
    // this is rather a longer signature that was cut.
    if (length % 4 !== 0 || !looksLikeNoise(run.slice(length, end))) return length;
  }
  return end;
}

/** What a length says about a signature; see `SignatureState`. The empty signature of `none` is complete. */
export function signatureState(alg: string | null, length: number): SignatureState {
  if (isNone(alg)) return 'complete';
  if (length <= 0) return 'absent';
  if (length % 4 === 1) return 'truncated';
  const fixed = alg === null ? undefined : fixedLengths.get(alg);
  if (fixed !== undefined) return length < fixed ? 'truncated' : 'complete';
  // Of long keys, nearly every cut signature has a length that no key makes.
  if (isRsa(alg))
    return length === SHORT_RSA || (length >= SHORTEST_RSA && isModulusLength(length)) ? 'complete' : 'truncated';
  return length < SHORTEST ? 'truncated' : 'complete';
}

/** True when the algorithm makes signatures of exactly this length, so that nothing more belongs to it. */
export function isSureLength(alg: string | null, length: number): boolean {
  if (isRsa(alg)) return rsaLengths.some((known) => known === length);
  return alg !== null && fixedLengths.get(alg) === length;
}

/** True when so many characters hold a whole modulus of 128-bit steps, as RSA keys have; words joined by chance seldom do. */
export function isModulusLength(length: number): boolean {
  const bytes = Math.floor((length * 3) / 4);
  return bytes % 16 === 0 && Math.ceil((bytes * 4) / 3) === length;
}

function isRsa(alg: string | null): boolean {
  return alg !== null && /^[RP]S(?:256|384|512)$/.test(alg);
}

function isNone(alg: string | null): boolean {
  return alg !== null && alg.toLowerCase() === 'none';
}

/** Where the header of a next token starts that stands right behind; the run's length when there is none. */
function findNextHeader(run: string): number {
  for (let at = run.indexOf('eyJ'); at !== -1 && at < LONGEST; at = run.indexOf('eyJ', at + 1)) {
    // `{"alg"`, `{"kid"`, `{"typ"`, `{"x5t#`, `{"crit`: by chance in one signature of a hundred million.
    if (/^\{"[a-z][a-z0-9]{2}["#t]/.test(Buffer.from(run.slice(at, at + 8), 'base64url').toString('latin1'))) return at;
  }
  return run.length;
}

const values = new Map(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].map((c, value) => [c, value]),
);

/** True when the unused bits of the character at `length - 1` are zero. */
function canEndAt(run: string, length: number): boolean {
  const unused = length % 4 === 2 ? 0b1111 : length % 4 === 3 ? 0b11 : 0;
  return ((values.get(run.charAt(length - 1)) ?? 0) & unused) === 0;
}

/** Signatures mix capitals, small letters and digits at every turn; words, names and numbers do not. */
function looksLikeNoise(text: string): boolean {
  if (text.length < 12 || !/[A-Z]/.test(text) || !/[a-z]/.test(text)) return false;
  const turns = text.match(/[a-z](?=[A-Z0-9])|[A-Z](?=[a-z0-9])|[0-9](?=[A-Za-z])/g)?.length ?? 0;
  return turns * 5 >= text.length * 2;
}
