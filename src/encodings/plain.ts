/** A token that stands as itself, among any neighbours; it ends where the JWT ends, not at a wished-for delimiter. */
import type { Span } from '../model/span.js';
import { glanceAtJwt } from '../token/glance-at-jwt.js';
import { algorithmOf, readJwt } from '../token/read-jwt.js';
import { isModulusLength, isSureLength, signatureLengthIn, signatureState } from '../token/signature-length.js';
import { plainAnchors } from './anchors.js';
import type { Anchor, Encoding, Layer, Source } from './encoding.js';
import { characterBefore } from './joined-text.js';
import { joinedToken } from './joined-token.js';
import { emptyLayer } from './layer.js';
import { breakAt, NO_BREAK } from './line-break.js';
import { rewrapText } from './rewrap-text.js';
import { startsLikeJson, startsWithMember } from './starts-like-json.js';

const DOT = 0x2e;

/** A kid may have 1,024 characters (KEP-740), and a header little else. */
const LONGEST_HEADER = 4 * 1024;
const LONGEST_PAYLOAD = 64 * 1024;
/** ML-DSA-87 needs 6,170 characters. */
const LONGEST_SIGNATURE = 8 * 1024;

/** `{"alg":""}` takes 14 characters, and no claims that say anything fit into fewer. */
const SHORTEST_PART = 12;

/** `{}`, a payload for a look at a header alone. */
const NO_CLAIMS = 'e30';

/** Places in one run of letters where a header might start after glued text; real ones have one, rarely two. */
const HEADER_ATTEMPTS = 16;

/** 1 for the characters of base64url (RFC 4648 §5). */
const isBase64url = new Uint8Array(256);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
  isBase64url[character.charCodeAt(0)] = 1;
}

/** Reads the token at an anchor; its layers hold exactly a token's text. */
export const plain: Encoding = {
  id: 'plain',
  anchors: plainAnchors,
  unwrap(source, at, anchor): Layer | undefined {
    if (anchor.phase !== 0) return tokenWithBrokenStart(source, at, anchor.phase);
    const { bytes } = source;
    const start = runStart(bytes, at, at - LONGEST_HEADER);
    const end = runEnd(bytes, at, at + LONGEST_PAYLOAD);
    if (end === bytes.length && !source.isEnd) return emptyLayer(start, end, true);
    if (end - at >= 8 && bytes[end] !== DOT && bytes[start - 1] !== DOT && !startsLikeJson(bytes, at)) {
      return emptyLayer(start, nextStart(bytes, at + 1, end));
    }
    const bare = bareToken(source, at, start, end);
    if (bare?.isSure === true || bare?.layer.isOpen === true) return bare.layer;
    const first = bare === undefined ? at : bare.layer.start;
    const broken = goesOn(bytes, first) ? joinedToken(source, first) : undefined;
    if (broken?.isOpen === true) return broken;
    if (broken !== undefined && broken.bytes.length > 0) return bare === undefined ? broken : better(bare, broken);
    if (bare !== undefined) return bare.layer;
    return broken === undefined
      ? emptyLayer(start, pastShortRuns(bytes, end))
      : emptyLayer(start, Math.max(broken.end, nextStart(bytes, at + 1, end)));
  },
  rewrap: rewrapText,
};

/** A reading without breaks; `isSure` when its signature is exactly as long as the algorithm makes it. */
interface Bare {
  readonly layer: Layer;
  readonly isSure: boolean;
  readonly isComplete: boolean;
}

/** The run from `start` to `end`, around the anchor at `at`, is a header, or a payload whose header stands before it. */
function bareToken(source: Source, at: number, start: number, end: number): Bare | undefined {
  const { bytes } = source;
  const asHeader = bytes[end] === DOT ? tokenWithHeader(source, start, end) : undefined;
  if (asHeader !== undefined || bytes[start - 1] !== DOT) return asHeader;
  return tokenWithHeader(source, runStart(bytes, start - 1, at - LONGEST_HEADER), start - 1);
}

/** A joined reading counts against a bare one only when its signature is as the algorithm makes it. */
function better(bare: Bare, broken: Layer): Layer {
  const jwt = readJwt(text(broken.bytes, 0, broken.bytes.length));
  if (jwt === undefined) return bare.layer;
  const isSure = isSureLength(algorithmOf(jwt.header), jwt.signature.length);
  const isLikely = jwt.signature.state === 'complete' && isModulusLength(jwt.signature.length);
  return isSure || (!bare.isComplete && isLikely) ? broken : bare.layer;
}

/** True when the text from `at` ends in a break that it may go on after. A token has two dots, so a third ends it. */
function goesOn(bytes: Uint8Array, at: number): boolean {
  let end = at;
  const limit = Math.min(bytes.length, at + LONGEST_PAYLOAD);
  for (let dots = 0; end < limit; end++) {
    if (bytes[end] === DOT) dots++;
    else if (isBase64url[bytes[end] as number] !== 1) break;
    if (dots > 2) return false;
  }
  return end < bytes.length && breakAt(bytes, end) !== NO_BREAK;
}

/** The next place in a run where a header can start at all: `{"` and printable characters. */
function nextStart(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    if (bytes[at] !== 0x65 || bytes[at + 1] !== 0x79 || bytes[at + 2] !== 0x4a) continue;
    if (at + 8 > end || startsLikeJson(bytes, at)) return at;
  }
  return end;
}

/** How far a look goes that answers for short runs. */
const AHEAD = 1024;

/**
 * The end of the last of the runs behind `end` that are too short for any part of a token, and that no break follows: what
 * is full of `eyJ.` is not looked at at each of them.
 */
