/** Finds the parts of a git repository: work tree, bare, linked work tree or submodule (gitrepository-layout). */
import { basename, dirname, join, resolve } from 'node:path';
import type { RepositoryName } from '../../../model/origin.js';
import { isGitFolder, kindOf, readText } from '../../is-repository.js';
import { pathText } from '../../path-text.js';
import { GitError } from '../git-error.js';
import { parseGitConfig, type GitConfig } from './parse-git-config.js';
import { Territory } from './territory.js';

/** A repository whose parts were found; all paths are real ones. */
export interface Repository {
  readonly name: RepositoryName;
  /** What belongs to this work tree: HEAD, index, logs. */
  readonly gitFolder: string;
  /** What all its work trees share: objects, refs. The same folder when there is but one. */
  readonly commonFolder: string;
  /** Files of the checkout, or null. */
  readonly workTree: string | null;
  /** Where objects lie: its own folder first, then the alternates that the user allowed. */
  readonly objectFolders: readonly string[];
  /** Alternates that it names and nobody allowed. */
  readonly closedAlternates: readonly string[];
  readonly hash: 'sha1' | 'sha256';
  readonly refFormat: 'files' | 'reftable';
  readonly isShallow: boolean;
  readonly territory: Territory;
}

const MOST_ALTERNATES = 100;

/**
 * Opens the repository at a path, which is its work tree or its git directory.
 * @throws GitError `not-a-repository`, or `outside-target` when its parts lie where nobody allowed to look
 */
export function openRepository(path: string, allowed: readonly string[]): Repository {
  const territory = new Territory(path, allowed);
  const found = findGitFolder(path, territory);
  if (found === undefined) throw new GitError('not-a-repository', 'It is no git repository.');
  const { gitFolder, workTree } = found;
  const pointer = readText(join(gitFolder, 'commondir'));
  const commonFolder = pointer === undefined ? gitFolder : enter(territory, resolve(gitFolder, pointer.trim()));
  const objects = enter(territory, join(commonFolder, 'objects'));
  const config = parseGitConfig(readText(join(commonFolder, 'config')) ?? '');
  const hash = config.get('extensions.objectformat') ?? 'sha1';
  if (hash !== 'sha1' && hash !== 'sha256') {
    throw new GitError('not-a-repository', 'Its objects have names of an unknown kind (extensions.objectFormat).');
  }
  return {
    name: { path: pathText(path), remote: remoteOf(config) },
    gitFolder,
    commonFolder,
    workTree,
    ...alternatesOf(objects, territory),
    hash,
    refFormat: config.get('extensions.refstorage') === 'reftable' ? 'reftable' : 'files',
    isShallow: (readText(join(commonFolder, 'shallow')) ?? '').trim() !== '',
    territory,
  };
}

function findGitFolder(path: string, territory: Territory): { gitFolder: string; workTree: string | null } | undefined {
  const inner = join(path, '.git');
  const kind = kindOf(inner);
  if (kind === 'file') {
    const pointer = /^gitdir: (.*?)\s*$/.exec(readText(inner) ?? '')?.[1];
    if (pointer === undefined) return undefined;
    return { gitFolder: enter(territory, resolve(path, pointer)), workTree: enter(territory, path) };
  }
  if (kind !== undefined) {
    const gitFolder = enter(territory, inner);
    if (isGitFolder(gitFolder)) return { gitFolder, workTree: enter(territory, path) };
  }
  if (!isGitFolder(path)) return undefined;
  const gitFolder = enter(territory, path);
  return { gitFolder, workTree: basename(gitFolder) === '.git' && !isLinked(gitFolder) ? dirname(gitFolder) : null };
}

function isLinked(gitFolder: string): boolean {
  return readText(join(gitFolder, 'commondir')) !== undefined;
}

function enter(territory: Territory, path: string): string {
  const entered = territory.enter(path);
  if ('path' in entered) return entered.path;
  if (entered.refusal === 'missing') throw new GitError('not-a-repository', 'A part of it is missing; is it damaged?');
  throw new GitError('outside-target', `A part of it lies outside of what was named; --allow ${path} opens it.`);
}

function alternatesOf(objects: string, territory: Territory): Pick<Repository, 'objectFolders' | 'closedAlternates'> {
  const open = [objects];
  const closed = new Set<string>();
  for (let at = 0; at < open.length && at < MOST_ALTERNATES; at += 1) {
    const folder = open[at] as string;
    for (const line of (readText(join(folder, 'info', 'alternates')) ?? '').split('\n')) {
      if (line === '' || line.startsWith('#')) continue;
      const named = resolve(folder, line);
      const entered = territory.enter(named);
      if (!('path' in entered)) closed.add(named);
      else if (!open.includes(entered.path)) open.push(entered.path);
    }
  }
  return { objectFolders: open, closedAlternates: [...closed] };
}

/** The URL of `origin`, or of the only remote there is; without user and password. */
function remoteOf(config: GitConfig): string | null {
  const urls = [...config].filter(([key]) => /^remote\..*\.url$/.test(key)).map(([, url]) => url);
  const url = config.get('remote.origin.url') ?? (urls.length === 1 ? urls[0] : undefined);
  return url === undefined ? null : url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1').replaceAll(/[?#].*$/g, '');
}
