/** Reads what names the objects of a repository: branches, tags and other refs, and every work tree's HEAD. */
import { readdirSync, readlinkSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '../repository/repository.js';
import { readPlainFile } from './plain-file.js';

/** A name that leads to an object. */
export interface Reference {
  /** As git writes it: `refs/heads/main`, `HEAD` when it is detached, `worktrees/x/HEAD`. */
  readonly name: string;
  /** Name of the object, in hex. */
  readonly object: string;
}

/** All of them. */
export interface References {
  /** In the order of their names, but what is checked out comes first. */
  readonly list: readonly Reference[];
  /** The object that is checked out here, or null. */
  readonly head: string | null;
  /** False when they are kept in a way that is not read here. */
  readonly isKnown: boolean;
}

const MOST_DEPTH = 64;
/** A ref is one line; a link's target is not longer either. */
const MOST_REF_BYTES = 4096;
/** More would fill memory before anything is said. */
const MOST_REFS = 2_000_000;
const MOST_PACKED_BYTES = 512 * 1024 * 1024;
/** Symbolic refs that lead to each other. */
const MOST_STEPS = 5;

/** Reads them as gitrepository-layout describes; what makes no sense is passed over. */
export function readReferences(repository: Repository): References {
  const { commonFolder, gitFolder, hash, refFormat, territory } = repository;
  if (refFormat !== 'files') return { list: [], head: null, isKnown: false };
  const digits = hash === 'sha1' ? 40 : 64;
  const texts = new Map<string, string>();
  for (const [name, object] of packedRefs(join(commonFolder, 'packed-refs'), digits)) texts.set(name, object);
  for (const folder of new Set([commonFolder, gitFolder])) {
    const refs = join(folder, 'refs');
    if ('path' in territory.enter(refs)) readFolder(Buffer.from(refs), 'refs', texts, 0);
  }
  const resolve = (text: string): { object: string | null; target: string | null } => {
    let target: string | null = null;
    let value: string | undefined = text;
    for (let step = 0; step < MOST_STEPS && value?.startsWith('ref:') === true; step += 1) {
      target = value.slice(4).trim();
      value = texts.get(target);
    }
    const object = (value ?? '').trim().slice(0, digits);
    return { object: isName(object, digits) ? object : null, target };
  };
  const heads: Reference[] = [];
  const first = new Set<string>();
  let head: string | null = null;
  for (const [name, file] of headFiles(repository)) {
    const { object, target } = resolve(readRef(file) ?? '');
    if (name === 'HEAD') head = object;
    if (object === null) continue;
    if (target === null) heads.push({ name, object });
    else if (name === 'HEAD') first.add(target);
  }
  const refs: Reference[] = [];
  for (const [name, text] of texts) {
    const { object } = resolve(text);
    if (object !== null) refs.push({ name, object });
  }
  refs.sort((a, b) => (a.name < b.name ? -1 : 1));
  const checkedOut = refs.filter(({ name }) => first.has(name));
  const others = refs.filter(({ name }) => !first.has(name));
  return { list: [...heads, ...checkedOut, ...others], head, isKnown: true };
}

/** HEAD of this work tree, and of the others. */
function headFiles({ commonFolder, gitFolder }: Repository): Map<string, Buffer> {
  const files = new Map([['HEAD', Buffer.from(join(gitFolder, 'HEAD'))]]);
  if (commonFolder !== gitFolder) files.set('main-worktree/HEAD', Buffer.from(join(commonFolder, 'HEAD')));
  const worktrees = join(commonFolder, 'worktrees');
  for (const entry of entriesOf(Buffer.from(worktrees))) {
    const folder = join(worktrees, entry.name.toString());
    if (entry.isDirectory() && folder !== gitFolder) {
      files.set(`worktrees/${entry.name.toString()}/HEAD`, Buffer.from(join(folder, 'HEAD')));
    }
  }
  return files;
}

function readFolder(folder: Buffer, name: string, texts: Map<string, string>, depth: number): void {
  if (depth > MOST_DEPTH) return;
  for (const entry of entriesOf(folder)) {
    if (texts.size >= MOST_REFS) return;
    const path = Buffer.concat([folder, Buffer.from('/'), entry.name]);
    const own = `${name}/${entry.name.toString()}`;
    if (entry.isDirectory()) readFolder(path, own, texts, depth + 1);
    else {
      const text = readRef(path);
      if (text !== undefined) texts.set(own, text);
    }
  }
}

/** The text of a ref. A link is one too, and is not followed: its target is the name of another ref. */
function readRef(path: Buffer): string | undefined {
  return readPlainFile(path, MOST_REF_BYTES)?.toString('utf8') ?? linkText(path);
}

function linkText(path: Buffer): string | undefined {
  try {
    const target = readlinkSync(path);
    return target.startsWith('refs/') ? `ref: ${target}` : undefined;
  } catch {
    return undefined;
  }
}

function* packedRefs(path: string, digits: number): Generator<readonly [name: string, object: string]> {
  const bytes = readPlainFile(path, MOST_PACKED_BYTES) ?? Buffer.alloc(0);
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(10, start);
    const end = found < 0 ? bytes.length : found;
    const object = bytes.toString('latin1', start, start + digits);
    if (bytes[start + digits] === 32 && isName(object, digits)) {
      yield [bytes.toString('utf8', start + digits + 1, end).replace(/\r$/, ''), object];
    }
    start = end + 1;
  }
}

function entriesOf(folder: Buffer): Dirent<Buffer>[] {
  try {
    return readdirSync(folder, { withFileTypes: true, encoding: 'buffer' });
  } catch {
    return [];
  }
}

function isName(text: string, digits: number): boolean {
  return text.length === digits && /^[0-9a-f]+$/.test(text);
}
