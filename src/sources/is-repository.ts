/** Tells a git repository from other folders: asked of every target, so it stands apart from what reads one. */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Is there a git repository at this path itself? Looks, and opens nothing. */
export function isRepository(path: string): boolean {
  return kindOf(join(path, '.git')) !== undefined || isGitFolder(path);
}

/** As git tells one: HEAD, and objects and refs beside it or in the common folder. */
export function isGitFolder(folder: string): boolean {
  if (kindOf(join(folder, 'HEAD')) === undefined) return false;
  if (readText(join(folder, 'commondir')) !== undefined) return true;
  return kindOf(join(folder, 'objects')) !== undefined && kindOf(join(folder, 'refs')) !== undefined;
}

/** What stands at a path, links followed no further than to say so. */
export function kindOf(path: string): 'file' | 'folder' | 'other' | undefined {
  try {
    const stats = lstatSync(path);
    return stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other';
  } catch {
    return undefined;
  }
}

/** Files of this kind are small; what is not there reads as undefined. */
export function readText(path: string): string | undefined {
  try {
    return lstatSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
