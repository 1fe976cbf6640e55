/** Another thread that reads packs, as attribution needs it. */
import type { CommitColumns, PackToRead } from '../../../model/commit-columns.js';
import type { TreesRead, TreesToRead } from '../../../model/tree-columns.js';

/** Both answer undefined when the thread could not; `close` it. */
export interface PackReader {
  /** The commits of each pack. */
  commits(packs: readonly PackToRead[]): Promise<readonly CommitColumns[] | undefined>;
  /** What is left of the trees that somebody else reads meanwhile. */
  trees(trees: TreesToRead): Promise<TreesRead | undefined>;
  close(): Promise<void>;
}
