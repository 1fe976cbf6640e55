/** Does an anchor stand where its window does? */
import { ENTRIES, ENTRY_BYTES, HEADS, HITS, TEXTS, TEXT_BYTES } from './layout';

/** What `find` was asked, as addresses: anchors start in `[first, last)` and end at or before `limit`. */
let first: usize = 0;
let last: usize = 0;
let limit: usize = 0;
let origin: usize = 0;

/** Pairs in `HITS`. */
export let count: u32 = 0;

/** Forgets all hits and takes new bounds; positions are told from `input` on. */
export function begin(from: usize, to: usize, end: usize, input: usize): void {
  first = from;
  last = to;
  limit = end;
  origin = input;
  count = 0;
}

/** Forgets the hits that start at or after `from`. */
export function forget(from: usize): void {
  const position = <u32>(from - origin);
  while (count > 0 && load<u32>(HITS + (<usize>count - 1) * 8) >= position) count -= 1;
}

/** True when the bytes at `at` are those of an anchor. */
// @ts-ignore: decorator
@inline
function stands(at: usize, text: usize): bool {
  const head = v128.and(v128.xor(v128.load(at), v128.load(text)), v128.load(text, 32));
  const tail = v128.and(v128.xor(v128.load(at, 16), v128.load(text, 16)), v128.load(text, 48));
  return !v128.any_true(v128.or(head, tail));
}

/** Puts a hit into its place: windows stand at different places of their anchors, so hits come only nearly in order. */
function report(position: u32, anchor: u32): void {
  const hit = <u64>position << 32 | <u64>anchor;
  let place: usize = HITS + <usize>count * 8;
  while (place > HITS) {
    const before = place - 8;
    if ((<u64>load<u32>(before) << 32 | <u64>load<u32>(before, 4)) < hit) break;
    store<u64>(place, load<u64>(before));
    place = before;
  }
  store<u32>(place, position);
  store<u32>(place, anchor, 4);
  count += 1;
}

/** Goes along a chain of entries: an anchor must have this window, one more byte right, and then all the others. */
function follow(entry: u32, window: u32, at: usize): void {
  do {
    const e = ENTRIES + <usize>entry * ENTRY_BYTES;
    entry = load<u16>(e, 4);
    if (load<u32>(e) != window || load<u8>(at + <usize>load<i8>(e, 10)) != load<u8>(e, 11)) continue;
    const anchor = <u32>load<u16>(e, 6);
    const start = at - load<u8>(e, 8);
    const length = <usize>load<u8>(e, 9);
    if (start < first || start >= last || start + length > limit) continue;
    if (length == 3 || stands(start, TEXTS + <usize>anchor * TEXT_BYTES)) report(<u32>(start - origin), anchor);
  } while (entry != 0);
}

/** Looks at each place that a word of bits names: bit n for the window that starts n bytes after `at`. */
// @ts-ignore: decorator
@inline
export function confirm(bits: u64, at: usize): void {
  do {
    const start = at + <usize>ctz(bits);
    const window = load<u32>(start) & 0xffffff;
    const entry = <u32>load<u16>(HEADS + (<usize>(window * 0x9e3779b1) >>> 20 << 1));
    if (entry != 0) follow(entry, window, start);
    bits &= bits - 1;
  } while (bits != 0);
}
