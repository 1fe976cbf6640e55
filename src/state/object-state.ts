/**
 * Remembers which objects of a repository were searched, by their names, so that a later run searches only new ones.
 *
 * The file: a line of JSON, the names as they are (20 or 32 bytes each, ascending), and the SHA-256 of all that. It holds
 * no path, no text of any object and no token: of those that were found, their fingerprints and the objects that hold them.
 */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import type { Fingerprint } from '../model/finding.js';
import { areNames, joinNames, type ObjectNames } from './object-names.js';
import { saveWhole } from './save-whole.js';

/** Named in the file; another one means a later version. */
const SCHEMA = 'kubeleaks/objects/1';
const START = `{"schema":"kubeleaks/objects/`;
const CHECK_BYTES = 32;
/** A state of a hundred million objects; more is none of ours. */
const MOST_BYTES = 2 ** 31;

/** An object that holds tokens. */
export interface KnownHolder {
  readonly type: 'blob' | 'commit' | 'tag';
  readonly fingerprints: readonly Fingerprint[];
}

/** What is remembered. */
export interface SearchedObjects {
  /** Names that were searched, by their length in bytes: 20 (SHA-1) or 32 (SHA-256). */
  readonly names: ReadonlyMap<number, ObjectNames>;
  /** By name in hex. */
  readonly holders: ReadonlyMap<string, KnownHolder>;
}

/** What a file holds: `none` there is nothing; `refused` with a sentence that says why and what follows. */
export type LoadedObjects =
  | { readonly kind: 'objects'; readonly objects: SearchedObjects }
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly message: string };

const lengths = [20, 32] as const;

/** See the head of the file. */
export class ObjectState {
  readonly #path: string;
  readonly #key: string;
  #isForeign = false;

  /** `search`: everything that decides what a search finds; names that were searched otherwise do not count. */
  constructor(path: string, search: string) {
    this.#path = path;
    this.#key = createHash('sha256').update(search).digest('hex');
  }

  /** What earlier runs remembered. */
  load(): LoadedObjects {
    let content: Buffer;
    try {
      content = read(this.#path);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      if (code === 'ENOENT') return { kind: 'none' };
      this.#isForeign = true;
      return this.#refuse(`cannot be read (${code})`, 'it is left as it is');
    }
    if (content.length === 0) return { kind: 'none' };
    if (content.toString('latin1', 0, START.length) !== START) {
      this.#isForeign = true;
      return this.#refuse('is no state of kubeleaks git', 'it is left as it is: name another file');
    }
    const parsed = parse(content);
    if (parsed === undefined) return this.#refuse('is damaged', 'it is made anew');
    if (parsed.key !== this.#key)
      return this.#refuse('is of another version of kubeleaks, or of other options', 'it is made anew');
    return { kind: 'objects', objects: parsed.objects };
  }

  #refuse(what: string, follows: string): LoadedObjects {
    return { kind: 'refused', message: `the state in ${this.#path} ${what}; everything is searched, and ${follows}` };
  }

  /**
   * Remembers these objects instead of what was there, whole or not at all, readable by the owner alone. A file that is no
   * state of ours is left alone. @throws UsageError `state-unwritable`
   */
  save({ names, holders }: SearchedObjects): void {
    if (this.#isForeign) return;
    const lists = lengths.map((length) => names.get(length) ?? new Uint8Array(0));
    const head = {
      schema: SCHEMA,
      key: this.#key,
      counts: lists.map((list, at) => list.length / (lengths[at] as number)),
      holders: Object.fromEntries(holders),
    };
    const content = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...lists]);
    const check = createHash('sha256').update(content).digest();
    saveWhole(this.#path, [content, check], 'the next run searches again what this one did');
  }
}

/** Both together; of two that name the same holder, what either says. */
export function joinObjects(one: SearchedObjects, other: SearchedObjects): SearchedObjects {
  const names = new Map(
    lengths.map((length) => [
      length,
      joinNames(
        [one, other].flatMap(({ names: lists }) => lists.get(length) ?? []),
        length,
      ),
    ]),
  );
  const holders = new Map(one.holders);
  for (const [name, { type, fingerprints }] of other.holders) {
    const known = holders.get(name)?.fingerprints ?? [];
    holders.set(name, { type, fingerprints: [...new Set([...known, ...fingerprints])].sort() });
  }
  return { names, holders };
}

function read(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const stats = fstatSync(file);
    if (!stats.isFile() || stats.size > MOST_BYTES) throw Object.assign(new Error('no file'), { code: 'ENOTFILE' });
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

function parse(content: Buffer): { readonly key: string; readonly objects: SearchedObjects } | undefined {
  const start = content.indexOf(10) + 1;
  const end = content.length - CHECK_BYTES;
  if (start === 0 || start > end) return undefined;
  if (!createHash('sha256').update(content.subarray(0, end)).digest().equals(content.subarray(end))) return undefined;
  const head = headOf(content.toString('utf8', 0, start));
  if (head === undefined) return undefined;
  const names = new Map<number, ObjectNames>();
  let at = start;
  for (const [index, length] of lengths.entries()) {
    const list = content.subarray(at, at + (head.counts[index] as number) * length);
    if (!areNames(list, length)) return undefined;
    names.set(length, list);
    at += list.length;
  }
  return at === end ? { key: head.key, objects: { names, holders: head.holders } } : undefined;
}

interface Head {
  readonly key: string;
  readonly counts: readonly number[];
  readonly holders: ReadonlyMap<string, KnownHolder>;
}

function headOf(line: string): Head | undefined {
  let head: unknown;
  try {
    head = JSON.parse(line);
  } catch {
    return undefined;
  }
  const { schema, key, counts, holders } = head as { readonly [name: string]: unknown };
  if (schema !== SCHEMA || typeof key !== 'string' || !Array.isArray(counts) || counts.length !== lengths.length)
    return undefined;
  if (!counts.every((count) => Number.isSafeInteger(count) && (count as number) >= 0)) return undefined;
  if (typeof holders !== 'object' || holders === null) return undefined;
  const entries = Object.entries(holders);
  return entries.every(isHolder) ? { key, counts: counts as number[], holders: new Map(entries) } : undefined;
}

function isHolder(entry: readonly [string, unknown]): entry is [string, KnownHolder] {
  const [name, holder] = entry;
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(name) || typeof holder !== 'object' || holder === null) return false;
  const { type, fingerprints } = holder as { readonly [key: string]: unknown };
  const isType = type === 'blob' || type === 'commit' || type === 'tag';
  return (
    isType && Array.isArray(fingerprints) && fingerprints.every((text) => /^sha256:[0-9a-f]{64}$/.test(String(text)))
  );
}
