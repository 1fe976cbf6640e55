/** Hands tasks to threads and does some in line: all while there is little to do, later what the threads have no time for. */
import type { Failure } from '../model/failure.js';
import type { SearchManner, Task, TaskResult } from './messages.js';
import type { Pace } from './pace.js';
import { type SearchThread, takeThread } from './search-thread.js';
import { RESULTS_AHEAD, TaskRunner, type WorkerOrder } from './worker.js';

/** Tasks given to one thread ahead of time, so that it never waits for the main thread. */
const TASKS_AHEAD = 2;

/** Results of what is searched in line that may wait to be taken: the search goes on when there are fewer. */
const INLINE_AHEAD = 4;

/** Bytes that are searched in line between turns: a few milliseconds. */
const TURN_BYTES = 8 * 1024 * 1024;

/** The number of this thread in results. */
const INLINE = -1;

/** A result, and which thread it came from (token numbers are a thread's own). */
export interface PoolResult extends TaskResult {
  readonly thread: number;
  /** The task it belongs to. */
  readonly of: Task;
}

interface Thread extends SearchThread {
  readonly tasks: Map<number, Task>;
}

/**
 * `push` a task while `hasRoom`; `next` gives results as they come, each to be acknowledged with `taken`. Starts
 * without threads; `startThreads` is called when the work is large enough to pay for them. This thread counts as one
 * of the jobs: it searches files while it has no result to look at. What may take long and without a pause, like the
 * objects of a repository, and what holds so much that results come in parts, is left to as many other threads as there
 * are jobs.
 */
export class Pool {
  readonly #jobs: number;
  readonly #manner: SearchManner;
  #threads: Thread[] = [];
  #inline: TaskRunner | undefined;
  #inlineTask: Task | undefined;
  /** Results of this thread that were not used yet; the search in line waits while they are many. */
  #inlineAhead = 0;
  #inlineWork = 0;
  #inlineGoesOn = (): void => {};
  #isClosed = false;
  #results: PoolResult[] = [];
  #waiting: (() => void) | undefined;
  #nextNumber = 0;
  #unfinished = 0;

  constructor(jobs: number, manner: SearchManner) {
    this.#jobs = jobs;
    this.#manner = manner;
  }

  get hasThreads(): boolean {
    return this.#threads.length > 0;
  }

  /** A further task would be started soon. */
  get hasRoom(): boolean {
    // In line a task is done when `push` returns: one at a time, so that its result decides whether threads pay.
    if (!this.hasThreads) return this.isIdle;
    return this.#threads.some((thread) => thread.tasks.size < TASKS_AHEAD) || this.#hasTime;
  }

