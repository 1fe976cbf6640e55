/** Bytes written as hex: plain strings of digits, and dumps (`encoding/hex.Dump`, `hexdump -C`, `xxd`, `tcpdump -X`, `od`). */
import type { Span } from '../model/span.js';
import { hexDumpAnchors, TEXT_COLUMN } from './anchors.js';
import type { Anchor, Encoding, Layer, Source } from './encoding.js';
import { type DumpLine, dumpLineAt, followingLine, type LineStep, precedingLine } from './dump-line.js';
import { dumpLineBeside } from './dump-line-beside.js';
import { isHexDigit, readPair, readPairs } from './hex-digits.js';
import { characterBefore, JoinedText } from './joined-text.js';
import { emptyLayer } from './layer.js';
import { alphabetOf, type Notation, numberList } from './number-list.js';
import { rewrapHex } from './rewrap-hex.js';

/** How far before its anchor a layer starts. */
const BEFORE = 3 * 1024;

/** The most source bytes after its anchor one layer peels: eight for one of the longest token, in a log record. */
const STEP = 144 * 1024;

/** What two steps share: a token of 9 KiB takes that much of a dump in log records, one of 36 KiB of plain hex. */
const OVERLAP = 72 * 1024;

/** Shorter strings of digits hold neither a token nor an archive with one. */
const LEAST = 80;

/** Bytes of the longest line of a dump; with more, it is no line, but all there is, as of Go's `% x`. */
const LONGEST_LINE = 256;

const pairs: Notation = {
  alphabet: alphabetOf('0123456789abcdefABCDEF '),
  separators: alphabetOf(' '),
  read: readPair,
};

/** Reads the digits around an anchor back into bytes. */
export const hexDump: Encoding = {
  id: 'hex-dump',
  anchors: hexDumpAnchors,
  unwrap(source: Source, at: number, anchor: Anchor): Layer | undefined {
    const limited = source.bytes.subarray(0, at + STEP);
    const canGrow = limited.length < source.bytes.length;
    if (anchor.phase === TEXT_COLUMN) {
      const beside = dumpLineBeside(limited, at, anchor.text);
      return typeof beside === 'number' ? noneBeside(at, beside) : dump(source, limited, at, beside, canGrow);
    }
    const line = dumpLineAt(limited, at);
    if (line !== undefined && line.offset === null && line.groupDigits === 2 && line.values.length > LONGEST_LINE)
      return numberList(source, at, pairs);
    return line === undefined ? plainHex(source, limited, at, canGrow) : dump(source, limited, at, line, canGrow);
  },
  rewrap: rewrapHex,
};

/** Says that no text in `[at, end)` is that of a dump's text column. */
function noneBeside(at: number, end: number): Layer {
  const nothing = emptyLayer(at, Math.max(at + 1, end));
  return {
    ...nothing,
    covers: (hit: number, anchor: Anchor) => anchor.phase === TEXT_COLUMN && nothing.covers(hit, anchor),
  };
}

/** Digits without anything between, perhaps broken over lines. */
function plainHex(source: Source, bytes: Uint8Array, at: number, canGrow: boolean): Layer | undefined {
  const begin = textStart(bytes, at);
  const joined = new JoinedText(bytes, begin.start, isHexDigit);
  joined.readTo(LEAST);
  if (joined.length < LEAST) return emptyLayer(begin.start, joined.end, joined.isCut && !source.isEnd);
  joined.readTo(STEP + BEFORE);
  const isCut = joined.isCut && canGrow;
  const end = isCut ? Math.max(at + 1, joined.end - OVERLAP) : joined.end;
  return {
    bytes: readPairs(joined.text.subarray(begin.skip, joined.length)),
    start: begin.start,
    end,
    isOpen: joined.isCut && !isCut && !source.isEnd,
    isCut,
    locate: (span: Span) => joined.locate({ start: begin.skip + 2 * span.start, end: begin.skip + 2 * span.end }),
    indexAt: (hit: number) => {
      const position = joined.positionOf(hit);
      return position === undefined ? undefined : (position - begin.skip) >> 1;
    },
    covers: (hit: number, _other: Anchor) => {
      const position = hit < end ? joined.positionOf(hit) : undefined;
      return position !== undefined && (position - begin.skip) % 2 === 0;
    },
    isUniform: false,
  };
}

function textStart(bytes: Uint8Array, at: number): { start: number; skip: number } {
  const floor = Math.max(0, at - BEFORE);
  let start = at;
  let count = 0;
  for (let before = characterBefore(bytes, at, isHexDigit); before !== undefined && before >= floor; count++) {
    start = before;
    before = characterBefore(bytes, start, isHexDigit);
  }
  return { start, skip: count % 2 };
}

/** Lines of a dump around the one the anchor stands in; each is found by the offset it must bear. */
function dump(source: Source, bytes: Uint8Array, at: number, line: DumpLine, canGrow: boolean): Layer {
  const lines: DumpLine[] = [line];
  const floor = at - BEFORE;
  for (
    let before = precedingLine(bytes, line, floor);
    before !== undefined;
    before = precedingLine(bytes, before, floor)
  ) {
    lines.unshift(before);
  }
  const isEnd = source.isEnd && !canGrow;
  let step: LineStep = followingLine(bytes, line, isEnd);
  for (; typeof step === 'object'; step = followingLine(bytes, step, isEnd)) lines.push(step);
  const isCut = step === 'cut' && canGrow;
  if (step === 'cut' && !canGrow) return emptyLayer((lines[0] as DumpLine).start, at + 1, true);
  return layerOf(lines, isCut, at);
}

function layerOf(lines: readonly DumpLine[], isCut: boolean, at: number): Layer {
  const bytes = new Uint8Array(lines.reduce((sum, { values }) => sum + values.length, 0));
  const positions = new Uint32Array(bytes.length);
  let length = 0;
  for (const line of lines) {
    bytes.set(line.values, length);
    positions.set(line.positions, length);
    length += line.values.length;
  }
  const last = positions[length - 1] as number;
  // The anchor may stand in the text column of the last line.
  const end = isCut ? Math.max(at + 1, last - OVERLAP) : Math.max(at + 1, last + 2);
  const start = positions[0] as number;
  return {
    bytes,
    start,
    end,
    isOpen: false,
    isCut,
    locate: (span: Span) => segmentsOf(lines, span),
    indexAt: (hit: number) => firstAtOrAfter(positions, hit),
    covers: (hit: number, _other: Anchor) => hit >= start && hit < end,
    isUniform: true,
  };
}

/** Index of the first position that is not before `at`, or 0. */
function firstAtOrAfter(positions: Uint32Array, at: number): number {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((positions[middle] as number) < at) low = middle + 1;
    else high = middle;
  }
  return low < positions.length ? low : 0;
}

/** One segment a line: from its first digit to its last. */
function segmentsOf(lines: readonly DumpLine[], span: Span): readonly Span[] {
  const segments: Span[] = [];
  let first = 0;
  for (const { positions } of lines) {
    const from = Math.max(span.start, first);
    const to = Math.min(span.end, first + positions.length);
    if (from < to)
      segments.push({ start: positions[from - first] as number, end: (positions[to - first - 1] as number) + 2 });
    first += positions.length;
  }
  return segments;
}
