/**
 * Applies git's deltas (gitformat-pack, "Deltified representation") to ropes.
 *
 * While a delta is applied, everything that can hold a string which its base does not hold is *gathered* in one place:
 * what is inserted, and `reach` bytes on both sides of every seam; and the head of the object, unless it is that of its
 * base. Inserted bytes stay there for good: the ropes of the object and its descendants point at them.
 */
import { TOLD } from './memory-map';
import { appendPiece, appendPieces, closeRope, copyLoosely, copyRope, openRope, startRope } from './rope';
import { NOWHERE, readSizes, sizeAfter, sizeBefore } from './sizes';

export const DELTA_OK: i32 = 0;
/** Not a delta for this base: it lies about a size, or reaches outside of one. */
export const DELTA_CORRUPT: i32 = 2;
/** It does not fit into the memory that was given, */
export const DELTA_NO_ROOM: i32 = 5;
/** or has more segments than that. Gathered bytes and rope are whole nevertheless. */
export const DELTA_MANY_SEGMENTS: i32 = 6;

/** One instruction gathers at most the head, what lies around two seams, and 127 inserted bytes, copied 16 at a time. */
const INSTRUCTION_ROOM: usize = 160;

let delta: usize = 0;
let copyPosition: u32 = 0;
let copyLength: u32 = 0;
let gathered: usize = 0;
/** The position in the object of the byte that would follow the last gathered one. */
let gatheredPosition: u32 = 0;
let segments: usize = 0;
let segmentsLimit: usize = 0;
let isRoped: bool = false;

/** A segment is a run of gathered bytes that stand together in the object; it ends where the next one starts. */
// @ts-ignore: decorator
@inline
function startSegment(place: u32): void {
  if (place == gatheredPosition) return;
  if (segments < segmentsLimit) {
    store<u32>(segments, <u32>gathered);
    store<u32>(segments, place, 4);
  }
  segments += 8;
}

/** Copies `[position, position + length)` of the base to the gathered bytes, as those of the object at `place`. */
// @ts-ignore: decorator
@inline
function gather(place: u32, position: u32, length: u32): void {
  if (length == 0) return;
  startSegment(place);
  gathered = copyRope(gathered, position, length);
  gatheredPosition = place + length;
}

/** Adds inserted bytes to the gathered ones, where they stay, and to the rope. False: no room. */
// @ts-ignore: decorator
@inline
function insert(place: u32, from: usize, length: u32): bool {
  startSegment(place);
  const to: usize = gathered;
  copyLoosely(to, from, length);
  gathered = to + length;
  gatheredPosition = place + length;
  return !isRoped || appendPiece(place, to, length);
}

/** Reads where a copy starts in the base and how long it is: of seven bytes those that the command names. */
// @ts-ignore: decorator
@inline
function readCopy(command: u32): void {
  let position: u32 = 0;
  let length: u32 = 0;
  let at: usize = delta;
  if (command & 1) position = load<u8>(at++);
  if (command & 2) position |= <u32>load<u8>(at++) << 8;
  if (command & 4) position |= <u32>load<u8>(at++) << 16;
  if (command & 8) position |= <u32>load<u8>(at++) << 24;
  if (command & 16) length = load<u8>(at++);
  if (command & 32) length |= <u32>load<u8>(at++) << 8;
  if (command & 64) length |= <u32>load<u8>(at++) << 16;
  delta = at;
  copyPosition = position;
  copyLength = length == 0 ? 0x10000 : length;
}

/** Does the delta start by copying the first bytes of the base? Looks, and leaves the delta where it is. */
function startsAsBase(bytes: u32): bool {
  const start: usize = delta;
  const command: u32 = load<u8>(delta++);
  readCopy(command);
  delta = start;
  return (command & 0x80) != 0 && copyPosition == 0 && copyLength >= bytes;
}

/**
 * Applies the delta at `[from, end)` to the object whose rope is `[base, baseEnd)`. Gathers at `target`, below `limit`;
 * with `newRope` not 0 makes the object's rope there, below `newRopeLimit`. A head is `headBytes`. Segments, pairs of (address, position in
 * the object), go to `[segmentList, segmentListEnd)`.
 */
export function applyDelta(
  base: usize, baseEnd: usize, baseSize: u32, from: usize, end: usize, target: usize, limit: usize, segmentList: usize,
  segmentListEnd: usize, newRope: usize, newRopeLimit: usize, reach: u32, headBytes: u32,
): i32 {
  delta = readSizes(from, end);
  const resultSize: u32 = sizeAfter;
  if (sizeBefore != baseSize || resultSize == NOWHERE) return DELTA_CORRUPT;
  openRope(base, baseEnd);
  isRoped = newRope != 0;
  if (isRoped) startRope(newRope, newRopeLimit);
  gathered = target;
  gatheredPosition = NOWHERE;
  segments = segmentList;
  segmentsLimit = segmentListEnd;
  let place: u32 = 0;
  // Where in the base the last copy ended, if that was the last instruction, and how much before was not gathered.
  let copied: u32 = NOWHERE;
  let pending: u32 = 0;
  // Up to where in the object what is copied is to be gathered all the same.
  let owed: u32 = startsAsBase(headBytes) ? 0 : headBytes;
  while (delta < end) {
    if (gathered + (reach << 1) + headBytes + INSTRUCTION_ROOM > limit) return DELTA_NO_ROOM;
    const command: u32 = load<u8>(delta++);
    let length: u32 = command;
    if (command & 0x80) {
      readCopy(command);
      const position: u32 = copyPosition;
      length = copyLength;
      if (delta > end || length > baseSize || position > baseSize - length || length > resultSize - place) return DELTA_CORRUPT;
      if (position != copied) {
        const tail: u32 = min(pending, reach);
        gather(place - tail, copied - tail, tail);
        pending = 0;
        if (place > 0) owed = max(owed, place + reach);
      }
      const head: u32 = owed > place ? min(length, owed - place) : 0;
      gather(place, position, head);
      pending += length - head;
      copied = position + length;
      if (isRoped && !appendPieces(place, position, length)) return DELTA_NO_ROOM;
    } else {
      if (command == 0 || length > <u32>(end - delta) || length > resultSize - place) return DELTA_CORRUPT;
      const tail: u32 = min(pending, reach);
      gather(place - tail, copied - tail, tail);
      pending = 0;
      copied = NOWHERE;
      if (!insert(place, delta, length)) return DELTA_NO_ROOM;
      delta += length;
    }
    place += length;
  }
  if (place != resultSize) return DELTA_CORRUPT;
  store<u32>(TOLD, place, 4);
  store<u32>(TOLD, <u32>gathered, 8);
  store<u32>(TOLD, <u32>segments, 12);
  if (isRoped) store<u32>(TOLD, <u32>closeRope(place), 16);
  return segments > segmentsLimit ? DELTA_MANY_SEGMENTS : DELTA_OK;
}
