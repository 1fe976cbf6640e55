/** Does an anchor stand where its window does? */
import { ENTRIES, ENTRY_BYTES, HEADS, HITS, PLACES, STARTS, STARTS4, TEXTS, TEXT_BYTES } from './layout';

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

/** One bit of a set that is written as 65,536 of them, for a hash of 16 bits. */
// @ts-ignore: decorator
@inline
function bitOf(set: usize, hash: u32): u32 {
  return <u32>load<u8>(set + <usize>(hash >>> 3)) >>> (hash & 7);
}

/**
 * Keeps those of the places in `PLACES`, up to `end`, at which an anchor's window stands by its hash and that of the
 * byte after it, and gives the new end. Few do, but there is no telling which: so this is done without a branch.
 */
export function sift(end: usize): usize {
  let kept: usize = PLACES;
  for (let place: usize = PLACES; place < end; place += 4) {
    const at = load<u32>(place);
    const bytes = load<u32>(<usize>at);
    const stands = bitOf(STARTS4, bytes * 0x9e3779b1 >>> 16) | bitOf(STARTS, (bytes << 8) * 0x9e3779b1 >>> 16);
    store<u32>(kept, at);
    kept += <usize>((stands & 1) << 2);
  }
  return kept;
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

/** Looks at the window that starts at `at`: an anchor must have it, one more byte right, and then all the others. */
export function confirm(at: usize): void {
  const window = load<u32>(at) & 0xffffff;
  let entry = <u32>load<u16>(HEADS + (<usize>(window * 0x9e3779b1) >>> 20 << 1));
  while (entry != 0) {
    const e = ENTRIES + <usize>entry * ENTRY_BYTES;
    entry = load<u16>(e, 4);
    if (load<u32>(e) != window || load<u8>(at + <usize>load<i8>(e, 10)) != load<u8>(e, 11)) continue;
    const anchor = <u32>load<u16>(e, 6);
    const start = at - load<u8>(e, 8);
    const length = <usize>load<u8>(e, 9);
    if (start < first || start >= last || start + length > limit) continue;
    if (length == 3 || stands(start, TEXTS + <usize>anchor * TEXT_BYTES)) report(<u32>(start - origin), anchor);
  }
}
