/** Does the tasks: opens what is described, searches it, and tells what was found. Runs in a thread or in line. */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { encodings } from '../encodings/index.js';
import { createKernel } from '../kernel/create-kernel.js';
import type { Failure, Skipped } from '../model/failure.js';
import type { GitHaystack } from '../model/haystack.js';
import type { Origin } from '../model/origin.js';
import type { TreesRead } from '../model/tree-columns.js';
import { spool } from '../sources/spool.js';
import { FileSearch } from './file-search.js';
import {
  FOUND_AT_ONCE,
  type FoundMessage,
  type LongFile,
  type ReadTreesTask,
  type SearchManner,
  type SearchFilesTask,
  type Task,
  type TaskResult,
} from './messages.js';
import { Nest } from './nest.js';
import type { NestSink } from './nest-sink.js';
import type { ObjectSearch } from './object-search.js';
import type { Pace } from './pace.js';
import { type Placed, Searcher } from './searcher.js';

/** Distinct tokens remembered so that their text is sent once; beyond, it is sent again. */
const REMEMBERED_TOKENS = 8_192;
/** Their texts together, in characters. */
const REMEMBERED_CHARACTERS = 4 * 1024 * 1024;

/** What a file costs besides its bytes, in bytes that are searched meanwhile. */
const FILE_WORK = 64 * 1024;

/** Compressed trees that are read at once: most packs hold them side by side. */
const HELD_BYTES = 8 * 1024 * 1024;

/** What a worker is started with. */
export interface WorkerData {
  readonly role: 'kubeleaks-search';
  /** One number: results that were posted and not yet taken. The worker waits when it is `RESULTS_AHEAD`. */
  readonly ahead: SharedArrayBuffer;
}

/** What a worker is told to do; the manner is the same each time. */
export interface WorkerOrder {
  readonly number: number;
  readonly task: Task;
  readonly manner: SearchManner;
}

/** Results a worker may post before the main thread has taken the first. */
export const RESULTS_AHEAD = 4;

interface Collected {
  found: FoundMessage[];
  failures: Failure[];
  skipped: Skipped[];
  longFiles: LongFile[];
  bytes: number;
  haystacks: number;
  objects: { searched: number; refused: string[]; isGone: boolean };
}

/** Runs tasks one at a time and posts their results; the last result of a task says so. */
export class TaskRunner {
  readonly #post: (result: TaskResult) => void;
  readonly #pace: Pace | undefined;
  readonly #manner: SearchManner;
  readonly #searcher: Searcher;
  readonly #files: FileSearch;
  #nest: Nest | undefined;
  #objectSearch: ObjectSearch | undefined;
  readonly #ids = new Map<string, number>();
  #idCharacters = 0;
  #nextId = 0;
  #collected: Collected = empty();
  #task = 0;

  /** `pace` lets others of this thread have their turn. */
  constructor(manner: SearchManner, post: (result: TaskResult) => void, pace?: Pace) {
    this.#manner = manner;
    this.#searcher = new Searcher(encodings, createKernel, manner.wanted);
    this.#post = post;
    this.#pace = pace;
    this.#files = new FileSearch(this.#searcher, () => this.#opener(), {
      ...this.#nestSink(),
      opened: () => (this.#collected.haystacks += 1),
      read: (bytes) => (this.#collected.bytes += bytes),
      long: (file) => this.#collected.longFiles.push(file),
    });
  }

  /** Rejects when the pace does: the task is to end. */
  async run(number: number, task: Task): Promise<void> {
    this.#task = number;
    this.#collected = empty();
    let lines: TaskResult['lines'] = null;
    switch (task.kind) {
      case 'files':
        await this.#searchFiles(task);
        break;
      case 'range':
        lines = await this.#files.searchRange(task.path, task.range);
        break;
      case 'objects':
        await this.#searchObjects(task.haystack);
        break;
      case 'trees':
        this.#post({ task: number, isLast: true, ...empty(), lines, trees: await readTrees(task) });
        return;
      default:
        task satisfies never;
    }
    this.#flush(true, lines);
  }

