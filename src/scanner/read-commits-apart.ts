/** Reads the commits of packs in a thread of their own, while this one has other work. */
import type { CommitColumns, PackToRead } from '../model/commit-columns.js';
import { Pool } from './pool.js';

/** Those of each pack; undefined when the thread ends before. */
export async function readCommitsApart(packs: readonly PackToRead[]): Promise<readonly CommitColumns[] | undefined> {
  const pool = new Pool(1, {});
  try {
    pool.startThreads();
    pool.push({ kind: 'commits', packs });
    const { commits } = await pool.next();
    return commits ?? undefined;
  } finally {
    await pool.close();
  }
}
