/**
 * The SIMD twin, in AssemblyScript. What it exports is typed in ../simd-kernel.ts, which also fills its tables.
 *
 * Each anchor is found by a *window*, three of its bytes; the windows are spread over eight buckets. A byte looks up,
 * by its low and by its high nibble, in which buckets it can be the first, second or third byte of a window (Teddy,
 * the algorithm of Hyperscan and ripgrep). Where all six answers share a bucket, a window may stand. Such places are
 * rare, but a branch that asks for them is foretold wrongly, which costs more than sixteen bytes of search. So the
 * answers become bits in memory first, without a branch, and the bits are followed a stretch at a time.
 */
import { begin, confirm, count, forget, sift } from './confirm';
import { collect, mark } from './filter';
import { HIT_PAIRS, INPUT, PLACES, STRETCH } from './layout';
import { lastNewlineIn, newlines } from './newlines';

export {
  ENTRIES,
  ENTRY_BYTES,
  HEADS,
  HEAD_COUNT,
  HIT_PAIRS,
  HITS,
  NIBBLES,
  STARTS,
  STARTS4,
  TEXTS,
  TEXT_BYTES,
} from './layout';

/** The most hits that one window can bring: an anchor starts up to 29 bytes before its window, and has 30 lengths. */
const MOST_AT_ONE_PLACE: u32 = 30 * 30;

/** Where the last `find` stopped. */
export let resumeAt: u32 = 0;

/**
 * `Kernel.find`; `reach` is the most bytes that stand before the window in any anchor. Bytes at and after `limit` may
 * be read, since vectors are, but nothing comes of them: an anchor counts only when it ends before.
 */
export function find(from: u32, to: u32, limit: u32, reach: u32): u32 {
  begin(INPUT + from, INPUT + to, INPUT + limit, INPUT);
  resumeAt = to;
  if (limit < 3) return 0;
  // Windows start before `stop`; the filter sees them by their last bytes, two bytes later.
  const stop = INPUT + min(to + reach, limit - 2) + 2;
  for (let at: usize = INPUT + from; at < stop; at += STRETCH) {
    const bytes = min(STRETCH, (stop - at + 63) & ~63);
    mark(at, bytes);
    const list = sift(collect(at, bytes));
    for (let place: usize = PLACES; place < list; place += 4) {
      const window = <usize>load<u32>(place);
      if (count > HIT_PAIRS - MOST_AT_ONE_PLACE) {
        // Anchors that start `reach` before this window may have theirs still ahead.
        forget(window - reach);
        resumeAt = <u32>(window - reach - INPUT);
        return count;
      }
      confirm(window);
    }
  }
  return count;
}

/** `Kernel.countNewlines`. */
export function countNewlines(from: u32, to: u32): u32 {
  return newlines(INPUT + from, INPUT + to);
}

/** `Kernel.lastNewline`. */
export function lastNewline(from: u32, to: u32): i32 {
  const at = lastNewlineIn(INPUT + from, INPUT + to);
  return at == 0 ? -1 : <i32>(at - INPUT);
}
