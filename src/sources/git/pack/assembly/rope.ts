/**
 * Git objects without their bytes. A delta says of an object which ranges of its base it copies and what it inserts, so
 * an object is kept as a *rope*: where in memory each of its pieces lies. Copying a piece of a rope costs eight bytes,
 * whatever its length; that is why time grows with the size of a pack and not with the sum of its objects.
 *
 * A rope is a list of pairs of 32 bits, (first position in the object, address), ascending, closed by (size, 0).
 */

/** The rope that is read, `[first, last)`, and the piece that was read last: deltas mostly read forward. */
let first: usize = 0;
let last: usize = 0;
let piece: usize = 0;

/** The rope that is written: where its next pair goes, what it must not reach, where its last piece ends in memory. */
let written: usize = 0;
let limit: usize = 0;
let reached: usize = 0;

/** Makes the rope of an object that lies in one place. Answers where its closing pair stands: its end. */
export function makeRope(at: usize, text: usize, size: u32): usize {
  store<u32>(at, 0);
  store<u32>(at, <u32>text, 4);
  store<u32>(at, size, 8);
  store<u32>(at, 0, 12);
  return at + 8;
}

/** Starts reading a rope. */
// @ts-ignore: decorator
@inline
export function openRope(rope: usize, ropeEnd: usize): void {
  piece = first = rope;
  last = ropeEnd;
}

/** Makes `piece` the one that holds `position`, which lies within the object. */
// @ts-ignore: decorator
@inline
function seek(position: u32): void {
  if (position >= load<u32>(piece) && position < load<u32>(piece, 8)) return;
  seekFar(position);
}

function seekFar(position: u32): void {
  let low: usize = first;
  let high: usize = last;
  if (position >= load<u32>(piece)) {
    // Doubling steps ahead, then halving ones: near targets are cheap, far ones bounded.
    low = piece + 8;
    let step: usize = 8;
    while (low + step < last && load<u32>(low + step) <= position) {
      low += step;
      step <<= 1;
    }
    high = min(low + step, last);
  } else {
    high = piece;
  }
  // The last piece in [low, high) that starts at or before the position.
  while (high - low > 8) {
    const middle: usize = low + ((((high - low) >> 3) >> 1) << 3);
    if (load<u32>(middle) <= position) low = middle;
    else high = middle;
  }
  piece = low;
}

/** The piece of the opened rope that holds `position`, which lies within the object; `from` is one of its pieces. */
export function seekFrom(from: usize, position: u32): usize {
  piece = from;
  seekFar(position);
  return piece;
}

/** Copies without looking closely: up to 15 bytes after `to + length` are written. */
// @ts-ignore: decorator
@inline
export function copyLoosely(to: usize, from: usize, length: u32): void {
  const stop: usize = to + length;
  while (to < stop) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
}

/** Copies `[position, position + length)` of the opened rope to `to`, and answers where it ended. As `copyLoosely`. */
// @ts-ignore: decorator
@inline
export function copyRope(to: usize, position: u32, length: u32): usize {
  seek(position);
  const at: usize = piece;
  const from: usize = <usize>load<u32>(at, 4) + (position - load<u32>(at));
  if (length <= 16 && length <= load<u32>(at, 8) - position) {
    v128.store(to, v128.load(from));
    return to + length;
  }
  return copyLong(to, position, length);
}

function copyLong(to: usize, position: u32, length: u32): usize {
  while (length > 0) {
    seek(position);
    const inside: u32 = position - load<u32>(piece);
    const some: u32 = min(length, load<u32>(piece, 8) - position);
    copyLoosely(to, <usize>load<u32>(piece, 4) + inside, some);
    to += some;
    position += some;
    length -= some;
  }
  return to;
}

/** Starts writing a rope at `rope`, below `ropeLimit`. */
export function startRope(rope: usize, ropeLimit: usize): void {
  written = rope;
  limit = ropeLimit;
  reached = 0;
}

/** Appends the piece that is at `address` and becomes `[place, place + length)` of the object. False: no room. */
// @ts-ignore: decorator
@inline
export function appendPiece(place: u32, address: usize, length: u32): bool {
  // It may go on where the last piece ended.
  if (address != reached) {
    if (written + 16 > limit) return false;
    store<u32>(written, place);
    store<u32>(written, <u32>address, 4);
    written += 8;
  }
  reached = address + length;
  return true;
}

/** Appends `[position, position + length)` of the opened rope, as `[place, place + length)`. False: no room. */
export function appendPieces(place: u32, position: u32, length: u32): bool {
  seek(position);
  let from: usize = piece;
  const stop: u32 = position + length;
  const shift: u32 = place - position;
  let next: u32 = load<u32>(from, 8);
  if (!appendPiece(place, <usize>load<u32>(from, 4) + (position - load<u32>(from)), min(next, stop) - position)) return false;
  if (next >= stop) return true;
  let to: usize = written;
  let address: usize = 0;
  let start: u32 = 0;
  do {
    from += 8;
    if (to + 16 > limit) return false;
    start = next;
    address = <usize>load<u32>(from, 4);
    store<u32>(to, start + shift);
    store<u32>(to, <u32>address, 4);
    to += 8;
    next = load<u32>(from, 8);
  } while (next < stop);
  piece = from;
  written = to;
  reached = address + (stop - start);
  return true;
}

/** Closes the rope that was written. Answers where its closing pair stands. */
export function closeRope(size: u32): usize {
  store<u32>(written, size);
  store<u32>(written, 0, 4);
  return written;
}

/** Pieces up to this long are copied here: calling what copies long ones takes as long as 256 bytes do. */
const SHORT: u32 = 256;

/**
 * Copies `[from, to)` of the object whose rope is given to `target`, and up to 15 bytes more. The range must lie within
 * the object.
 */
export function readRope(rope: usize, ropeEnd: usize, from: u32, to: u32, target: usize): void {
  if (from >= to) return;
  openRope(rope, ropeEnd);
  seek(from);
  let at: usize = piece;
  let source: usize = <usize>load<u32>(at, 4) + (from - load<u32>(at));
  while (true) {
    const next: u32 = min(to, load<u32>(at, 8));
    const some: u32 = next - from;
    if (some <= SHORT) copyLoosely(target, source, some);
    else memory.copy(target, source, some);
    if (next == to) return;
    target += some;
    from = next;
    at += 8;
    source = load<u32>(at, 4);
  }
}
