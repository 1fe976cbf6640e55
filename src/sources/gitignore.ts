/** `--gitignore`: the user asked to leave out what the scanned folders' .gitignore files name. */
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** Larger files are no .gitignore anybody wrote. */
const LARGEST = 1024 * 1024;

/**
 * Answers whether a path below `root` is ignored, by the rules of gitignore(5): each folder's file speaks for what lies
 * below it, a deeper file has the last word. Folders must be asked before what they hold.
 */
export class GitIgnore {
  readonly #root: string;
  readonly #rules = new Map<string, Ignore | null>();

  constructor(root: string) {
    this.#root = root;
  }

  isIgnored(path: string, isFolder: boolean): boolean {
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      const answer = this.#rulesOf(folder)?.test(pathIn(folder, path, isFolder));
      if (answer?.ignored === true) return true;
      if (answer?.unignored === true) return false;
      if (folder === this.#root || folder === dirname(folder)) return false;
    }
  }

  #rulesOf(folder: string): Ignore | null {
    const known = this.#rules.get(folder);
    if (known !== undefined) return known;
    const rules = readRules(join(folder, '.gitignore'));
    this.#rules.set(folder, rules);
    return rules;
  }
}

function readRules(path: string): Ignore | null {
  try {
    if (statSync(path).size > LARGEST) return null;
    return ignore().add(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

function pathIn(folder: string, path: string, isFolder: boolean): string {
  return relative(folder, path).split(sep).join('/') + (isFolder ? '/' : '');
}
