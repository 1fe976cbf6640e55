/** Finds the git command. Never in the working directory, nor anywhere that depends on it. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

const usual = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', '/bin', 'C:\\Program Files\\Git\\cmd'];

/** The absolute path of git in the absolute folders of a search path, or where it usually lies; undefined: there is none. */
export function findGit(searchPath: string | undefined): string | undefined {
  const folders = [...(searchPath ?? '').split(delimiter).filter((folder) => isAbsolute(folder)), ...usual];
  const names = delimiter === ';' ? ['git.exe'] : ['git'];
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
