/** What ranges of commits hold: objects that they bring, or versions of files that they wrote. */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GitCommand } from '../../../model/haystack.js';
import { askGit } from './ask-git.js';
import { addPlace, type BlobPlaces, type ChosenObjects } from './chosen-objects.js';
import { gitRecords } from './git-records.js';
import { isNothing } from './parse-range.js';

/** A range whose revisions were resolved: names of objects that are there, or zeros. */
export interface ResolvedRange {
  readonly old: string;
  readonly new: string;
}

/** How ranges are read. */
export interface RangeRequest {
  readonly ranges: readonly ResolvedRange[];
  /** Objects that were there before are left out, though a commit of the range put them somewhere anew. */
  readonly isNew: boolean;
  /** No ref knows the new objects yet, so that whatever refs reach was there before. */
  readonly isQuarantined: boolean;
}

const BLOB_CHANGE = /^:+(?:[0-7]{6} )+?(?<mode>[0-7]{6}) (?:[0-9a-f]{40,64} )+(?<blob>[0-9a-f]{40,64}) [A-Z]+$/;
const SUBMODULE = '160000';

/**
 * Lists the objects of ranges, in a private git directory with refs.
 * @throws GitError `git-failed` when history is missing
 */
export async function rangeObjects(command: GitCommand, request: RangeRequest): Promise<ChosenObjects> {
  const names = new Set<string>();
  const places = new Map<string, BlobPlaces>();
  const boundaries = new Set<string>();
  const commits = new Set<string>();
  for (const limits of await limitsOf(command, request)) {
    const listed = await listCommits(command, limits);
    const brought = request.isNew ? await listObjects(command, limits) : undefined;
    const written = new Map<string, BlobPlaces>();
    for (const name of [...listed.commits, ...listed.others]) names.add(name);
    await addChanges(command, listed.commits, written);
    for (const name of listed.others) await addTree(command, name, written);
    for (const [blob, { paths, commits: by }] of written) {
      if (brought?.has(blob) === false) continue;
      names.add(blob);
      for (const path of paths) addPlace(places, blob, path);
      for (const commit of by) places.get(blob)?.commits.add(commit);
    }
    for (const name of listed.boundaries) boundaries.add(name);
    for (const name of listed.commits) commits.add(name);
  }
  for (const { old } of request.ranges) if (!isNothing(old)) boundaries.add(old);
  const isCutShort = shallowEnds(command.gitFolder).some((name) => commits.has(name));
  return { names: [...names], places, boundaries: [...boundaries], isCutShort };
}

/** A walk of the history, for `rev-list`. */
interface Limits {
  readonly args: readonly string[];
  /** Names of commits, a line each; `^` before those that the walk leaves out, with all that they reach. */
  readonly input: string;
}

async function limitsOf(command: GitCommand, { ranges, isNew, isQuarantined }: RangeRequest): Promise<Limits[]> {
  const brought = ranges.filter((range) => !isNothing(range.new));
  if (brought.length === 0) return [];
  if (isNew && isQuarantined) {
    const known = ranges.filter(({ old }) => !isNothing(old)).map(({ old }) => `^${old}\n`);
    const input = `${brought.map((range) => `${range.new}\n`).join('')}${known.join('')}`;
    return [{ args: ['--stdin', '--not', '--all'], input }];
  }
  const limits: Limits[] = [];
  for (const range of brought) {
    const known = isNothing(range.old) ? await refsWithout(command, range.new) : [range.old];
    limits.push({ args: ['--stdin'], input: `${range.new}\n${known.map((name) => `^${name}\n`).join('')}` });
  }
  return limits;
}

/** Tips of refs that do not hold a commit: for a branch that is new, outside of the hook that lets it in. */
async function refsWithout(command: GitCommand, commit: string): Promise<string[]> {
  const peeled = await askGit(command, ['rev-parse', '--verify', '--quiet', `${commit}^{commit}`]);
  if (peeled === undefined) return [];
  const refs = await askGit(command, ['for-each-ref', '--format=%(objectname)', `--no-contains=${peeled}`]);
  return (refs ?? '').split('\n').filter((name) => name !== '' && name !== commit);
}

/** Commits, tags and whatever else the tips are; and the commits before them. */
async function listCommits(
  command: GitCommand,
  limits: Limits,
): Promise<{ commits: string[]; others: string[]; boundaries: string[] }> {
  const listed = { commits: [] as string[], others: [] as string[], boundaries: [] as string[] };
  const args = ['rev-list', '--objects', '--filter=tree:0', '--boundary', '--missing=print', ...limits.args];
  for await (const line of gitRecords(command, { args, input: limits.input, end: '\n' })) {
    const [name = ''] = line.split(' ');
    if (name.startsWith('-')) listed.boundaries.push(name.slice(1));
    else if (name.length === line.length && !name.startsWith('?')) listed.commits.push(name);
    else listed.others.push(name.replace('?', ''));
  }
  return listed;
}

/** All objects that were not there before; at times a few more: git looks only at the trees where histories part. */
async function listObjects(command: GitCommand, limits: Limits): Promise<Set<string>> {
  const names = new Set<string>();
  const args = ['rev-list', '--objects', '--missing=print', ...limits.args];
  for await (const line of gitRecords(command, { args, input: limits.input, end: '\n' })) {
    names.add(line.replace(/^\?/, '').split(' ', 1)[0] as string);
  }
  return names;
}

/** What commits wrote, and where; of merges what no parent has. */
async function addChanges(
  command: GitCommand,
  commits: readonly string[],
  places: Map<string, BlobPlaces>,
): Promise<void> {
  const args = ['diff-tree', '--stdin', '-r', '-c', '--root', '--raw', '-z', '--no-renames', '--no-abbrev'];
  const input = commits.map((name) => `${name}\n`).join('');
  let commit = '';
  let change: RegExpExecArray | null = null;
  for await (const record of gitRecords(command, { args, input, end: '\0' })) {
    if (change !== null) {
      const { mode, blob = '' } = change.groups ?? {};
      if (mode !== SUBMODULE && !/^0+$/.test(blob)) addPlace(places, blob, record, commit);
      change = null;
    } else if (record.startsWith(':')) change = BLOB_CHANGE.exec(record);
    else commit = record.trim();
  }
}

/** A tree that a tag names has files, too. */
async function addTree(command: GitCommand, name: string, places: Map<string, BlobPlaces>): Promise<void> {
  if ((await askGit(command, ['cat-file', '-t', name])) !== 'tree') return;
  const args = ['ls-tree', '-r', '-z', '--full-tree', '--end-of-options', name];
  for await (const record of gitRecords(command, { args, end: '\0' })) {
    const [, blob, path] = /^[0-7]{6} blob ([0-9a-f]+)\t(.*)$/s.exec(record) ?? [];
    if (blob !== undefined && path !== undefined) addPlace(places, blob, path);
  }
}

/** Commits of a shallow clone whose parents are not there. */
function shallowEnds(privateFolder: string): string[] {
  const file = join(privateFolder, 'shallow');
  return lstatSync(file, { throwIfNoEntry: false }) === undefined ? [] : readFileSync(file, 'latin1').split('\n');
}