  /** This thread may search, too. */
  get #hasTime(): boolean {
    return this.#threads.length < this.#jobs && this.#inlineTask === undefined && this.#results.length === 0;
  }

  /** No task is under way and every result was given out. */
  get isIdle(): boolean {
    return this.#unfinished === 0 && this.#results.length === 0;
  }

  startThreads(): void {
    this.#startUpTo(Math.max(1, this.#jobs - 1));
  }

  #startUpTo(count: number): void {
    for (let index = this.#threads.length; index < count; index++) this.#threads.push(this.#startThread(index));
  }

  push(task: Task): void {
    const number = this.#nextNumber++;
    this.#unfinished++;
    if (!this.hasThreads) return this.#runInline(number, task);
    if (task.kind === 'objects') this.#startUpTo(this.#jobs);
    const thread = this.#threads.reduce((least, other) => (other.tasks.size < least.tasks.size ? other : least));
    if (thread.tasks.size >= TASKS_AHEAD && this.#hasTime) return this.#runInline(number, task);
    thread.tasks.set(number, task);
    thread.worker.postMessage({ number, task, manner: this.#manner } satisfies WorkerOrder);
  }

  async next(): Promise<PoolResult> {
    // What threads have posted is seen only between the tasks that are done here.
    if (this.hasThreads && this.#results.length > 0) await turn();
    for (;;) {
      const result = this.#results.shift();
      if (result !== undefined) return result;
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
  }

  /** The result was used: its thread may post another. */
  taken(result: PoolResult): void {
    if (result.thread === INLINE) {
      this.#inlineAhead--;
      this.#inlineGoesOn();
    }
    const thread = this.#threads[result.thread];
    if (thread === undefined) return;
    Atomics.sub(thread.ahead, 0, 1);
    Atomics.notify(thread.ahead, 0);
  }

  /** Ends all threads, and what is done in line; what they were doing is lost. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#inlineGoesOn();
    const threads = this.#threads;
    this.#threads = [];
    await Promise.all(
      threads.map(({ worker, ahead }) => {
        worker.removeAllListeners('exit');
        Atomics.store(ahead, 0, -RESULTS_AHEAD);
        Atomics.notify(ahead, 0);
        return worker.terminate();
      }),
    );
  }

  #runInline(number: number, task: Task): void {
    this.#inlineTask = task;
    this.#inline ??= new TaskRunner(
      this.#manner,
      (result) => {
        const of = this.#inlineTask as Task;
        if (result.isLast) this.#inlineTask = undefined;
        this.#inlineAhead++;
        this.#take({ ...result, thread: INLINE, of });
      },
      this.#inlinePace,
    );
    this.#inline.run(number, task).catch(() => {
      this.#inlineTask = undefined;
      this.#inlineAhead++;
      this.#lose(number, task, INLINE);
    });
  }

  readonly #inlinePace: Pace = {
    isDue: (work) => {
      this.#inlineWork += work;
      return this.#inlineWork >= TURN_BYTES || this.#inlineAhead >= INLINE_AHEAD;
    },
    turn: async () => {
      this.#inlineWork = 0;
      await turn();
      while (this.#inlineAhead >= INLINE_AHEAD && !this.#isClosed) {
        await new Promise<void>((resolve) => {
          this.#inlineGoesOn = resolve;
        });
      }
      if (this.#isClosed) throw new Error('nobody waits for it any more');
    },
  };

  #take(result: PoolResult): void {
    if (result.isLast) this.#unfinished--;
    else if (this.hasThreads) this.#startUpTo(this.#jobs);
    this.#results.push(result);
    this.#waiting?.();
    this.#waiting = undefined;
  }

  #startThread(index: number): Thread {
    const { worker, ahead } = takeThread();
    const thread: Thread = { worker, ahead, tasks: new Map() };
    worker.on('message', (result: TaskResult) => {
      const of = thread.tasks.get(result.task);
      if (of === undefined) return;
      if (result.isLast) thread.tasks.delete(result.task);
      this.#take({ ...result, thread: index, of });
    });
    worker.on('exit', () => this.#replace(index, thread));
    return thread;
  }

  /** A thread ended by itself: what it had is told as failed, and another takes its place. */
  #replace(index: number, dead: Thread): void {
    this.#threads[index] = this.#startThread(index);
    for (const [number, of] of dead.tasks) this.#lose(number, of, index);
  }

  #lose(task: number, of: Task, thread: number): void {
    const objects = { searched: 0, refused: [], isGone: false };
    const nothing = { objects, found: [], skipped: [], longFiles: [], bytes: 0, haystacks: 0, lines: null };
    this.#take({ task, isLast: true, ...nothing, failures: lost(of), thread, of });
  }
}

/** Lets whatever waits in this thread have its turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function pathsOf(task: Task): readonly (string | Uint8Array)[] {
  if (task.kind === 'files') return task.paths;
  // Who asked for trees reads them again.
  if (task.kind === 'trees') return [];
  if (task.kind !== 'objects') return [task.path];
  const { haystack } = task;
  return [
    haystack.kind === 'pack'
      ? haystack.path
      : haystack.kind === 'loose'
        ? haystack.folder
        : haystack.repository.path.text,
  ];
}

function lost(task: Task): Failure[] {
  const paths = pathsOf(task);
  const name = (path: string | Uint8Array): string =>
    typeof path === 'string' ? path : Buffer.from(path).toString('utf8');
  return paths.map((path) => ({
    origin: { kind: 'file', path: { text: name(path) } },
    code: 'thread-lost',
    message: 'the thread that searched it ended (out of memory?); it was not searched to its end',
  }));
}
