/** Files that grow → what is found in them as soon as it is written, until somebody says stop. */
import type { ArchiveLimits } from './model/archive-limits.js';
import type { RawPath } from './model/haystack.js';
import type { FollowManner } from './scanner/searcher.js';
import { GrowthSearch } from './scanner/growth-search.js';
import type { Streamed } from './scanner/stream-search.js';
import type { FollowedFile } from './sources/follow/followed-file.js';
import { Follower } from './sources/follow/follower.js';
import { spool } from './sources/spool.js';
import { realPaths } from './sources/walk.js';
import { FollowState } from './state/follow-state.js';

/** What to follow, and how. */
export interface FollowOptions {
  /** Paths outside the targets that links may lead to. */
  readonly allow: readonly string[];
  readonly archiveLimits: ArchiveLimits;
  /** A file that remembers how far this came; absent: every file is read from its start. */
  readonly statePath?: string | undefined;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** The time in milliseconds, to save the state now and then. */
  readonly now: () => number;
}

/** So much of a file is searched before others have their turn. */
const TURN_BYTES = 8 * 1024 * 1024;
/** How often progress is saved while there is some. */
const SAVE_MS = 1000;

const manners = {
  grown: { glances: 'lines', isEnd: false, maxBytes: TURN_BYTES },
  quiet: { glances: 'always', isEnd: false, maxBytes: TURN_BYTES },
  ended: { glances: 'never', isEnd: true, maxBytes: TURN_BYTES },
} as const satisfies { readonly [kind: string]: FollowManner };

/** One run of following. */
class Following {
  readonly #options: FollowOptions;
  readonly #state: FollowState | undefined;
  readonly #follower: Follower;
  readonly #search: GrowthSearch;
  #savedAt: number;
  #bytes = 0;

  constructor(paths: readonly RawPath[], options: FollowOptions) {
    this.#options = options;
    this.#state = options.statePath === undefined ? undefined : new FollowState(options.statePath);
    const { signal } = options;
    this.#follower = new Follower(paths, {
      allow: realPaths(options.allow),
      known: this.#state?.load() ?? new Map(),
      signal,
    });
    this.#search = new GrowthSearch(spool, options.archiveLimits);
    this.#savedAt = options.now();
  }

  async *run(): AsyncGenerator<Streamed> {
    try {
      for await (const turn of this.#follower.turns()) {
        if (turn.kind === 'failed' || turn.kind === 'skipped') yield turn;
        else yield* this.#look(turn.file, manners[turn.kind]);
        this.#save(SAVE_MS);
      }
      // Whoever continues from a state looks at the open ends again; else this is the last look at them.
      if (this.#state === undefined) for (const file of this.#follower.files) yield* this.#look(file, manners.ended);
      this.#save(0);
    } finally {
      this.#follower.close();
    }
  }

  async *#look(file: FollowedFile, manner: FollowManner): AsyncGenerator<Streamed> {
    if (file.isClosed) return;
    if (file.position === 0 && this.#search.isContainer(file)) {
      file.isClosed = true;
      const message = 'an archive or compressed file is not followed; scan it without --follow';
      yield { kind: 'skipped', skipped: { origin: file.origin, code: 'archive-not-followed', message } };
      return;
    }
    const { told, progress, position, hasFailed } = await this.#search.look(file, file.mark, manner);
    const isFirst = file.position === 0;
    const bytes = Math.max(0, position - file.position);
    // Before anybody else has a turn: the file may be another one when the events were taken.
    file.position = Math.max(file.position, position);
    file.moveTo(progress);
    yield* told;
    if (hasFailed) {
      file.isClosed = true;
      const message = 'the disk or the system refused to read on; it is followed no more';
      yield { kind: 'failed', failure: { origin: file.origin, code: 'unreadable', message } };
    }
    this.#bytes += bytes;
    const totalBytes = this.#bytes + this.#follower.lagBytes;
    yield { kind: 'searched', bytes, haystacks: isFirst ? 1 : 0, objects: 0, totalBytes };
  }

  /** Saves the state unless that was done less than so many milliseconds ago. */
  #save(sinceMs: number): void {
    const now = this.#options.now();
    if (this.#state === undefined || now - this.#savedAt < sinceMs) return;
    this.#savedAt = now;
    this.#state.save(this.#follower.files);
  }
}

/** Follows files and what is in folders. Throws `UsageError` for a state file that is none. */
export function followFiles(paths: readonly RawPath[], options: FollowOptions): AsyncGenerator<Streamed> {
  return new Following(paths, options).run();
}
