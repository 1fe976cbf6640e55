/** What the git pack reader does in WebAssembly: inflating, and applying deltas without copying what they copy. */
import { prepareCopies } from './copies';
import { prepareTables } from './deflate-tables';

export { inflate } from './inflate';
export { applyDelta } from './delta';
export { PAIRS, TOLD, TRIPLES } from './memory-map';
export { patch } from './patch';
export { makeRope, readRope } from './rope';
export { listZeros } from './zeros';

/** To be called once, before anything else: fills the tables. */
export function prepare(): void {
  prepareTables();
  prepareCopies();
}