  async #searchFiles({ paths, as }: SearchFilesTask): Promise<void> {
    for (const path of paths) {
      const opening = this.#files.search(path, as);
      if (opening !== undefined) await opening;
      if (this.#pace?.isDue(FILE_WORK) === true) await this.#pace.turn();
    }
  }

  #opener(): Nest {
    this.#nest ??= new Nest(this.#searcher, spool, this.#manner.archiveLimits ?? {});
    return this.#nest;
  }

  #nestSink(): NestSink {
    return {
      found: (origin, placed) => this.#found(origin, placed),
      failed: (failure) => this.#collected.failures.push(failure),
      skipped: (skipped) => this.#collected.skipped.push(skipped),
      searched: (bytes) => {
        this.#collected.bytes += bytes;
        this.#collected.haystacks++;
      },
      pace: this.#pace,
    };
  }

  /** The reader of git objects is loaded when there are some. */
  async #searchObjects(haystack: GitHaystack): Promise<void> {
    if (this.#objectSearch === undefined) {
      const { ObjectSearch } = await import('./object-search.js');
      this.#objectSearch = new ObjectSearch(this.#searcher, this.#opener(), {
        ...this.#nestSink(),
        object: (bytes) => {
          this.#collected.bytes += bytes;
          this.#collected.objects.searched += 1;
        },
        refused: (name) => this.#collected.objects.refused.push(name),
        gone: () => (this.#collected.objects.isGone = true),
      });
    }
    await this.#objectSearch.search(haystack);
  }

  #found(origin: Origin, placed: Placed): void {
    const { token, segments, encodings: chain, newlines, lineStart, allowedBy, field, record } = placed;
    let id = this.#ids.get(token);
    const isNew = id === undefined;
    if (id === undefined) {
      if (this.#ids.size >= REMEMBERED_TOKENS || this.#idCharacters >= REMEMBERED_CHARACTERS) {
        this.#ids.clear();
        this.#idCharacters = 0;
      }
      id = this.#nextId++;
      this.#ids.set(token, id);
      this.#idCharacters += token.length;
    }
    const message = { id, origin, segments, encodings: chain, newlines, lineStart, allowedBy, field, record };
    this.#collected.found.push(isNew ? { ...message, token } : message);
    if (this.#collected.found.length >= FOUND_AT_ONCE) this.#flush(false, null);
  }

  #flush(isLast: boolean, lines: TaskResult['lines']): void {
    this.#post({ task: this.#task, isLast, ...this.#collected, lines });
    this.#collected = empty();
  }
}

async function readTrees({ trees }: ReadTreesTask): Promise<TreesRead> {
  const reading = await import('../sources/git/attribution/read-trees.js');
  const { defaultPackMemory, PackMemory } = await import('../sources/git/pack/pack-memory.js');
  return reading.readTrees(trees, new PackMemory({ ...defaultPackMemory, heldBytes: HELD_BYTES }));
}

function empty(): Collected {
  return {
    found: [],
    failures: [],
    skipped: [],
    longFiles: [],
    bytes: 0,
    haystacks: 0,
    objects: { searched: 0, refused: [], isGone: false },
  };
}

/** Posts results, and waits while the main thread is behind: so a flood of findings fills no memory. */
function serve(port: NonNullable<typeof parentPort>, data: WorkerData): void {
  const ahead = new Int32Array(data.ahead);
  const post = (result: TaskResult): void => {
    for (let count = Atomics.load(ahead, 0); count >= RESULTS_AHEAD; count = Atomics.load(ahead, 0)) {
      Atomics.wait(ahead, 0, count);
    }
    Atomics.add(ahead, 0, 1);
    port.postMessage(result);
  };
  let runner: TaskRunner | undefined;
  let before = Promise.resolve();
  port.on('message', ({ number, task, manner }: WorkerOrder) => {
    const searcher = (runner ??= new TaskRunner(manner, post));
    before = before.then(() => searcher.run(number, task));
  });
}

if (!isMainThread && parentPort !== null && (workerData as WorkerData | null)?.role === 'kubeleaks-search') {
  serve(parentPort, workerData as WorkerData);
}
