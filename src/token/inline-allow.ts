/** Comments beside a token that say it may stand there. */
import { hull, type Span } from '../model/span.js';

/** Ours, gitleaks' and detect-secrets'. */
const words = ['kubeleaks:allow', 'gitleaks:allow', 'pragma: allowlist secret'] as const;

const longest = Math.max(...words.map((word) => word.length));

/** How far a word may stand from its token, so that one comment cannot cover a line of megabytes. */
const REACH = 512;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * The allow word on the token's line and within 512 bytes of it, or null. `segments` are the token's places in
 * `bytes`; a token broken over lines has all of them. Case counts, and the word must end where it ends
 * (`kubeleaks:allowed` is another one).
 */
export function inlineAllowIn(bytes: Uint8Array, segments: readonly Span[]): string | null {
  if (segments.length === 0) return null;
  const { start, end } = hull(segments);
  const before = lineStart(bytes, start, start - REACH - longest);
  const after = lineEnd(bytes, end, end + REACH + longest);
  const found = wordIn(text(bytes, before, start), (at, length) => start - before - (at + length) <= REACH);
  if (found !== null) return found;
  for (const [index, segment] of segments.entries()) {
    const next = segments[index + 1];
    // Between the pieces of a broken token: a comment behind one of its lines.
    const within = next === undefined ? null : wordIn(text(bytes, segment.end, next.start), () => true);
    if (within !== null) return within;
  }
  return wordIn(text(bytes, end, after), (at) => at <= REACH);
}

function lineStart(bytes: Uint8Array, from: number, least: number): number {
  let at = from;
  while (at > 0 && at > least && !isLineBreak(bytes[at - 1])) at -= 1;
  return at;
}

function lineEnd(bytes: Uint8Array, from: number, most: number): number {
  let at = from;
  while (at < bytes.length && at < most && !isLineBreak(bytes[at])) at += 1;
  return at;
}

function isLineBreak(byte: number | undefined): boolean {
  return byte === LINE_FEED || byte === CARRIAGE_RETURN;
}

function text(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', start, Math.max(start, end));
}

/** The first word in a text that stands where `isNear` takes it. */
function wordIn(context: string, isNear: (at: number, length: number) => boolean): string | null {
  for (const word of words) {
    for (let at = context.indexOf(word); at !== -1; at = context.indexOf(word, at + 1)) {
      if (isNear(at, word.length) && !/[\w-]/.test(context.charAt(at + word.length))) return word;
    }
  }
  return null;
}
