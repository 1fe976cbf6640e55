/** Containers that were found in a haystack's text, kept until it is searched. */
import { containerMagicBytes } from '../containers/recognise-container.js';
import type { Failure } from '../model/failure.js';
import type { Origin } from '../model/origin.js';
import type { Span } from '../model/span.js';
import type { Embedded } from './embedded.js';
import { EMBEDDED, EMBEDDED_BYTES } from './limits.js';

/** Lines of wrapped text that are told one by one as where a container stands; of more, the hull. */
const MOST_SEGMENTS = 256;

/** Gathers them; what is too many is told once as a failure. */
export class EmbeddedList {
  readonly items: Embedded[] = [];
  readonly #origin: Origin;
  readonly #told: { failed(failure: Failure): void };
  readonly #canReadAgain: boolean;
  #bytes = 0;
  #isFull = false;

  /** `canReadAgain`: the haystack's bytes can be had again, so that they need not be kept. */
  constructor(origin: Origin, told: { failed(failure: Failure): void }, canReadAgain: boolean) {
    this.#origin = origin;
    this.#told = told;
    this.#canReadAgain = canReadAgain;
  }

  add(found: Embedded): void {
    const isReadAgain = this.#canReadAgain && found.again !== null;
    const bytes = isReadAgain ? found.bytes.slice(0, containerMagicBytes) : found.bytes;
    if (this.items.length < EMBEDDED && this.#bytes + bytes.length <= EMBEDDED_BYTES) {
      this.#bytes += bytes.length;
      this.items.push({ ...found, bytes, isCut: found.isCut || isReadAgain, segments: few(found.segments) });
    } else if (!this.#isFull) {
      this.#isFull = true;
      const message = `more archives stand as base64 or hex in this text than are kept; those after the first ${this.items.length} were not opened`;
      this.#told.failed({ origin: this.#origin, code: 'embedded-too-many', message });
    }
  }
}

function few(segments: readonly Span[]): readonly Span[] {
  const [first] = segments;
  const last = segments[segments.length - 1];
  if (first === undefined || last === undefined || segments.length <= MOST_SEGMENTS) return segments;
  return [{ start: first.start, end: last.end }];
}
