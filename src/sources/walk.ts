/** Folders: every file below one, in order, with what is left out and why. */
import { lstatSync, readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import type { Failure, Skipped } from '../model/failure.js';
import type { RawPath } from '../model/haystack.js';
import type { Origin } from '../model/origin.js';
import { reasonOf, toPathLike } from './file.js';
import { pathText } from './path-text.js';

/** What a walk meets. Files come together, as trees have tens of thousands; those of two folders never do. */
export type Walked =
  | { readonly kind: 'files'; readonly paths: readonly RawPath[]; readonly as: 'walked' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'skipped'; readonly skipped: Skipped };

/** What a walk may do beyond the folder itself. */
export interface WalkOptions {
  /** Real paths outside the folder that links may lead to. */
  readonly allow: readonly string[];
  /** A path that is left out, because it is looked at by other means. */
  readonly leaveOut?: string | undefined;
  /** Says whether a path is left out (`--gitignore`). */
  readonly isIgnored?: (path: string, isFolder: boolean) => boolean;
}

/** Files that come together at most: a folder may hold a million. */
const FILES_AT_ONCE = 64;

/** Where kubelet puts the tokens of running pods: they are no leak, unless somebody names the folder. */
const mountedTokens = /(^|\/)(run\/secrets\/kubernetes\.io\/serviceaccount|volumes\/kubernetes\.io~projected)$/;

/**
 * Walks a folder depth first, names in byte order: what is no file, files, what lies below. Links are not followed: one
 * that leads inside the folder is passed over (its target is met anyway), one that leads outside is told. A folder that
 * vanishes is a failure and the walk goes on.
 */
export function walk(root: RawPath, options: WalkOptions): Generator<Walked> {
  return walkFrom(root, options, new Set());
}

/** `opened` holds the real paths of folders that allowed links led to, so that links between them end. */
function* walkFrom(root: RawPath, options: WalkOptions, opened: Set<string>): Generator<Walked> {
  const rootReal = realPath(root);
  if (rootReal === undefined) {
    yield { kind: 'failed', failure: { origin: fileOrigin(root), code: 'not-found', message: 'it is gone' } };
    return;
  }
  if (opened.has(rootReal)) return;
  opened.add(rootReal);
  const open: RawPath[] = [root];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const listed = list(folder);
    if ('code' in listed) {
      yield { kind: 'failed', failure: { origin: fileOrigin(folder), ...listed } };
      continue;
    }
    const start = startOf(folder);
    for (const entry of listed.others) {
      const path = joined(start, entry.name);
      if (isWanted(path, false, options)) yield* special(path, entry, rootReal, options, opened);
    }
    yield* filesIn(start, listed.files, options);
    const below: RawPath[] = [];
    for (const name of listed.folders) {
      const path = joined(start, name);
      if (!isWanted(path, true, options)) continue;
      if (typeof path === 'string' && mountedTokens.test(path.split(sep).join('/'))) {
        const message = 'tokens that are mounted into a pod are not leaked; name the folder to search it';
        yield skipped(path, 'mounted-token', message);
      } else below.push(path);
    }
    while (below.length > 0) open.push(below.pop() as RawPath);
  }
}

function* filesIn(start: RawPath, names: readonly Name[], options: WalkOptions): Generator<Walked> {
  let paths: RawPath[] = [];
  for (const name of names) {
    const path = joined(start, name);
    if (!isWanted(path, false, options)) continue;
    paths.push(path);
    if (paths.length < FILES_AT_ONCE) continue;
    yield { kind: 'files', paths, as: 'walked' };
    paths = [];
  }
  if (paths.length > 0) yield { kind: 'files', paths, as: 'walked' };
}

function isWanted(path: RawPath, isFolder: boolean, { leaveOut, isIgnored }: WalkOptions): boolean {
  return path !== leaveOut && (isIgnored === undefined || typeof path !== 'string' || !isIgnored(path, isFolder));
}

type Name = string | Buffer;

type Entry = Dirent | Dirent<Buffer>;

