/** From text to a JWT, without trusting it. */
import type { JsonObject } from '../model/json.js';
import type { Jwt } from '../model/jwt.js';
import { decodeBase64url } from './base64url.js';
import { parseJsonObject, type ParsedObject } from './parse-json.js';
import { signatureState } from './signature-length.js';

/** A kid may have 1,024 characters (KEP-740), so real headers stay far below. */
const LONGEST_HEADER = 8 * 1024;

/** Bound tokens stay below 2 KiB; whoever writes a megabyte of claims is no API server. */
const LONGEST_PAYLOAD = 1024 * 1024;

const signatureAlphabet = /^[A-Za-z0-9_-]*$/;

/**
 * Decodes `header.payload.signature` (RFC 7515 §7.1). Undefined unless header and payload both are base64url of one
 * JSON object in UTF-8. The signature may be cut or empty; text without a second dot is a token cut in its payload,
 * read as far as it goes. Header text beyond 8 KiB and payload text beyond 1 MiB are refused. Never throws; linear.
 */
export function readJwt(text: string): Jwt | undefined {
  const firstDot = text.indexOf('.');
  if (firstDot < 2 || firstDot > LONGEST_HEADER || !startsLikeHeader(text, 0)) return undefined;
  const secondDot = text.indexOf('.', firstDot + 1);
  const payloadEnd = secondDot === -1 ? text.length : secondDot;
  if (payloadEnd - firstDot > LONGEST_PAYLOAD || !mayStartObject(text.charCodeAt(firstDot + 1))) return undefined;
  const signature = secondDot === -1 ? '' : text.slice(secondDot + 1);
  if (!signatureAlphabet.test(signature)) return undefined;
  const header = readObject(text.slice(0, firstDot), false);
  if (header === undefined) return undefined;
  const payload = readObject(text.slice(firstDot + 1, payloadEnd), secondDot === -1);
  if (payload === undefined) return undefined;
  return {
    header: header.value,
    payload: payload.value,
    signature: { length: signature.length, state: signatureState(algorithmOf(header.value), signature.length) },
    payloadComplete: payload.isComplete,
    duplicateKeys: [...header.duplicateKeys, ...payload.duplicateKeys],
  };
}

/** The `alg` of a header, or null when it names none. */
export function algorithmOf(header: JsonObject): string | null {
  return typeof header['alg'] === 'string' ? header['alg'] : null;
}

/**
 * Cheap look at three characters: could a base64url JSON object start at `at`? True for `{` with a quote or a blank
 * behind it; `{}` says nothing, so it does not count.
 */
export function startsLikeHeader(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== 0x65) return false;
  const second = text.charCodeAt(at + 1);
  const third = text.charCodeAt(at + 2);
  // `{"` is eyI to eyL, `{ ` eyA to eyD, by what follows; line breaks and tabs are ewk to ewr and ew0 to ew3.
  if (second === 0x79) return (third >= 0x49 && third <= 0x4c) || (third >= 0x41 && third <= 0x44);
  return second === 0x77 && ((third >= 0x6b && third <= 0x72) || (third >= 0x30 && third <= 0x33));
}

/** Base64url of `{` starts with e, of a blank with I, C or D. */
function mayStartObject(code: number): boolean {
  return code === 0x65 || code === 0x49 || code === 0x43 || code === 0x44;
}

function readObject(text: string, mayBeCut: boolean): ParsedObject | undefined {
  // A cut text may end inside a group of four; one character alone holds no byte.
  const bytes = decodeBase64url(mayBeCut && text.length % 4 === 1 ? text.slice(0, -1) : text);
  if (bytes === undefined) return undefined;
  const json = decodeUtf8(bytes, mayBeCut);
  return json === undefined ? undefined : parseJsonObject(json, mayBeCut);
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of a decoded part; undefined when it is no UTF-8, unless `mayBeCut`. */
export function decodeUtf8(bytes: Uint8Array, mayBeCut: boolean): string | undefined {
  if (mayBeCut) return lenient.decode(bytes);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  // Nearly all tokens are ASCII, and for those the decoder would be the slowest step.
  if (/^[\0-\x7f]*$/.test(text)) return text;
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}
