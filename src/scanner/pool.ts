/** Hands tasks to threads, or does them in line while there is little to do. */
import { Worker } from 'node:worker_threads';
import type { ArchiveLimits } from '../model/archive-limits.js';
import type { Failure } from '../model/failure.js';
import type { Task, TaskResult } from './messages.js';
import { RESULTS_AHEAD, TaskRunner, type WorkerData } from './worker.js';

/** Tasks given to one thread ahead of time, so that it never waits for the main thread. */
const TASKS_AHEAD = 2;

/** A result, and which thread it came from (token numbers are a thread's own). */
export interface PoolResult extends TaskResult {
  readonly thread: number;
  /** The task it belongs to. */
  readonly of: Task;
}

interface Thread {
  readonly worker: Worker;
  readonly ahead: Int32Array;
  readonly tasks: Map<number, Task>;
}

/**
 * `push` a task while `hasRoom`; `next` gives results as they come, each to be acknowledged with `taken`. Starts
 * without threads; `startThreads` is called when the work is large enough to pay for them.
 */
export class Pool {
  readonly #jobs: number;
  readonly #archiveLimits: ArchiveLimits;
  #threads: Thread[] = [];
  #inline: TaskRunner | undefined;
  #inlineTask: Task | undefined;
  #results: PoolResult[] = [];
  #waiting: (() => void) | undefined;
  #nextNumber = 0;
  #unfinished = 0;

  constructor(jobs: number, archiveLimits: ArchiveLimits) {
    this.#jobs = jobs;
    this.#archiveLimits = archiveLimits;
  }

  get hasThreads(): boolean {
    return this.#threads.length > 0;
  }

  /** A further task would be started soon. */
  get hasRoom(): boolean {
    // In line a task is done when `push` returns: one at a time, so that its result decides whether threads pay.
    if (!this.hasThreads) return this.isIdle;
    return this.#threads.some((thread) => thread.tasks.size < TASKS_AHEAD);
  }

  /** No task is under way and every result was given out. */
  get isIdle(): boolean {
    return this.#unfinished === 0 && this.#results.length === 0;
  }

  startThreads(): void {
    for (let index = this.#threads.length; index < this.#jobs; index++) this.#threads.push(this.#startThread(index));
  }

  push(task: Task): void {
    const number = this.#nextNumber++;
    this.#unfinished++;
    if (!this.hasThreads) return this.#runInline(number, task);
    const thread = this.#threads.reduce((least, other) => (other.tasks.size < least.tasks.size ? other : least));
    thread.tasks.set(number, task);
    thread.worker.postMessage({ number, task });
  }

  async next(): Promise<PoolResult> {
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
    const thread = this.#threads[result.thread];
    if (thread === undefined) return;
    Atomics.sub(thread.ahead, 0, 1);
    Atomics.notify(thread.ahead, 0);
  }

  /** Ends all threads; what they were doing is lost. */
  async close(): Promise<void> {
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
    this.#inline ??= new TaskRunner(this.#archiveLimits, (result) =>
      this.#take({ ...result, thread: -1, of: this.#inlineTask as Task }),
    );
    this.#inline.run(number, task).catch(() => this.#lose(number, task, -1));
  }

  #take(result: PoolResult): void {
    if (result.isLast) this.#unfinished--;
    this.#results.push(result);
    this.#waiting?.();
    this.#waiting = undefined;
  }

  #startThread(index: number): Thread {
    const shared = new SharedArrayBuffer(4);
    const data: WorkerData = { role: 'kubeleaks-search', ahead: shared, archiveLimits: this.#archiveLimits };
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: data });
    const thread: Thread = { worker, ahead: new Int32Array(shared), tasks: new Map() };
    worker.on('message', (result: TaskResult) => {
      const of = thread.tasks.get(result.task);
      if (of === undefined) return;
      if (result.isLast) thread.tasks.delete(result.task);
      this.#take({ ...result, thread: index, of });
    });
    worker.on('error', () => {});
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

function pathsOf(task: Task): readonly (string | Uint8Array)[] {
  if (task.kind === 'files') return task.paths;
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
