/** What the git pack reader does in WebAssembly: inflating, and applying deltas without copying what they copy. */
import { prepareTables } from './deflate-tables';

export { inflate, consumed } from './inflate';
export { applyDelta, gatheredEnd, resultSize, ropeEnd, segmentsEnd } from './delta';
export { makeRope, readRope } from './rope';
export { listZeros, listedEnd } from './zeros';

/** To be called once, before anything else: fills the tables below `MEMORY_START`. */
export function prepare(): void {
  prepareTables();
}
