/** Reads trees of packs in a thread of its own, while this one has other work. */
import type { TreesRead, TreesToRead } from '../model/tree-columns.js';
import { Pool } from './pool.js';

/** One thread, which is asked one thing at a time. `close` it. */
export class ApartReader {
  readonly #pool = new Pool(1, {});

  constructor() {
    this.#pool.startThreads();
  }

  /** Reads its share of them; undefined when the thread ends before. */
  async trees(trees: TreesToRead): Promise<TreesRead | undefined> {
    this.#pool.push({ kind: 'trees', trees });
    const result = await this.#pool.next();
    this.#pool.taken(result);
    return result.trees;
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }
}
