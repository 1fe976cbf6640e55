/** What was peeled already, so that no byte is peeled again for each of the anchors that stand in it. */
import type { Anchor, Layer } from '../encodings/encoding.js';
import type { OuterLayer } from './embedded.js';

/** A layer that was peeled, and the offset that its positions are relative to. */
export interface Peeled {
  readonly layer: Layer;
  readonly base: number;
  /** The layers around it and itself, outermost first. */
  readonly layers: readonly OuterLayer[];
}

/** Remembers layers while anchors come in ascending order; those that lie behind are forgotten. */
export class LayerMemory {
  /** By encoding. Few at a time: one for each alignment, as a rule. */
  readonly #peeled: Peeled[][];
  /** By anchor string: before this offset it says nothing new. */
  readonly #quiet: Float64Array;
  readonly #learnsQuiet: boolean;
  #isEmpty = true;

  private constructor(peeled: Peeled[][], quiet: Float64Array, learnsQuiet: boolean) {
    this.#peeled = peeled;
    this.#quiet = quiet;
    this.#learnsQuiet = learnsQuiet;
  }

  /** One that knows nothing, for a shelf of encodings and a table of anchor strings of these lengths. */
  static for(encodings: number, anchors: number): LayerMemory {
    const peeled = Array.from({ length: encodings }, () => []);
    return new LayerMemory(peeled, new Float64Array(anchors), true);
  }

  /** Forgets everything. */
  clear(): void {
    if (this.#isEmpty) return;
    for (const list of this.#peeled) list.length = 0;
    this.#quiet.fill(0);
    this.#isEmpty = true;
  }

  /** One that knows the same, for a moment: what it learns of layers stays with it, and of quiet it learns nothing. */
  aside(): LayerMemory {
    return new LayerMemory(
      this.#peeled.map((list) => [...list]),
      this.#quiet,
      false,
    );
  }

  /** The layer that holds all that this anchor could say. */
  covering(offset: number, encoding: number, anchor: Anchor): Peeled | undefined {
    const list = this.#peeled[encoding] as Peeled[];
    let covering: Peeled | undefined;
    let kept = 0;
    for (const peeled of list) {
      const { layer, base } = peeled;
      if (layer.end + base <= offset) continue;
      list[kept++] = peeled;
      if (layer.covers(offset - base, anchor)) covering = peeled;
    }
    if (kept < list.length) list.length = kept;
    return covering;
  }

  /** Remembers a layer of an encoding. */
  add(encoding: number, peeled: Peeled): void {
    (this.#peeled[encoding] as Peeled[]).push(peeled);
    this.#isEmpty = false;
  }

  /** Says that an anchor string has nothing new to say before an offset. */
  quieten(index: number, until: number): void {
    if (!this.#learnsQuiet) return;
    this.#quiet[index] = until;
    this.#isEmpty = false;
  }

  /** Is all said that the anchor string could say at an offset? */
  isQuiet(index: number, offset: number): boolean {
    return offset < (this.#quiet[index] as number);
  }
}

/** Up to which offset a layer answers for an anchor that it answers for at one place; 0 when that depends on the place. */
export function answeredUntil({ layer, base }: Pick<Peeled, 'layer' | 'base'>): number {
  return layer.isUniform ? layer.end + base : 0;
}
