/** Does the tasks: opens what is described, searches it, and tells what was found. Runs in a thread or in line. */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { encodings } from '../encodings/index.js';
import { createKernel } from '../kernel/create-kernel.js';
import type { Failure, Skipped } from '../model/failure.js';
import type { RawPath } from '../model/haystack.js';
import type { Span } from '../model/span.js';
import { type OpenFile, openFile } from '../sources/file.js';
import { RANGE } from './limits.js';
import { FOUND_AT_ONCE, type FoundMessage, type LongFile, RESULTS_AHEAD, type Task, type TaskResult, type WorkerData } from './messages.js';
import { type Placed, Searcher } from './searcher.js';

/** Distinct tokens remembered so that their text is sent once; beyond, it is sent again. */
const REMEMBERED_TOKENS = 65_536;

interface Collected {
  found: FoundMessage[];
  failures: Failure[];
  skipped: Skipped[];
  longFiles: LongFile[];
  bytes: number;
  haystacks: number;
}

/** Runs tasks one at a time and posts their results; the last result of a task says so. */
export class TaskRunner {
  readonly #post: (result: TaskResult) => void;
  readonly #searcher = new Searcher(encodings, createKernel);
  #ids = new Map<string, number>();
  #nextId = 0;
  #collected: Collected = empty();
  #task = 0;

  constructor(post: (result: TaskResult) => void) {
    this.#post = post;
  }

  run(number: number, task: Task): void {
    this.#task = number;
    this.#collected = empty();
    let lines: TaskResult['lines'] = null;
    switch (task.kind) {
      case 'files':
        for (const path of task.paths) this.#searchFile(path, task.as);
        break;
      case 'range':
        this.#searchRange(task.path, task.range);
        break;
      case 'count':
        lines = this.#countLines(task.path, task.range);
        break;
      default:
        task satisfies never;
    }
    this.#flush(true, lines);
  }

  #searchFile(path: RawPath, as: 'walked' | 'named'): void {
    const file = this.#open(path, as);
    if (file === undefined) return;
    if (file.size > RANGE) {
      this.#collected.longFiles.push({ path, size: file.size });
    } else {
      this.#collected.haystacks++;
      const bytes = this.#search(file, undefined);
      if (bytes < file.size) this.#fail(file, 'file-changed', `it became shorter while it was read: ${bytes} of ${file.size} bytes were searched`);
    }
    file.close();
  }

  #searchRange(path: RawPath, range: Span): void {
    const file = this.#open(path, 'named');
    if (file === undefined) return;
    const bytes = this.#search(file, range);
    if (bytes < range.end - range.start) {
      this.#fail(file, 'file-changed', `it became shorter while it was read: bytes ${range.start + bytes} to ${range.end} are gone`);
    }
    file.close();
  }

  #countLines(path: RawPath, range: Span): TaskResult['lines'] {
    const file = this.#open(path, 'named');
    if (file === undefined) return { newlines: 0, lineStart: null };
    const counted = this.#searcher.countLines(file, range);
    file.close();
    return counted;
  }

  #open(path: RawPath, as: 'walked' | 'named'): OpenFile | undefined {
    const opened = openFile(path, as);
    if (opened.kind === 'open') return opened;
    if (opened.kind === 'failed') this.#collected.failures.push(opened.failure);
    else this.#collected.skipped.push(opened.skipped);
    return undefined;
  }

  #search(file: OpenFile, range: Span | undefined): number {
    const { bytes, hasFailed } = this.#searcher.search(file, (placed) => this.#found(file, placed), range);
    this.#collected.bytes += bytes;
    if (hasFailed) this.#fail(file, 'unreadable', 'the disk or the system refused to read on; the rest was not searched');
    return hasFailed ? Number.POSITIVE_INFINITY : bytes;
  }

  #fail(file: OpenFile, code: string, message: string): void {
    this.#collected.failures.push({ origin: file.origin, code, message });
  }

  #found(file: OpenFile, placed: Placed): void {
    const { token, segments, encodings: chain, newlines, lineStart, allowedBy } = placed;
    let id = this.#ids.get(token);
    const isNew = id === undefined;
    if (id === undefined) {
      if (this.#ids.size >= REMEMBERED_TOKENS) this.#ids.clear();
      id = this.#nextId++;
      this.#ids.set(token, id);
    }
    const message = { id, origin: file.origin, segments, encodings: chain, newlines, lineStart, allowedBy };
    this.#collected.found.push(isNew ? { ...message, token } : message);
    if (this.#collected.found.length >= FOUND_AT_ONCE) this.#flush(false, null);
  }

  #flush(isLast: boolean, lines: TaskResult['lines']): void {
    this.#post({ task: this.#task, isLast, ...this.#collected, lines });
    this.#collected = empty();
  }
}

function empty(): Collected {
  return { found: [], failures: [], skipped: [], longFiles: [], bytes: 0, haystacks: 0 };
}

/** Posts results, and waits while the main thread is behind: so a flood of findings fills no memory. */
function serve(port: NonNullable<typeof parentPort>, data: WorkerData): void {
  const ahead = new Int32Array(data.ahead);
  const runner = new TaskRunner((result) => {
    for (let count = Atomics.load(ahead, 0); count >= RESULTS_AHEAD; count = Atomics.load(ahead, 0)) {
      Atomics.wait(ahead, 0, count);
    }
    Atomics.add(ahead, 0, 1);
    port.postMessage(result);
  });
  port.on('message', ({ number, task }: { number: number; task: Task }) => runner.run(number, task));
}

if (!isMainThread && parentPort !== null && (workerData as WorkerData | null)?.role === 'kubeleaks-search') {
  serve(parentPort, workerData as WorkerData);
}