/** What a folder holds, each in order. Names alone are sorted quickest. */
interface Listed<N extends Name> {
  readonly files: N[];
  readonly folders: N[];
  readonly others: Dirent<N>[];
}

function list(folder: RawPath): Listed<string> | Listed<Buffer> | { code: string; message: string } {
  try {
    const entries = typeof folder === 'string' ? readdirSync(folder, { withFileTypes: true }) : undefined;
    if (entries !== undefined && !entries.some(({ name }) => name.includes('\ufffd'))) {
      const listed = byKind(entries);
      listed.files.sort();
      listed.folders.sort();
      listed.others.sort((a, b) => (a.name < b.name ? -1 : 1));
      return listed;
    }
    const listed = byKind(readdirSync(toPathLike(folder), { withFileTypes: true, encoding: 'buffer' }));
    listed.files.sort(Buffer.compare);
    listed.folders.sort(Buffer.compare);
    listed.others.sort((a, b) => Buffer.compare(a.name, b.name));
    return listed;
  } catch (error) {
    return reasonOf(error, 'list this folder');
  }
}

function byKind<N extends Name>(entries: readonly Dirent<N>[]): Listed<N> {
  const listed: Listed<N> = { files: [], folders: [], others: [] };
  for (const entry of entries) {
    if (entry.isFile()) listed.files.push(entry.name);
    else if (entry.isDirectory()) listed.folders.push(entry.name);
    else listed.others.push(entry);
  }
  return listed;
}

/** What stands before the names of a folder's entries. */
function startOf(folder: RawPath): RawPath {
  if (typeof folder === 'string') return join(folder, 'x').slice(0, -1);
  return Buffer.concat([Buffer.from(toPathLike(folder)), Buffer.from(sep)]);
}

function joined(start: RawPath, name: Name): RawPath {
  if (typeof start === 'string' && typeof name === 'string') return start + name;
  const bytes = Buffer.concat([Buffer.from(toPathLike(start)), Buffer.from(name)]);
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : bytes;
}

function* special(
  path: RawPath,
  entry: Entry,
  rootReal: string,
  options: WalkOptions,
  opened: Set<string>,
): Generator<Walked> {
  if (!entry.isSymbolicLink()) {
    const what = entry.isFIFO() ? 'a pipe' : entry.isSocket() ? 'a socket' : 'a device';
    yield skipped(path, 'special-file', `${what} is not read`);
    return;
  }
  const target = realPath(path);
  if (target === undefined) yield skipped(path, 'dangling-link', 'this symbolic link leads nowhere');
  else if (isInside(target, rootReal)) return;
  else if (!options.allow.some((place) => isInside(target, place))) {
    yield skipped(path, 'outside-target', `this link leads outside the target; --allow ${target} opens it`);
  } else if (kindOfPath(target) === 'folder') yield* walkFrom(target, { allow: options.allow }, opened);
  else yield { kind: 'files', paths: [target], as: 'walked' };
}

function realPath(path: RawPath): string | undefined {
  try {
    return realpathSync(toPathLike(path));
  } catch {
    return undefined;
  }
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function skipped(path: RawPath, code: string, message: string): Walked {
  return { kind: 'skipped', skipped: { origin: fileOrigin(path), code, message } };
}

function fileOrigin(path: RawPath): Origin {
  return { kind: 'file', path: pathText(path) };
}

/** What a target names. */
export function kindOfPath(path: RawPath): 'folder' | 'file' | { readonly failure: Failure } {
  try {
    const stats = lstatSync(toPathLike(path)).isSymbolicLink()
      ? statSync(toPathLike(path))
      : lstatSync(toPathLike(path));
    return stats.isDirectory() ? 'folder' : 'file';
  } catch (error) {
    return { failure: { origin: fileOrigin(path), ...reasonOf(error, 'be opened') } };
  }
}

/** Real paths of what the user allows, for `WalkOptions.allow`; what does not exist is left as it is. */
export function realPaths(paths: readonly string[]): readonly string[] {
  return paths.map((path) => {
    try {
      return realpathSync(path);
    } catch {
      return resolve(path);
    }
  });
}
