/** Files as they grow, like `tail -F`: new ones, renamed ones, emptied ones, and those that come back. */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Failure, Skipped } from '../../model/failure.js';
import type { FollowMark } from '../../model/follow-progress.js';
import type { RawPath } from '../../model/haystack.js';
import type { Origin } from '../../model/origin.js';
import { toPathLike } from '../file.js';
import { pathText } from '../path-text.js';
import { kindOfPath, walk } from '../walk.js';
import { FollowedFile, idOf } from './followed-file.js';
import { FolderWatch } from './folder-watch.js';

/** What a follower gives out. Whoever takes a file moves its `position` and `mark` on before asking for more. */
export type FollowTurn =
  /** It has more bytes than were read. */
  | { readonly kind: 'grown'; readonly file: FollowedFile }
  /** It rests with something at its end that could still go on. */
  | { readonly kind: 'quiet'; readonly file: FollowedFile }
  /** Nothing will follow. */
  | { readonly kind: 'ended'; readonly file: FollowedFile }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'skipped'; readonly skipped: Skipped };

/** What to follow, and until when. */
export interface FollowerOptions {
  /** Real paths outside the targets that links may lead to. */
  readonly allow: readonly string[];
  /** How far an earlier run came, by the file's id. */
  readonly known: ReadonlyMap<string, FollowMark>;
  readonly signal: AbortSignal;
}

/** Changes that come together are looked at together. */
const GATHER_MS = 5;
/** How often folders are listed at most, when names come and go. */
const LIST_AGAIN_MS = 50;
/** How often folders are listed although nothing was told: some file systems tell nothing. */
const SURE_LIST_MS = 1000;
/** The same where folders cannot be watched. */
const UNWATCHED_LIST_MS = 80;
/** A writer that rests so long has finished what it wrote, line end or not. */
const QUIET_MS = 500;

/** Follows paths until its signal is aborted. */
export class Follower {
  readonly #paths: readonly RawPath[];
  readonly #options: FollowerOptions;
  readonly #files = new Map<string, FollowedFile>();
  readonly #byPath = new Map<string, FollowedFile>();
  readonly #told = new Set<string>();
  readonly #watch = new FolderWatch(() => this.#wake());
  #listedAt = Number.NEGATIVE_INFINITY;
  /** Some of the last listing could not be had. */
  #hasFailed = false;
  #wake: () => void = () => {};

  constructor(paths: readonly RawPath[], options: FollowerOptions) {
    this.#paths = paths;
    this.#options = options;
  }

  /** All files that are followed now. */
  get files(): Iterable<FollowedFile> {
    return this.#files.values();
  }

  /** Gives files out as they grow. Ends when the signal was aborted and what stood there then was given out. */
  async *turns(): AsyncGenerator<FollowTurn> {
    const { signal } = this.#options;
    const wake = (): void => this.#wake();
    signal.addEventListener('abort', wake);
    try {
      for (let isListingDue = true; ; ) {
        const isLast = signal.aborted;
        const now = performance.now();
        const sureMs = this.#watch.hasGap ? UNWATCHED_LIST_MS : SURE_LIST_MS;
        const isListed: boolean = now - this.#listedAt >= (isListingDue ? LIST_AGAIN_MS : sureMs) || isLast;
        if (isListed) yield* this.#list(now);
        const { changed, isListingDue: isDue } = this.#watch.take();
        isListingDue = isDue || (isListingDue && !isListed);
        yield* this.#look(isListed ? [...this.#files.values()] : this.#named(changed));
        yield* this.#lookAtQuiet();
        if (isLast) return;
        await this.#change(isListingDue ? LIST_AGAIN_MS : Math.min(sureMs, this.#hasQuiet ? QUIET_MS : sureMs));
      }
    } finally {
      signal.removeEventListener('abort', wake);
      this.#watch.close();
    }
  }

