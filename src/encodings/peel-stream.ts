/** A layer of any length, peeled piece by piece: for containers that stand in text. */
import type { Encoding } from './encoding.js';

/** What a layer may look back at: the groups before, and what stands in front of the line before. */
export const PEEL_CONTEXT = 8 * 1024;

/** No anchor is needed to read on where a layer goes on: a place where a unit of it starts is known. */
const anywhere = { text: '', phase: 0 };

/** Peels one encoding that says where its bytes stand (`Layer.indexAt`), from a place on, until its text ends. */
export class PeelStream {
  readonly #encoding: Encoding;
  #data: Uint8Array = new Uint8Array(0);
  /** Where in `#data` the next unit starts. */
  #at: number;
  #isEnded = false;

  /** `at`: how many bytes come before the first unit, for what looks back. */
  constructor(encoding: Encoding, at: number) {
    this.#encoding = encoding;
    this.#at = at;
  }

  /** True when the text ended; what follows is not looked at. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** The bytes that `chunk` made whole; valid for good. */
  push(chunk: Uint8Array): Uint8Array {
    if (this.#isEnded) return new Uint8Array(0);
    this.#data = Buffer.concat([this.#data, chunk]);
    return this.#peel(false);
  }

  /** The bytes of the last units, when no further chunk comes. */
  finish(): Uint8Array {
    return this.#isEnded ? new Uint8Array(0) : this.#peel(true);
  }

  #peel(isEnd: boolean): Uint8Array {
    const peeled: Uint8Array[] = [];
    while (!this.#isEnded && this.#at < this.#data.length) {
      const layer = this.#encoding.unwrap({ bytes: this.#data, isEnd }, this.#at, anywhere);
      const from = layer?.indexAt?.(this.#at);
      if (layer === undefined || from === undefined) {
        this.#isEnded = layer?.isOpen !== true || isEnd;
        break;
      }
      this.#isEnded = !layer.isCut && (!layer.isOpen || isEnd);
      const left = layer.bytes.length - from;
      // The last byte may lie in a group of base64 that is not whole yet.
      const count = this.#isEnded ? left : 3 * Math.floor((left - 1) / 3);
      if (count <= 0) break;
      peeled.push(layer.bytes.subarray(from, from + count));
      if (this.#isEnded) break;
      this.#at = layer.locate({ start: from + count, end: from + count + 1 })[0]?.start ?? this.#data.length;
      if (!layer.isCut) break;
    }
    const gone = Math.max(0, this.#at - PEEL_CONTEXT);
    this.#data = this.#data.subarray(gone);
    this.#at -= gone;
    return peeled.length === 1 ? (peeled[0] as Uint8Array) : Buffer.concat(peeled);
  }
}
