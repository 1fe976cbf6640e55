/** Remembers how far files were followed, so that a later run neither repeats nor skips. */
import { readFileSync } from 'node:fs';
import type { FollowMark } from '../model/follow-progress.js';
import { UsageError } from '../model/usage-error.js';
import { saveWhole } from './save-whole.js';

/** Named in the file; another one means another program or a later version. */
const SCHEMA = 'kubeleaks/follow/1';

/** A place told and not settled: two offsets. */
const PLACE = /^\d{1,16}-\d{1,16}$/;

interface Entry extends FollowMark {
  readonly id: string;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { id, offset, newlines, lineStart, told, check } = value as { readonly [key: string]: unknown };
  return (
    typeof id === 'string' &&
    [offset, newlines, lineStart, check].every(isCount) &&
    Array.isArray(told) &&
    told.every((place) => typeof place === 'string' && PLACE.test(place))
  );
}

function foreign(path: string): UsageError {
  return new UsageError(
    'state-foreign',
    `${path} is no state of kubeleaks dir --follow, or one of a later version: name another file, or remove it`,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

/** A file with the progress of all files that are followed. No path and nothing of their content stands in it. */
export class FollowState {
  readonly #path: string;
  #last = '';

  constructor(path: string) {
    this.#path = path;
  }

  /** What was saved, by the files' ids; empty when nothing was yet. Throws `UsageError` when something else is there. */
  load(): ReadonlyMap<string, FollowMark> {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return new Map();
      throw new UsageError('state-unreadable', `the state in ${this.#path} cannot be read (${codeOf(error)})`);
    }
    let saved: unknown;
    try {
      saved = JSON.parse(text);
    } catch {
      throw foreign(this.#path);
    }
    const { schema, files } = (saved ?? {}) as { readonly schema?: unknown; readonly files?: unknown };
    if (schema !== SCHEMA || !Array.isArray(files) || !files.every(isEntry)) throw foreign(this.#path);
    return new Map(files.map(({ id, ...mark }) => [id, mark]));
  }

  /** Saves it, whole or not at all, readable by the owner alone. Throws `UsageError` when that cannot be. */
  save(files: Iterable<{ readonly id: string; readonly mark: FollowMark }>): void {
    const entries = [...files].map(({ id, mark }) => ({ id, ...mark }));
    const text = `${JSON.stringify({ schema: SCHEMA, files: entries })}\n`;
    if (text === this.#last) return;
    saveWhole(this.#path, [Buffer.from(text)], 'name one in a folder that can be written');
    this.#last = text;
  }
}
