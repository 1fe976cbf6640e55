/** A token that is broken over lines. */
import type { Span } from '../model/span.js';
import { algorithmOf, readJwt, startsLikeHeader } from '../token/read-jwt.js';
import { isSureLength, signatureLengthIn, signatureState } from '../token/signature-length.js';
import type { Anchor, Layer, Source } from './encoding.js';
import { type Alphabet, JoinedText } from './joined-text.js';
import { emptyLayer } from './layer.js';
import { startsLikeJson, startsWithMember } from './starts-like-json.js';

const DOT = 0x2e;

const LONGEST_HEADER = 4 * 1024;
const LONGEST_PAYLOAD = 64 * 1024;
const LONGEST_SIGNATURE = 8 * 1024;

/** `{"alg":""}` takes 14 characters. */
const SHORTEST_HEADER = 12;

/** Places in one run of letters where a header might start after glued text; real ones have one, rarely two. */
const HEADER_ATTEMPTS = 16;

/** The characters of a compact JWS: base64url and the dots between. */
const alphabet: Alphabet = new Uint8Array(256);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.') {
  alphabet[character.charCodeAt(0)] = 1;
}

/**
 * Reads a token whose header starts at `start`, over the breaks of its lines. Undefined when no break stands in it
 * (then it is no business of this reading). An empty layer says how far nothing can start.
 */
export function joinedToken(source: Source, start: number): Layer | undefined {
  const joined = new JoinedText(source.bytes, start, alphabet);
  const nothing = emptyLayer(start, start + 1);
  const open = (): Layer | undefined =>
    joined.isCut && !source.isEnd ? emptyLayer(start, start + 1, true) : undefined;
  joined.readTo(8);
  if (joined.length < 8 || !startsLikeJson(joined.text, 0)) return open() ?? nothing;
  const headerEnd = findDot(joined, 8, 2 * LONGEST_HEADER);
  if (headerEnd < 0) return open() ?? emptyLayer(start, halfWay(joined, start));
  joined.readTo(headerEnd + 3);
  if (!startsLikeHeader(textOf(joined, headerEnd + 1, headerEnd + 4), 0)) return open() ?? upTo(joined, headerEnd);
  const payloadEnd = findDot(joined, headerEnd + 1, LONGEST_PAYLOAD);
  if (payloadEnd < 0) return open() ?? upTo(joined, headerEnd);
  const signatureEnd = endOfSignature(joined, payloadEnd + 1);
  const waits = open();
  if (waits !== undefined) return waits;
  if (joined.pieces < 2) return undefined;
  const header = headerBefore(joined, headerEnd);
  // A header further on is looked at from its own anchor, for it may need no joining.
  if (header !== 0) return upTo(joined, header < 0 ? headerEnd : header);
  const jwt = readJwt(textOf(joined, 0, payloadEnd + 1));
  if (jwt === undefined) return upTo(joined, headerEnd);
  return layerOf(
    joined,
    start,
    payloadEnd + 1 + signatureLength(joined, payloadEnd + 1, signatureEnd, algorithmOf(jwt.header)),
  );
}

/** No header starts a token before text position `end`. */
function upTo(joined: JoinedText, end: number): Layer {
  const [first] = joined.locate({ start: 0, end: 1 });
  const [last] = joined.locate({ start: end, end: end + 1 });
  return emptyLayer(first?.start ?? 0, last?.start ?? 0);
}

/** Where the header that ends at `headerEnd` starts: at the start, or nearest to its dot; -1 when none does. */
function headerBefore(joined: JoinedText, headerEnd: number): number {
  const text = textOf(joined, 0, headerEnd);
  if (isHeader(text)) return 0;
  let attempts = 0;
  for (let at = headerEnd - SHORTEST_HEADER; at > 0 && attempts < HEADER_ATTEMPTS; at--) {
    if (!startsLikeHeader(text, at) || !startsWithMember(joined.text, at)) continue;
    attempts++;
    if (isHeader(text.slice(at))) return at;
  }
  return -1;
}

/** Is this a header, whatever its claims? */
function isHeader(text: string): boolean {
  return readJwt(`${text}.e30.`) !== undefined;
}

/** Position of the next dot at or after `from`, read at most `limit` further; -1 when there is none. */
function findDot(joined: JoinedText, from: number, limit: number): number {
  for (let to = from + 256; ; to = Math.min(to * 2, from + limit)) {
    joined.readTo(to);
    const dot = joined.text.subarray(0, joined.length).indexOf(DOT, from);
    if (dot >= 0 || joined.length < to || to >= from + limit) return dot;
  }
}

function endOfSignature(joined: JoinedText, from: number): number {
  const dot = findDot(joined, from, LONGEST_SIGNATURE);
  return dot < 0 ? joined.length : dot;
}

/**
 * Where the signature ends: surest at a length that the algorithm makes, at the end of the text, or of a line that is
 * shorter than the others (the last one is), or of any line; then what a run without breaks would give.
 */
function signatureLength(joined: JoinedText, from: number, to: number, algorithm: string | null): number {
  if (isSureLength(algorithm, to - from)) return to - from;
  const ends = joined.lineEnds().filter((end) => end > from && end <= to);
  const sure = ends.filter((end) => isSureLength(algorithm, end - from));
  const width = Math.max(...joined.lineLengths());
  const last = sure.find((end) => joined.lineLengthAt(end) < width) ?? sure.at(-1);
  if (last !== undefined) return last - from;
  const length = signatureLengthIn(algorithm, textOf(joined, from, to));
  if (isSureLength(algorithm, length) || signatureState(algorithm, length) === 'truncated') return length;
  return ends.map((end) => end - from).find((end) => signatureState(algorithm, end) === 'complete') ?? length;
}

/** Where a header that starts in the first half of what was read would have had its dot. */
function halfWay(joined: JoinedText, start: number): number {
  const middle = Math.floor(joined.length / 2);
  return middle === 0
    ? start + 1
    : Math.max(start + 1, joined.locate({ start: middle, end: middle + 1 })[0]?.start ?? 0);
}

function textOf(joined: JoinedText, start: number, end: number): string {
  const { text } = joined;
  return Buffer.from(text.buffer, text.byteOffset + start, Math.min(end, joined.length) - start).toString('latin1');
}

function layerOf(joined: JoinedText, start: number, length: number): Layer {
  const segments = joined.locate({ start: 0, end: length });
  const end = segments[segments.length - 1]?.end ?? start;
  return {
    bytes: joined.text.subarray(0, length),
    start,
    end,
    isOpen: false,
    isCut: false,
    locate: (span: Span) => joined.locate(span),
    covers: (at: number, _anchor: Anchor) => at >= start && at < end,
    isUniform: true,
  };
}
