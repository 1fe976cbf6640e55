/** Finds the git command. Never in the working directory, nor anywhere that depends on it, nor in what is scanned. */
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { basename, delimiter, dirname, isAbsolute, join, sep } from 'node:path';

const usual = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', '/bin', 'C:\\Program Files\\Git\\cmd'];

/**
 * The absolute path of git in the absolute folders of a search path, or where it usually lies; undefined: there is none.
 * Folders within `scanned` do not count, nor do those that npm puts in front for whatever tree it is run in.
 */
export function findGit(searchPath: string | undefined, scanned?: string): string | undefined {
  const ours = (searchPath ?? '')
    .split(delimiter)
    .filter((folder) => isAbsolute(folder) && !isPlanted(folder, scanned));
  const folders = [...ours, ...usual];
  const names = delimiter === ';' ? ['git.exe'] : ['git'];
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isProgram);
}

function isPlanted(folder: string, scanned: string | undefined): boolean {
  const real = realPathOf(folder);
  if (basename(real) === '.bin' && basename(dirname(real)) === 'node_modules') return true;
  if (scanned === undefined) return false;
  const root = realPathOf(scanned);
  return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep);
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
