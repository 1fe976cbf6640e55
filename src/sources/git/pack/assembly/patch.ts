/**
 * Applies git's deltas to ropes, as `delta.ts` does, where strings are looked for. A string that an object holds and its
 * base does not stands within what one instruction inserts, or across a seam. What is inserted stays where it is, in the
 * delta, which is searched as it stands; the ropes of the object and its descendants point into it. Only what lies
 * around seams that a string can bridge is *gathered*, after the delta, and the head of the object before that, unless
 * it is that of its base.
 */
import { readCopy } from './copies';
import { DELTA_CORRUPT, DELTA_NO_ROOM, DELTA_OK } from './delta';
import { TOLD } from './memory-map';
import { copyLoosely, copyRope, openRope, seekFrom } from './rope';
import { canBridge } from './seams';
import { NOWHERE, readSizes, sizeAfter, sizeBefore } from './sizes';

/** One instruction gathers at most the head and what lies around a seam, copied 16 bytes at a time. */
const INSTRUCTION_ROOM: usize = 48;

/** Does the delta start by copying the first bytes of the base? */
function startsAsBase(at: usize, bytes: u32): bool {
  const command: u32 = load<u8>(at);
  const copy = readCopy(command, at + 1);
  const length: u32 = i32x4.extract_lane(copy, 1);
  return (command & 0x80) != 0 && i32x4.extract_lane(copy, 0) == 0 && select<u32>(0x10000, length, length == 0) >= bytes;
}

/** The last two bytes before `position` of the opened rope, when they may lie apart. */
function twoBefore(position: u32, target: usize): u32 {
  copyRope(target, position - 2, 2);
  return load<u16>(target);
}

/**
 * Gathers the last `tail` bytes that the instruction before gave: of a copy that ended at `copied` in the base, or, when
 * that is nowhere, of what ended at `reached` in memory. Answers where the next ones go.
 */
@inline
function gatherLast(target: usize, tail: u32, copied: u32, reached: usize): usize {
  if (tail > 0) {
    if (copied != NOWHERE) copyRope(target, copied - tail, tail);
    else copyLoosely(target, reached - tail, tail);
  }
  return target + tail;
}

/**
 * Applies the delta at `[from, end)` to the object whose rope is `[base, baseEnd)`. Gathers at `end`, below `limit`,
 * `reach` bytes on both sides of seams; with `newRope` not 0 makes the object's rope there, below `newRopeLimit`. A head
 * is `headBytes`.
 */
export function patch(
  base: usize, baseEnd: usize, baseSize: u32, from: usize, end: usize, limit: usize, newRope: usize,
  newRopeLimit: usize, reach: u32, headBytes: u32,
): i32 {
  let at: usize = readSizes(from, end);
  const size: u32 = sizeAfter;
  if (sizeBefore != baseSize || size == NOWHERE) return DELTA_CORRUPT;
  openRope(base, baseEnd);
  const isRoped: bool = newRope != 0;
  let written: usize = newRope;
  // Where in memory the last piece of the new rope ends.
  let reached: usize = 0;
  let gathered: usize = end;
  let place: u32 = 0;
  // The piece of the base that was read last, and what to add to a position in it to get an address.
  let piece: usize = base;
  let start: u32 = load<u32>(piece);
  let stop: u32 = load<u32>(piece, 8);
  let shift: usize = <usize>load<u32>(piece, 4) - start;
  // Where in the base the last copy ended, if that was the last instruction; how much of it was not gathered.
  let copied: u32 = NOWHERE;
  let pending: u32 = 0;
  // Up to where in the object everything is to be gathered.
  let owed: u32 = startsAsBase(at, headBytes) ? 0 : headBytes;
  const headEnd: usize = owed == 0 ? 0 : gathered + min(headBytes, size);
  let before: u32 = 0;
  while (at < end) {
    if (gathered + (reach << 1) + headBytes + INSTRUCTION_ROOM > limit) return DELTA_NO_ROOM;
    const command: u32 = load<u8>(at++);
    if (command & 0x80) {
      const copy = readCopy(command, at);
      at += <usize>popcnt(command & 127);
      const position: u32 = i32x4.extract_lane(copy, 0);
      let length: u32 = i32x4.extract_lane(copy, 1);
      length = select<u32>(0x10000, length, length == 0);
      if (at > end || length > baseSize || position > baseSize - length || length > size - place) return DELTA_CORRUPT;
      if (position - start >= stop - start) {
        piece = seekFrom(piece, position);
        start = load<u32>(piece);
        stop = load<u32>(piece, 8);
        shift = <usize>load<u32>(piece, 4) - start;
      }
      const source: usize = shift + position;
      let some: u32 = min(length, stop - position);
      if (position != copied) {
        if (place > 0 && canBridge(before, load<u16>(source), some)) {
          gathered = gatherLast(gathered, min(pending, reach), copied, reached);
          owed = max(owed, place + reach);
        }
        pending = 0;
      }
      if (owed > place) {
        const head: u32 = min(length, owed - place);
        gathered = copyRope(gathered, position, head);
        pending += length - head;
      } else {
        pending += length;
      }
      if (isRoped) {
        // It may go on where the last piece ended.
        if (source != reached) {
          if (written + 16 > newRopeLimit) return DELTA_NO_ROOM;
          store<u32>(written, place);
          store<u32>(written, <u32>source, 4);
          written += 8;
        }
        reached = source + some;
        let done: u32 = some;
        while (done < length) {
          piece += 8;
          start = stop;
          stop = load<u32>(piece, 8);
          if (written + 16 > newRopeLimit) return DELTA_NO_ROOM;
          store<u32>(written, place + done);
          const address: usize = load<u32>(piece, 4);
          store<u32>(written, <u32>address, 4);
          written += 8;
          shift = address - start;
          some = min(length - done, stop - start);
          reached = address + some;
          done += some;
        }
      } else if (some < length) {
        piece = seekFrom(piece, position + length - 1);
        start = load<u32>(piece);
        stop = load<u32>(piece, 8);
        shift = <usize>load<u32>(piece, 4) - start;
      }
      copied = position + length;
      place += length;
      if (length == 1) before = (before >> 8) | (<u32>load<u8>(source) << 8);
      else if (copied - start >= 2) before = load<u16>(shift + (copied - 2));
      else before = twoBefore(copied, gathered);
    } else {
      const length: u32 = command;
      if (length == 0 || length > <u32>(end - at) || length > size - place) return DELTA_CORRUPT;
      if (place > 0 && canBridge(before, load<u16>(at), length)) {
        gathered = gatherLast(gathered, min(pending, reach), copied, reached);
        owed = max(owed, place + reach);
      }
      pending = length;
      if (owed > place) {
        const head: u32 = min(length, owed - place);
        copyLoosely(gathered, at, head);
        gathered += head;
        pending -= head;
      }
      if (isRoped) {
        if (written + 16 > newRopeLimit) return DELTA_NO_ROOM;
        store<u32>(written, place);
        store<u32>(written, <u32>at, 4);
        written += 8;
      }
      at += length;
      reached = at;
      copied = NOWHERE;
      place += length;
      before = length == 1 ? (before >> 8) | (<u32>load<u8>(at - 1) << 8) : load<u16>(at - 2);
    }
  }
  if (place != size) return DELTA_CORRUPT;
  if (isRoped) {
    store<u32>(written, size);
    store<u32>(written, 0, 4);
  }
  store<u32>(TOLD, size, 4);
  store<u32>(TOLD, <u32>gathered, 8);
  store<u32>(TOLD, <u32>written, 16);
  store<u32>(TOLD, <u32>headEnd, 20);
  return DELTA_OK;
}
