/** How large a repository is. */
import { statSync } from 'node:fs';
import { listPacks } from '../../src/sources/git/repository/list-packs.js';
import { openRepository } from '../../src/sources/git/repository/repository.js';

/** Bytes of all packs of the repository at a path. */
export function packBytes(path: string): number {
  const { objectFolders, territory } = openRepository(path, []);
  const packs = objectFolders.flatMap((folder) => listPacks(folder, territory).packs);
  return packs.reduce((sum, pack) => sum + statSync(pack).size, 0);
}
