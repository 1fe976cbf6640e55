/** Which window of each anchor, and in which bucket: a search by ruin and recreation. */
import { Random } from '../corpus/random.js';
import type { Nibbles, Sample } from './sample.js';

const BUCKETS = 8;

/** Three bytes of an anchor, as latin1 text, and their nibbles. */
interface Window {
  readonly text: string;
  readonly nibbles: Nibbles;
}

interface Place {
  readonly window: Window;
  readonly bucket: number;
}

type Plan = (Place | undefined)[];

function windowsOf(anchor: string): readonly Window[] {
  return Array.from({ length: anchor.length - 2 }, (_, offset) => {
    const text = anchor.slice(offset, offset + 3);
    const nibbles = [...text].flatMap((byte) => [1 << (byte.charCodeAt(0) & 15), 1 << (byte.charCodeAt(0) >> 4)]);
    return { text, nibbles };
  });
}

function placeAsHinted(windows: readonly Window[], hinted: ReadonlyMap<string, number>): Place | undefined {
  const window = windows.find(({ text }) => hinted.has(text));
  const bucket = window === undefined ? undefined : hinted.get(window.text);
  return window === undefined || bucket === undefined ? undefined : { window, bucket };
}

function union(one: Nibbles, other: Nibbles): Nibbles {
  return one.map((bits, index) => bits | (other[index] ?? 0));
}

/** Takes windows out of buckets and puts them back where they let the fewest places through, again and again. */
export class PlanSearch {
  readonly #sample: Sample;
  readonly #random: Random;
  readonly #windows: readonly (readonly Window[])[];
  #plan: Plan;
  #cost = Number.POSITIVE_INFINITY;
  #best: Plan;
  #bestCost = Number.POSITIVE_INFINITY;

  /** `hints`: an earlier plan's, to start from. */
  constructor(anchors: readonly string[], sample: Sample, seed: number, hints: readonly string[]) {
    this.#sample = sample;
    this.#random = new Random(seed);
    this.#windows = anchors.map(windowsOf);
    const hinted = new Map(
      hints.flatMap((hint, bucket) => (hint.match(/[^]{3}/g) ?? []).map((text) => [text, bucket])),
    );
    this.#plan = this.#windows.map((windows) => placeAsHinted(windows, hinted));
    this.#best = this.#plan;
  }

  /** The share of places that the best plan lets through. */
  get share(): number {
    return this.#bestCost / this.#sample.places;
  }

  /** The windows of the best plan, three bytes each, one string a bucket. */
  get hints(): readonly string[] {
    return Array.from({ length: BUCKETS }, (_, bucket) => {
      const texts = this.#best.flatMap((place) => (place?.bucket === bucket ? [place.window.text] : []));
      return [...new Set(texts)].sort().join('');
    });
  }

  /** One try; `heat` from 1 to 0 says how much worse a plan may be to be kept for the next. */
  step(heat: number): void {
    const plan = this.#cost === Number.POSITIVE_INFINITY ? [...this.#plan] : this.#ruined();
    const cost = this.#recreate(plan);
    const isKept =
      cost <= this.#cost || this.#chance() < Math.exp((this.#cost - cost) / (0.02 * heat * this.#cost + 1e-9));
    if (!isKept) return;
    this.#plan = plan;
    this.#cost = cost;
    if (cost >= this.#bestCost) return;
    this.#best = plan;
    this.#bestCost = cost;
  }

  #chance(): number {
    return this.#random.below(1 << 24) / (1 << 24);
  }

  /** A copy without some places: here and there, or most of a bucket, or all that need one nibble of a bucket. */
  #ruined(): Plan {
    const way = this.#chance();
    const bucket = this.#random.below(BUCKETS);
    const share = way < 0.4 ? 0.02 + this.#chance() * 0.15 : 0.3 + this.#chance() * 0.7;
    const nibble = this.#random.below(6);
    const bit = 1 << this.#random.below(16);
    return this.#plan.map((place) => {
      if (place === undefined) return undefined;
      if (way < 0.4) return this.#chance() < share ? undefined : place;
      if (place.bucket !== bucket) return way < 0.7 || this.#chance() >= 0.02 ? place : undefined;
      if (way < 0.7) return this.#chance() < share ? undefined : place;
      return ((place.window.nibbles[nibble] ?? 0) & bit) !== 0 ? undefined : place;
    });
  }

  /** Fills the gaps of a plan, in an order by chance, each as cheaply as may be; gives the cost of the whole. */
  #recreate(plan: Plan): number {
    const buckets: Nibbles[] = Array.from({ length: BUCKETS }, () => [0, 0, 0, 0, 0, 0]);
    for (const place of plan) {
      if (place !== undefined) buckets[place.bucket] = union(buckets[place.bucket] ?? [], place.window.nibbles);
    }
    const costs = buckets.map((nibbles) => this.#sample.passing(nibbles));
    const gaps = plan.flatMap((place, index) => (place === undefined ? [{ index, order: this.#chance() }] : []));
    for (const { index } of gaps.sort((one, other) => one.order - other.order)) {
      const place = this.#cheapest(index, buckets, costs);
      plan[index] = place;
      const grown = union(buckets[place.bucket] ?? [], place.window.nibbles);
      buckets[place.bucket] = grown;
      costs[place.bucket] = this.#sample.passing(grown);
    }
    return costs.reduce((sum, cost) => sum + cost, 0);
  }

  #cheapest(index: number, buckets: readonly Nibbles[], costs: readonly number[]): Place {
    let best: Place | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const window of this.#windows[index] ?? []) {
      for (const [bucket, nibbles] of buckets.entries()) {
        const grown = union(nibbles, window.nibbles);
        if (grown.every((bits, at) => bits === nibbles[at])) return { window, bucket };
        // Room that is taken without letting anything through yet counts a little, too.
        const cost =
          (this.#sample.passing(grown) - (costs[bucket] ?? 0)) * (1 + 0.3 * this.#chance()) + 0.01 * this.#chance();
        if (cost < least) {
          least = cost;
          best = { window, bucket };
        }
      }
    }
    if (best === undefined) throw new RangeError('an anchor shorter than three bytes');
    return best;
  }
}
