/** Names of git objects, as many as a repository has: sorted, in one piece of memory. */

/** Names of one length in bytes, ascending, one after the other. */
export type ObjectNames = Uint8Array;

/** Joins lists, each sorted, into one without repetitions. */
export function joinNames(lists: readonly ObjectNames[], bytes: number): ObjectNames {
  // Halves of halves: a repository may have ten thousand packs.
  if (lists.length > 2) {
    const middle = lists.length >> 1;
    return join(joinNames(lists.slice(0, middle), bytes), joinNames(lists.slice(middle), bytes), bytes);
  }
  return join(lists[0] ?? new Uint8Array(0), lists[1] ?? new Uint8Array(0), bytes);
}

function join(first: ObjectNames, second: ObjectNames, bytes: number): ObjectNames {
  const [a, b] = [bufferOf(first), bufferOf(second)];
  const joined = Buffer.alloc(a.length + b.length);
  let end = 0;
  let [atA, atB] = [0, 0];
  while (atA < a.length || atB < b.length) {
    const order = atA >= a.length ? 1 : atB >= b.length ? -1 : a.compare(b, atB, atB + bytes, atA, atA + bytes);
    const from = order <= 0 ? a : b;
    const at = order <= 0 ? atA : atB;
    if (end === 0 || joined.compare(from, at, at + bytes, end - bytes, end) !== 0) {
      from.copy(joined, end, at, at + bytes);
      end += bytes;
    }
    if (order <= 0) atA += bytes;
    else atB += bytes;
  }
  return joined.subarray(0, end);
}

/** The list without some names, which are given in hex. */
export function withoutNames(names: ObjectNames, left: ReadonlySet<string>, bytes: number): ObjectNames {
  if (left.size === 0) return names;
  const all = bufferOf(names);
  const kept: Buffer[] = [];
  for (let at = 0; at < all.length; at += bytes) {
    if (!left.has(all.toString('hex', at, at + bytes))) kept.push(all.subarray(at, at + bytes));
  }
  return Buffer.concat(kept);
}

/** Are they ascending, each once, and no piece of one left over? */
export function areNames(names: ObjectNames, bytes: number): boolean {
  const all = bufferOf(names);
  if (all.length % bytes !== 0) return false;
  for (let at = bytes; at < all.length; at += bytes) {
    if (all.compare(all, at, at + bytes, at - bytes, at) >= 0) return false;
  }
  return true;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
