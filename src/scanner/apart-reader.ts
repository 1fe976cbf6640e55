/** Reads the commits and trees of packs in a thread of its own, while this one has other work. */
import type { CommitColumns, PackToRead } from '../model/commit-columns.js';
import type { TreesRead, TreesToRead } from '../model/tree-columns.js';
import type { Task, TaskResult } from './messages.js';
import { Pool } from './pool.js';

/** One thread, which does one thing after the other. `close` it. */
export class ApartReader {
  readonly #pool = new Pool(1, {});
  #before: Promise<unknown> = Promise.resolve();

  constructor() {
    this.#pool.startThreads();
  }

  /** Those of each pack; undefined when the thread ends before. */
  async commits(packs: readonly PackToRead[]): Promise<readonly CommitColumns[] | undefined> {
    return (await this.#ask({ kind: 'commits', packs })).commits;
  }

  /** Reads its share of them; undefined when the thread ends before. */
  async trees(trees: TreesToRead): Promise<TreesRead | undefined> {
    return (await this.#ask({ kind: 'trees', trees })).trees;
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  #ask(task: Task): Promise<TaskResult> {
    this.#pool.push(task);
    // Results come in the order of the questions.
    const answer = this.#before.then(async () => {
      const result = await this.#pool.next();
      this.#pool.taken(result);
      return result;
    });
    this.#before = answer;
    return answer;
  }
}