  /** Closes all files. */
  close(): void {
    for (const file of this.#files.values()) file.close();
    this.#files.clear();
  }

  /** Bytes that were written and not read yet. */
  get lagBytes(): number {
    let lag = 0;
    for (const file of this.#files.values()) if (!file.isClosed) lag += Math.max(0, file.size - file.position);
    return lag;
  }

  #named(paths: readonly string[]): readonly FollowedFile[] {
    return paths.flatMap((path) => this.#byPath.get(path) ?? []);
  }

  *#look(files: readonly FollowedFile[]): Generator<FollowTurn> {
    for (const file of files) {
      while (!file.isClosed && file.size !== file.position) {
        file.notice();
        const before = file.position;
        if (file.size > before) yield { kind: 'grown', file };
        file.quietSince = performance.now();
        // It could not be read on, or shrinks while it is.
        if (file.position <= before) break;
      }
      if (!file.isGone) continue;
      if (!file.isClosed) yield { kind: 'ended', file };
      this.#files.delete(file.id);
      file.close();
    }
  }

  get #hasQuiet(): boolean {
    return [...this.#files.values()].some(({ quietSince }) => quietSince !== null);
  }

  *#lookAtQuiet(): Generator<FollowTurn> {
    const now = performance.now();
    for (const file of this.#files.values()) {
      if (file.quietSince === null || now - file.quietSince < QUIET_MS) continue;
      file.quietSince = null;
      if (file.position > file.mark.offset) yield { kind: 'quiet', file };
    }
  }

  /** Finds what is there now: opens what is new, and marks what no name leads to any more. */
  *#list(now: number): Generator<FollowTurn> {
    this.#listedAt = now;
    this.#hasFailed = false;
    const folders = new Set<string>();
    const met = new Set<FollowedFile>();
    this.#byPath.clear();
    for (const path of this.#filesNow(folders)) {
      if (typeof path === 'object' && 'kind' in path) {
        yield path;
        continue;
      }
      const file = this.#fileAt(path);
      if (file === undefined) continue;
      if (!(file instanceof FollowedFile)) {
        yield* this.#once({ kind: 'failed', failure: file });
        continue;
      }
      met.add(file);
      file.path = path;
      if (typeof path !== 'string') continue;
      this.#byPath.set(path, file);
      folders.add(dirname(path));
    }
    // A folder that could not be listed says nothing about what is in it: it is asked for by name.
    for (const file of this.#files.values())
      file.isGone = !met.has(file) && (!this.#hasFailed || idAt(file.path) !== file.id);
    this.#watch.set(folders);
  }

  *#filesNow(folders: Set<string>): Generator<RawPath | Extract<FollowTurn, { kind: 'failed' | 'skipped' }>> {
    for (const target of this.#paths) {
      const kind = kindOfPath(target);
      if (typeof target === 'string') folders.add(kind === 'folder' ? target : dirname(target));
      if (kind === 'file') yield target;
      else if (kind !== 'folder') {
        if (kind.failure.code !== 'not-found') yield* this.#once({ kind: 'failed', failure: kind.failure });
        else yield* this.#once({ kind: 'skipped', skipped: absent(kind.failure.origin) });
      } else {
        for (const item of walk(target, { allow: this.#options.allow })) {
          this.#hasFailed ||= item.kind === 'failed';
          if (item.kind === 'files') {
            for (const path of item.paths) if (typeof path === 'string') folders.add(dirname(path));
            yield* item.paths;
          } else if (item.kind !== 'failed' || item.failure.code !== 'not-found') yield* this.#once(item);
        }
      }
    }
  }

  /** Follows what stands at a path; undefined when nothing does any more. */
  #fileAt(path: RawPath): FollowedFile | Failure | undefined {
    const id = idAt(path);
    const known = id === undefined ? undefined : this.#files.get(id);
    if (known !== undefined || id === undefined) return known;
    const opened = FollowedFile.open(path);
    if (!(opened instanceof FollowedFile)) return opened;
    const mark = this.#options.known.get(opened.id);
    if (mark !== undefined) opened.resume(mark);
    this.#files.set(opened.id, opened);
    return opened;
  }

  /** The same trouble with the same place is told once. */
  *#once<Turn extends Extract<FollowTurn, { kind: 'failed' | 'skipped' }>>(turn: Turn): Generator<Turn> {
    const { code, origin } = turn.kind === 'failed' ? turn.failure : turn.skipped;
    const key = JSON.stringify([code, origin]);
    if (this.#told.has(key)) return;
    this.#told.add(key);
    yield turn;
  }

  /** Resolves when something happened, or after `ms`. */
  async #change(ms: number): Promise<void> {
    if (this.#options.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#watch.isPending ? GATHER_MS : ms);
      this.#wake = () => {
        clearTimeout(timer);
        setTimeout(resolve, GATHER_MS);
      };
    });
    this.#wake = () => {};
  }
}

function idAt(path: RawPath): string | undefined {
  try {
    const stats = statSync(toPathLike(path));
    return stats.isFile() ? idOf(stats) : undefined;
  } catch {
    return undefined;
  }
}

function absent(origin: Origin | null): Skipped {
  return {
    origin: origin ?? { kind: 'file', path: pathText('') },
    code: 'not-there-yet',
    message: 'it is not there yet; it is followed once it is',
  };
}