function pastShortRuns(bytes: Uint8Array, end: number): number {
  const limit = Math.min(bytes.length, end + AHEAD);
  let past = end;
  for (let at = end; at < limit; ) {
    if (bytes[at] !== DOT && breakAt(bytes, at) !== NO_BREAK) return past;
    past = at;
    const next = runEnd(bytes, at + 1, at + 1 + SHORTEST_PART);
    if (next - at > SHORTEST_PART) return past;
    at = next;
  }
  return past;
}

/** The anchor stands right behind a header's first characters, which a break cuts: finds them. */
function tokenWithBrokenStart(source: Source, at: number, behind: number): Layer | undefined {
  const { bytes } = source;
  let start = at;
  for (let count = 0; count < behind; count++) {
    const before = characterBefore(bytes, start, isBase64url);
    if (before === undefined) return undefined;
    start = before;
  }
  if (at - start === behind || bytes[start] !== 0x65) return undefined;
  const broken = joinedToken(source, start);
  return broken !== undefined && (broken.isOpen || broken.bytes.length > 0) ? broken : undefined;
}

function runStart(bytes: Uint8Array, at: number, floor: number): number {
  let start = at;
  const lowest = Math.max(0, floor);
  while (start > lowest && isBase64url[bytes[start - 1] as number] === 1) start--;
  return start;
}

function runEnd(bytes: Uint8Array, at: number, ceiling: number): number {
  let end = at;
  const highest = Math.min(bytes.length, ceiling);
  while (end < highest && isBase64url[bytes[end] as number] === 1) end++;
  return end;
}

/** Reads a token whose header ends at the dot `headerEnd`; the header may start anywhere in the run before it. */
function tokenWithHeader(source: Source, runFrom: number, headerEnd: number): Bare | undefined {
  const { bytes } = source;
  const payloadStart = headerEnd + 1;
  if (headerEnd - runFrom < SHORTEST_PART || !opensObject(bytes, payloadStart)) return undefined;
  const payloadEnd = runEnd(bytes, payloadStart, payloadStart + LONGEST_PAYLOAD);
  if (payloadEnd - payloadStart < SHORTEST_PART && payloadEnd < bytes.length) return undefined;
  const hasSignature = bytes[payloadEnd] === DOT;
  const signatureStart = payloadEnd + 1;
  const signatureEnd = hasSignature ? runEnd(bytes, signatureStart, signatureStart + LONGEST_SIGNATURE) : payloadEnd;
  if (signatureEnd >= bytes.length && !source.isEnd) {
    return { layer: emptyLayer(runFrom, headerEnd, true), isSure: false, isComplete: false };
  }
  const payload = text(bytes, payloadStart, payloadEnd);
  for (const headerStart of headerStarts(bytes, runFrom, headerEnd)) {
    const header = text(bytes, headerStart, headerEnd);
    const glimpse = hasSignature ? glanceAtJwt(header, payload) : undefined;
    if (glimpse !== undefined)
      return signed(bytes, headerStart, signatureStart, signatureEnd, glimpse.algorithm, glimpse.isStranger);
    const isHeader = (): boolean => readJwt(`${header}.${NO_CLAIMS}.`) !== undefined;
    // Where the run starts it nearly always is one; elsewhere the payload is not read for each try.
    if (headerStart !== runFrom && !isHeader()) continue;
    const jwt = readJwt(`${header}.${payload}${hasSignature ? '.' : ''}`);
    if (jwt === undefined) {
      // No other header makes this a payload.
      if (headerStart !== runFrom || isHeader()) return undefined;
      continue;
    }
    if (!hasSignature) return { layer: tokenLayer(bytes, headerStart, payloadEnd), isSure: false, isComplete: false };
    return signed(bytes, headerStart, signatureStart, signatureEnd, algorithmOf(jwt.header), false);
  }
  return undefined;
}

/** The reading of a token from `start` on whose signature lies in `[from, to)`. */
function signed(
  bytes: Uint8Array,
  start: number,
  from: number,
  to: number,
  algorithm: string | null,
  isStranger: boolean,
): Bare {
  const length = signatureLengthIn(algorithm, text(bytes, from, to));
  return {
    layer: tokenLayer(bytes, start, from + length, isStranger),
    isSure: isSureLength(algorithm, length),
    isComplete: signatureState(algorithm, length) === 'complete',
  };
}

/** `{` in base64url is `e`, then `w`, `x`, `y` or `z`. */
function startsObject(bytes: Uint8Array, at: number): boolean {
  const second = bytes[at + 1] as number;
  return bytes[at] === 0x65 && second >= 0x77 && second <= 0x7a;
}

/** `{` in base64url, and a first key with its colon, as far as a short look goes. */
function opensObject(bytes: Uint8Array, at: number): boolean {
  return startsObject(bytes, at) && startsWithMember(bytes, at);
}

/** Where in a run a header may start: at its start, which is nearly always right, then nearest to the dot first. */
function* headerStarts(bytes: Uint8Array, from: number, headerEnd: number): Generator<number> {
  if (opensObject(bytes, from)) yield from;
  let attempts = 0;
  for (let at = headerEnd - SHORTEST_PART; at > from && attempts < HEADER_ATTEMPTS; at--) {
    if (!startsObject(bytes, at) || !opensObject(bytes, at)) continue;
    attempts++;
    yield at;
  }
}

function text(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}

function tokenLayer(bytes: Uint8Array, start: number, end: number, isStranger = false): Layer {
  return {
    bytes: bytes.subarray(start, end),
    start,
    end,
    isOpen: false,
    isCut: false,
    locate: (span: Span) => [{ start: start + span.start, end: start + span.end }],
    covers: (at: number, _anchor: Anchor) => at >= start && at < end,
    isUniform: true,
    isStranger,
  };
}
