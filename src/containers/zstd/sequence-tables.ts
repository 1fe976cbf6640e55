/** Which FSE tables the sequences of a block use, RFC 8878 §3.1.1.3.2.1, and what their symbols stand for. */
import { BadFrame } from './bad-frame.js';
import type { BlockBytes } from './block-bytes.js';
import { makeFseTable, makeRunTable, readFseTable, type FseTable } from './fse-table.js';

const PREDEFINED = 0;
const RUN = 1;
const REPEATED = 3;

/** One of the three kinds of symbols. */
interface SymbolKind {
  readonly longestLog: number;
  readonly mostSymbols: number;
  readonly predefined: FseTable;
}

const literalLengths: SymbolKind = {
  longestLog: 9,
  mostSymbols: 36,
  predefined: makeFseTable(counts('4 3 2 2 2 2 2 2 2 2 2 2 2 1 1 1 2 2 2 2 2 2 2 2 2 3 2 1 1 1 1 1 -1 -1 -1 -1'), 6),
};
const offsets: SymbolKind = {
  longestLog: 8,
  mostSymbols: 32,
  predefined: makeFseTable(counts('1 1 1 1 1 1 2 2 2 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 -1 -1 -1 -1 -1'), 5),
};
const matchLengths: SymbolKind = {
  longestLog: 9,
  mostSymbols: 53,
  predefined: makeFseTable(
    counts(
      '1 4 3 2 2 2 2 2 2 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 -1 -1 -1 -1 -1 -1 -1',
    ),
    6,
  ),
};

/** Extra bits of each literal-length symbol, and the least length it stands for. */
export const literalWidths = widthsOf(16, '1 1 1 1 2 2 3 3 4 6 7 8 9 10 11 12 13 14 15 16');
/** See `literalWidths`. */
export const literalBases = basesOf(literalWidths, 0);
/** Extra bits of each match-length symbol. */
export const matchWidths = widthsOf(32, '1 1 1 1 2 2 3 3 4 4 5 7 8 9 10 11 12 13 14 15 16');
/** The least length of each match-length symbol; no match is shorter than 3. */
export const matchBases = basesOf(matchWidths, 3);

/** The tables in force; blocks may change them or go on with the last. */
export class SequenceTables {
  literals: FseTable | null = null;
  offsets: FseTable | null = null;
  matches: FseTable | null = null;

  /** Reads the modes and tables at `at`; gives where they end. */
  read(block: BlockBytes, at: number): number {
    const modes = block.bytes[at] as number;
    if ((modes & 3) !== 0) throw new BadFrame('a reserved mode is used');
    let end = at + 1;
    const pick = (mode: number, kind: SymbolKind, last: FseTable | null): FseTable | null => {
      if (mode === PREDEFINED) return kind.predefined;
      if (mode === REPEATED) return last;
      if (mode === RUN) {
        const symbol = block.bytes[end++] as number;
        if (symbol >= kind.mostSymbols) throw new BadFrame('a symbol is impossible');
        return makeRunTable(symbol);
      }
      const read = readFseTable(block.bytes.subarray(0, block.end), end, kind.longestLog, kind.mostSymbols);
      end = read.end;
      return read.table;
    };
    this.literals = pick(modes >> 6, literalLengths, this.literals);
    this.offsets = pick((modes >> 4) & 3, offsets, this.offsets);
    this.matches = pick((modes >> 2) & 3, matchLengths, this.matches);
    return end;
  }
}

/** The predefined distributions of RFC 8878 §3.1.1.3.2.2. */
function counts(list: string): Int16Array {
  return Int16Array.from(list.split(' '), Number);
}

/** `zeros` symbols that stand for themselves, and those of `list`. */
function widthsOf(zeros: number, list: string): Uint8Array {
  return Uint8Array.from([...new Uint8Array(zeros), ...list.split(' ').map(Number)]);
}

function basesOf(widths: Uint8Array, least: number): Int32Array {
  let base = least;
  return Int32Array.from(widths, (width) => {
    const own = base;
    base += 1 << width;
    return own;
  });
}
