/** Cuts a pack into pieces of work of about the same weight: whole families, or branches of large ones. */
import type { PackLayout } from '../../../model/pack-layout.js';
import type { FamilyUnit } from './family-walk.js';

/** Pieces of a pack; together they show every wanted object once. */
export interface UnitPlan {
  /** Heaviest first, so that threads end together. */
  readonly units: readonly FamilyUnit[];
  /** Not 0 for entries that begin a unit of their own below their base; null when there are none. */
  readonly apart: Uint8Array | null;
}

/** A pack is cut into about so many pieces, */
const PIECES = 128;
/** but none is so small that starting it counts, or so large that the others wait for it. Compressed bytes. */
const LEAST_BYTES = 256 * 1024;
const MOST_BYTES = 8 * 1024 * 1024;

interface Weighed {
  readonly unit: FamilyUnit;
  readonly bytes: number;
}

/** Plans the entries whose type `isWanted`. */
export function planUnits(layout: PackLayout, isWanted: (type: number) => boolean): UnitPlan {
  const { count, offsets, bases, types } = layout;
  const order = parentsFirst(layout, isWanted);
  const bytesBelow = new Float64Array(count);
  let total = 0;
  for (let at = order.length - 1; at >= 0; at -= 1) {
    const entry = order[at] as number;
    const bytes = (offsets[entry + 1] as number) - (offsets[entry] as number);
    total += bytes;
    bytesBelow[entry] = (bytesBelow[entry] as number) + bytes;
    const base = bases[entry] as number;
    if (base >= 0) bytesBelow[base] = (bytesBelow[base] as number) + bytesBelow[entry];
  }
  const unitBytes = Math.min(MOST_BYTES, Math.max(LEAST_BYTES, total / PIECES));
  const cutter = new Cutter(layout, bytesBelow, unitBytes);
  for (let entry = 0; entry < count; entry += 1) {
    if (bases[entry] === -1 && isWanted(types[entry] as number)) cutter.add(entry);
  }
  return cutter.plan();
}

/** Every wanted entry, after the one that it is a delta of. */
function parentsFirst(
  { count, types, bases, firstDelta, nextDelta }: PackLayout,
  isWanted: (type: number) => boolean,
): Int32Array {
  const order = new Int32Array(count);
  let length = 0;
  for (let entry = 0; entry < count; entry += 1) {
    if (bases[entry] === -1 && isWanted(types[entry] as number)) order[length++] = entry;
  }
  for (let at = 0; at < length; at += 1) {
    for (let delta = firstDelta[order[at] as number] as number; delta >= 0; delta = nextDelta[delta] as number)
      order[length++] = delta;
  }
  return order.subarray(0, length);
}

/** Gathers whole families until they weigh enough, and cuts branches off those that weigh too much. */
class Cutter {
  readonly #layout: PackLayout;
  readonly #bytesBelow: Float64Array;
  readonly #unitBytes: number;
  readonly #weighed: Weighed[] = [];
  #apart: Uint8Array | null = null;
  #roots: number[] = [];
  #rootBytes = 0;

  constructor(layout: PackLayout, bytesBelow: Float64Array, unitBytes: number) {
    this.#layout = layout;
    this.#bytesBelow = bytesBelow;
    this.#unitBytes = unitBytes;
  }

  /** Takes a whole object with all its deltas. */
  add(root: number): void {
    if ((this.#bytesBelow[root] as number) > 2 * this.#unitBytes) this.#cut(root);
    this.#roots.push(root);
    this.#rootBytes += this.#bytesBelow[root] as number;
    if (this.#rootBytes >= this.#unitBytes) this.#flush();
  }

  plan(): UnitPlan {
    this.#flush();
    this.#weighed.sort((a, b) => b.bytes - a.bytes);
    return { units: this.#weighed.map(({ unit }) => unit), apart: this.#apart };
  }

  #flush(): void {
    if (this.#roots.length > 0)
      this.#weighed.push({ unit: { base: -1, entries: Int32Array.from(this.#roots) }, bytes: this.#rootBytes });
    this.#roots = [];
    this.#rootBytes = 0;
  }

  /** Cuts off groups of deltas of one base that together weigh enough, deepest first; `bytesBelow` is then what is left. */
  #cut(root: number): void {
    const { firstDelta, nextDelta, offsets } = this.#layout;
    const family = [root];
    for (let at = 0; at < family.length; at += 1) {
      for (let delta = firstDelta[family[at] as number] as number; delta >= 0; delta = nextDelta[delta] as number)
        family.push(delta);
    }
    for (let base = family.pop(); base !== undefined; base = family.pop()) {
      let left = (offsets[base + 1] as number) - (offsets[base] as number);
      let group: number[] = [];
      let groupBytes = 0;
      for (let delta = firstDelta[base] as number; delta >= 0; delta = nextDelta[delta] as number) {
        group.push(delta);
        groupBytes += this.#bytesBelow[delta] as number;
        if (groupBytes < this.#unitBytes) continue;
        this.#setApart(base, group, groupBytes);
        group = [];
        groupBytes = 0;
      }
      left += groupBytes;
      this.#bytesBelow[base] = left;
    }
  }

  #setApart(base: number, entries: readonly number[], bytes: number): void {
    this.#apart ??= new Uint8Array(new SharedArrayBuffer(this.#layout.count));
    for (const entry of entries) this.#apart[entry] = 1;
    this.#weighed.push({ unit: { base, entries: Int32Array.from(entries) }, bytes });
  }
}
