/** Loose objects: one file each, a zlib stream of a head and the bytes (gitrepository-layout, "objects/[0-9a-f][0-9a-f]"). */
import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';

/** What a git object is. */
export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

/** A whole object. */
export interface GitObject {
  readonly type: ObjectType;
  readonly bytes: Uint8Array;
}

const FOLDER = /^[0-9a-f]{2}$/;
const HEAD = /^(commit|tree|blob|tag) (0|[1-9][0-9]{0,15})\0/;
const MOST_HEAD_BYTES = 32;

/** Files of the loose objects of an object folder, as `ab/cdef…`, in order; `hashBytes` tells how long names are. */
export function listLooseObjects(objects: string, hashBytes: number): string[] {
  const name = new RegExp(`^[0-9a-f]{${2 * hashBytes - 2}}$`);
  const folders = entriesOf(objects).filter((entry) => entry.isDirectory() && FOLDER.test(entry.name));
  return folders
    .flatMap((folder) =>
      entriesOf(join(objects, folder.name))
        .filter((entry) => entry.isFile() && name.test(entry.name))
        .map((entry) => `${folder.name}/${entry.name}`),
    )
    .sort();
}

/** Reads the object of such a file; `gone` when there is none, `unreadable` when it cannot be read, or not here. */
export function readLooseObject(path: string, maxBytes: number): GitObject | 'gone' | 'unreadable' {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'gone' : 'unreadable';
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile() || stats.size > maxBytes) return 'unreadable';
    return parseLooseObject(readFileSync(file), maxBytes) ?? 'unreadable';
  } catch {
    return 'unreadable';
  } finally {
    closeSync(file);
  }
}

/** The object in the content of such a file; undefined when it is broken, or longer than `maxBytes`. */
export function parseLooseObject(content: Uint8Array, maxBytes: number): GitObject | undefined {
  let inflated: Buffer;
  try {
    inflated = inflateSync(content, { maxOutputLength: maxBytes + MOST_HEAD_BYTES });
  } catch {
    return undefined;
  }
  const head = HEAD.exec(inflated.toString('latin1', 0, MOST_HEAD_BYTES));
  if (head === null) return undefined;
  const bytes = inflated.subarray(head[0].length);
  return bytes.length === Number(head[2]) ? { type: head[1] as ObjectType, bytes } : undefined;
}

/** Links are no files here: they are not followed. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
