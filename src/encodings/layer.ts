/** Layers that hold nothing, for encodings that looked and found nothing to peel. */
import type { Anchor, Layer } from './encoding.js';

const nothing = new Uint8Array(0);

/** Says that nothing of an encoding stands in `[start, end)` of the source, or (`isOpen`) that it is too early to say. */
export function emptyLayer(start: number, end: number, isOpen = false): Layer {
  return {
    bytes: nothing,
    start,
    end,
    isOpen,
    isCut: false,
    locate: () => [],
    covers: (at: number, _anchor: Anchor) => at >= start && at < end,
    isUniform: true,
  };
}
