/** What a redaction changes, line by line, without showing what was there. */

/** A line before and after. What differs is left out of `before`, but for how much it is. */
export interface ChangedLine {
  /** From 1. */
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** Of a longer line the rest is not looked at. */
const LONGEST_LINE = 1 << 20;

/** Characters shown on either side of what differs, and of what stands there now. */
const SHOWN_BESIDE = 40;
const SHOWN_AFTER = 120;

const NEWLINE = 0x0a;

/** The lines in which two texts differ that have the same line ends, as a redacted one and its original have. */
export async function* changedLines(
  before: AsyncIterable<Uint8Array>,
  after: AsyncIterable<Uint8Array>,
): AsyncGenerator<ChangedLine> {
  const others = linesOf(after);
  let line = 0;
  for await (const original of linesOf(before)) {
    line += 1;
    const other = await others.next();
    const redacted = other.done === true ? Buffer.alloc(0) : other.value;
    if (!original.equals(redacted)) yield { line, ...shown(original, redacted) };
  }
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    for (let from = 0; from < bytes.length; ) {
      const newline = bytes.indexOf(NEWLINE, from);
      const to = newline < 0 ? bytes.length : newline;
      const part = bytes.subarray(from, Math.min(to, from + LONGEST_LINE - length));
      parts.push(Buffer.from(part));
      length += part.length;
      from = to + 1;
      if (newline < 0) continue;
      yield Buffer.concat(parts);
      parts = [];
      length = 0;
    }
  }
  if (length > 0) yield Buffer.concat(parts);
}

function shown(before: Buffer, after: Buffer): { readonly before: string; readonly after: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const head = text(before.subarray(Math.max(0, start - SHOWN_BESIDE), start));
  const rest = text(before.subarray(before.length - tail, before.length - tail + SHOWN_BESIDE));
  const written = text(after.subarray(start, after.length - tail).subarray(0, SHOWN_AFTER));
  return {
    before: `${head}‹${before.length - tail - start} bytes›${rest}`,
    after: `${head}${written}${rest}`,
  };
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
