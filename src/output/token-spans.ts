/** Where text still holds whole tokens. Reports are long and hold none, so it is quick to say no; and never more than linear. */
import type { Span } from '../model/span.js';

/** Base64url of a JSON object's first two bytes: `{` and then a quote or white space. */
const OBJECT_START = /e(?:y[A-DI-L]|w[k-r0-3])/g;
/** The shortest header that names an algorithm, `{"alg":""}`, takes 14 characters. */
const SHORTEST_HEADER = 12;
/** Text that is shorter cannot wrap a token: `{"alg":""}` and `{"sub":""}`, two dots, all in base64. */
const SHORTEST_WRAPPED = 40;
/** Base64 of base64 of base64: as deep as the scanner itself looks. */
const DEEPEST = 3;
/** Base64 gives up a group of one character: six bits are no byte. */
const NO_BYTE = 1;

/** Characters of both base64 alphabets, by code; the padding ends a run. */
const isBase64 = new Uint8Array(128);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_') {
  isBase64[character.charCodeAt(0)] = 1;
}

/**
 * The spans of `text`, in UTF-16 units, that hold a JWT (a JSON object as header, the start of one as payload, and
 * whatever stands where the signature would) or base64 that wraps one, up to three layers deep. Ascending, not overlapping.
 */
export function tokenSpans(text: string, depth: number = DEEPEST): readonly Span[] {
  const spans = plainSpans(text);
  if (depth > 0) spans.push(...wrappedSpans(text, depth));
  return spans.length < 2 ? spans : merge(spans);
}

function plainSpans(text: string): Span[] {
  const spans: Span[] = [];
  const starts = new RegExp(OBJECT_START);
  const run = /[\w.-]+/y;
  for (let found = starts.exec(text); found !== null; found = starts.exec(text)) {
    run.lastIndex = found.index;
    const [parts = ''] = run.exec(text) ?? [];
    if (parts.includes('.')) spans.push(...spansOfRun(parts, found.index));
    starts.lastIndex = found.index + parts.length;
  }
  return spans;
}

/** Looks at every pair of neighbours in `run`, parts with dots between them, that starts at `at` in the text. */
function spansOfRun(run: string, at: number): Span[] {
  const spans: Span[] = [];
  const parts = run.split('.');
  let partAt = at;
  for (let index = 0; index + 1 < parts.length; index += 1) {
    const [header = '', payload = '', signature] = parts.slice(index, index + 3);
    // The payload may have been cut, by who lost the token or by who shortened a line.
    const start = startsObject(payload) ? objectStart(header) : -1;
    if (start >= 0) {
      const signed = signature === undefined ? 0 : 1 + signature.length;
      spans.push({ start: partAt + start, end: partAt + header.length + 1 + payload.length + signed });
    }
    partAt += header.length + 1;
  }
  return spans;
}

/** Where in `part` base64url of a JSON object starts that reaches to its end: letters may be glued in front. */
function objectStart(part: string): number {
  const endings = [0, 1, 2, 3].map((rest) => endsObject(part, rest));
  for (const { index } of part.matchAll(OBJECT_START)) {
    const length = part.length - index;
    if (length < SHORTEST_HEADER) return -1;
    if (endings[length % 4]) return index;
  }
  return -1;
}

function startsObject(part: string): boolean {
  return part.search(OBJECT_START) === 0;
}

/** True when the last group, of `rest` characters (0: four), decodes to text that ends in `}` or in white space. */
function endsObject(part: string, rest: number): boolean {
  if (rest === NO_BYTE) return false;
  const last = Buffer.from(part.slice(-(rest === 0 ? 4 : rest)), 'base64url').at(-1) ?? 0;
  return last === 0x7d || last === 0x20 || (last >= 0x09 && last <= 0x0d);
}

function wrappedSpans(text: string, depth: number): Span[] {
  const spans: Span[] = [];
  for (const { start: runStart, end: runEnd } of base64Runs(text)) {
    const run = text.slice(runStart, runEnd);
    // Hex digests are the common case. A signature in base64, once or twice over, has capitals.
    if (!/[A-Z]/.test(run)) continue;
    // Letters may be glued in front, so nobody knows where the first group of four starts.
    for (let skipped = 0; skipped < 4; skipped += 1) {
      const decoded = Buffer.from(run.slice(skipped), 'base64').toString('latin1');
      for (const { start, end } of tokenSpans(decoded, depth - 1)) {
        const from = runStart + skipped;
        spans.push({ start: from + Math.floor((start * 4) / 3), end: from + Math.ceil((end * 4) / 3) });
      }
    }
  }
  return spans;
}

/** Runs of base64 characters that are long enough to wrap a token; looks first where such a run would have to reach. */
function base64Runs(text: string): Span[] {
  const runs: Span[] = [];
  let start = 0;
  while (start + SHORTEST_WRAPPED <= text.length) {
    let end = start + SHORTEST_WRAPPED;
    let at = end - 1;
    while (at >= start && isBase64[text.charCodeAt(at)] === 1) at -= 1;
    if (at >= start) {
      start = at + 1;
      continue;
    }
    // Beyond the end there is NaN, and beyond the table undefined: neither is a character of base64.
    while (isBase64[text.charCodeAt(end)] === 1) end += 1;
    runs.push({ start, end });
    start = end + 1;
  }
  return runs;
}

function merge(spans: Span[]): Span[] {
  spans.sort((a, b) => a.start - b.start);
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last === undefined || span.start >= last.end) merged.push(span);
    else merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
  }
  return merged;
}
