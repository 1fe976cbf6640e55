/** Copies the refs of a repository into a private git directory, where git may read them. */
import {
  copyFileSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  appendFileSync,
  type Dirent,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Repository } from '../repository/repository.js';

/** What a ref's file may say: an object's name, or another ref's. */
const REF = /^(?:ref: refs\/[^\s~^:?*[\\]+|[0-9a-f]{40}(?:[0-9a-f]{24})?)\s*$/;
const MOST_REF_BYTES = 4096;

/** Refs of one work tree that stand beside HEAD. */
const beside = ['HEAD', 'ORIG_HEAD', 'FETCH_HEAD', 'MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD'];

/** What `copyRefs` reads of a repository. */
export type WithRefs = Pick<Repository, 'gitFolder' | 'commonFolder' | 'refFormat'>;

/** Copies refs, packed and loose, HEAD and its like, and where a shallow clone ends. Links are left out, broken refs too. */
export function copyRefs({ gitFolder, commonFolder, refFormat }: WithRefs, privateFolder: string): void {
  for (const name of ['packed-refs', 'shallow']) copyFile(join(commonFolder, name), join(privateFolder, name));
  copyLoose(join(commonFolder, 'refs'), join(privateFolder, 'refs'));
  if (gitFolder !== commonFolder) copyLoose(join(gitFolder, 'refs'), join(privateFolder, 'refs'));
  for (const name of beside) copyRef(join(gitFolder, name), join(privateFolder, name));
  if (refFormat === 'reftable') copyTables(commonFolder, privateFolder);
}

function copyLoose(from: string, to: string): void {
  for (const entry of entriesOf(from)) {
    if (entry.isDirectory()) copyLoose(join(from, entry.name), join(to, entry.name));
    else if (entry.isFile()) copyRef(join(from, entry.name), join(to, entry.name));
  }
}

function entriesOf(folder: string): Dirent[] {
  return lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true
    ? readdirSync(folder, { withFileTypes: true })
    : [];
}

function copyRef(from: string, to: string): void {
  const stats = lstatSync(from, { throwIfNoEntry: false });
  if (stats?.isFile() !== true || stats.size > MOST_REF_BYTES) return;
  const [first = ''] = readFileSync(from, 'latin1').split(/[\t\n]/);
  if (!REF.test(first)) return;
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, `${first.trimEnd()}\n`, 'latin1');
}

function copyFile(from: string, to: string): void {
  if (lstatSync(from, { throwIfNoEntry: false })?.isFile() === true) copyFileSync(from, to);
}

/** Git alone reads these; one that cannot says so. */
function copyTables(commonFolder: string, privateFolder: string): void {
  const from = join(commonFolder, 'reftable');
  if (lstatSync(from, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  cpSync(from, join(privateFolder, 'reftable'), {
    recursive: true,
    filter: (path) => !lstatSync(path).isSymbolicLink(),
  });
  appendFileSync(
    join(privateFolder, 'config'),
    '[core]\n\trepositoryFormatVersion = 1\n[extensions]\n\trefStorage = reftable\n',
  );
}
