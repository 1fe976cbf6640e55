/** Another thread that reads packs, as attribution needs it. */
import type { TreesRead, TreesToRead } from '../../../model/tree-columns.js';

/** `close` it. */
export interface PackReader {
  /** What it read of the trees, a part at a time, of which somebody else reads what it leaves; undefined when it could not. */
  trees(trees: TreesToRead): Promise<TreesRead | undefined>;
  close(): Promise<void>;
}
