/** Does the tasks: opens what is described, searches it, and tells what was found. Runs in a thread or in line. */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { Container, RandomAccess } from '../containers/container.js';
import { containerMagicBytes, recogniseContainer } from '../containers/recognise-container.js';
import { encodings } from '../encodings/index.js';
import { createKernel } from '../kernel/create-kernel.js';
import type { ArchiveLimits } from '../model/archive-limits.js';
import type { Failure, Skipped } from '../model/failure.js';
import type { GitHaystack, RawPath } from '../model/haystack.js';
import type { Origin } from '../model/origin.js';
import type { Span } from '../model/span.js';
import { type OpenFile, openFile } from '../sources/file.js';
import { spool } from '../sources/spool.js';
import { chunksOf } from './chunks-of.js';
import { RANGE } from './limits.js';
import { FOUND_AT_ONCE, type FoundMessage, type LongFile, type Task, type TaskResult } from './messages.js';
import type { Embedded } from './embedded.js';
import { EmbeddedList } from './embedded-list.js';
import { Nest } from './nest.js';
import type { NestSink } from './nest-sink.js';
import type { ObjectSearch } from './object-search.js';
import type { ReadAt } from './reread.js';
import { type Placed, type Searched, Searcher } from './searcher.js';

/** Distinct tokens remembered so that their text is sent once; beyond, it is sent again. */
const REMEMBERED_TOKENS = 8_192;

/** What a worker is started with. */
export interface WorkerData {
  readonly role: 'kubeleaks-search';
  /** One number: results that were posted and not yet taken. The worker waits when it is `RESULTS_AHEAD`. */
  readonly ahead: SharedArrayBuffer;
  readonly archiveLimits: ArchiveLimits;
}

/** Results a worker may post before the main thread has taken the first. */
export const RESULTS_AHEAD = 8;

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
  readonly #archiveLimits: ArchiveLimits;
  readonly #searcher = new Searcher(encodings, createKernel);
  #nest: Nest | undefined;
  #inText: EmbeddedList | undefined;
  #objectSearch: ObjectSearch | undefined;
  #ids = new Map<string, number>();
  #nextId = 0;
  #collected: Collected = empty();
  #task = 0;

  constructor(archiveLimits: ArchiveLimits, post: (result: TaskResult) => void) {
    this.#archiveLimits = archiveLimits;
    this.#post = post;
  }

  /** Files and ranges are searched without a pause; what must be opened first (gzip, tar, …) is awaited. */
  async run(number: number, task: Task): Promise<void> {
    this.#task = number;
    this.#collected = empty();
    let lines: TaskResult['lines'] = null;
    switch (task.kind) {
      case 'files':
        for (const path of task.paths) {
          const opening = this.#searchFile(path, task.as);
          if (opening !== undefined) await opening;
        }
        break;
      case 'range':
        lines = await this.#searchRange(task.path, task.range);
        break;
      case 'objects':
        await this.#searchObjects(task.haystack);
        break;
      default:
        task satisfies never;
    }
    this.#flush(true, lines);
  }

  /** Answers a promise when the file is a container, whose content comes as it can. */
  #searchFile(path: RawPath, as: 'walked' | 'named'): Promise<void> | undefined {
    const file = this.#open(path, as);
    if (file === undefined) return undefined;
    this.#collected.haystacks++;
    let container: Container | undefined;
    if (file.size > RANGE) {
      container = recogniseContainer(headOf(file));
      if (container === undefined) {
        this.#collected.longFiles.push({ path, size: file.size });
        file.close();
        return undefined;
      }
    }
    let first: Uint8Array | undefined;
    const isContainer = (head: Uint8Array): boolean => {
      container = recogniseContainer(head);
      if (container !== undefined && !file.canSeek) first = head.slice();
      return container !== undefined;
    };
    const { bytes, isOther, hasFailed } = container === undefined ? this.#search(file, undefined, isContainer) : opened;
    if (isOther && container !== undefined)
      return this.#openContainer(file, container, first).finally(() => file.close());
    if (!hasFailed && bytes < file.size) {
      this.#fail(
        file,
        'file-changed',
        `it became shorter while it was read: ${bytes} of ${file.size} bytes were searched`,
      );
    }
    const opening = this.#openEmbedded(file);
    if (opening === undefined) file.close();
    return opening?.finally(() => file.close());
  }

  async #openContainer(file: OpenFile, container: Container, first?: Uint8Array): Promise<void> {
    const access = file.canSeek ? randomAccessOf(file) : undefined;
    const fail = (): void =>
      this.#fail(file, 'unreadable', 'the disk or the system refused to read on; the rest was not searched');
    await this.#opener().open(container, file.origin, chunksOf(file, first, fail), access, this.#nestSink());
  }

  #opener(): Nest {
    this.#nest ??= new Nest(this.#searcher, spool, this.#archiveLimits);
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
    };
  }

  /** Opens the archives that stand in the text just searched; answers nothing when there are none. */
  #openEmbedded(file: OpenFile): Promise<void> | undefined {
    const found = this.#inText?.items ?? [];
    if (found.length === 0) return undefined;
    const read: ReadAt = (target, position) => file.read(target, 0, target.length, position);
    return this.#opener().openEmbedded(found, file.origin, file.canSeek ? read : undefined, this.#nestSink());
  }

  async #searchRange(path: RawPath, range: Span): Promise<TaskResult['lines']> {
    const file = this.#open(path, 'named');
    if (file === undefined) return null;
    const { bytes, hasFailed, lines } = this.#search(file, range);
    if (!hasFailed && bytes < range.end - range.start) {
      this.#fail(
        file,
        'file-changed',
        `it became shorter while it was read: bytes ${range.start + bytes} to ${range.end} are gone`,
      );
    }
    await this.#openEmbedded(file);
    file.close();
    return lines;
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

  #open(path: RawPath, as: 'walked' | 'named'): OpenFile | undefined {
    const opened = openFile(path, as);
    if (opened.kind === 'open') return opened;
    if (opened.kind === 'failed') this.#collected.failures.push(opened.failure);
    else this.#collected.skipped.push(opened.skipped);
    return undefined;
  }

  #search(file: OpenFile, range: Span | undefined, isOther?: (head: Uint8Array) => boolean): Searched {
    const inText = new EmbeddedList(file.origin, this.#nestSink());
    this.#inText = inText;
    const sink = {
      found: (placed: Placed) => this.#found(file.origin, placed),
      embedded: (embedded: Embedded) => inText.add(embedded),
    };
    const searched = this.#searcher.search(
      range === undefined ? file : { ...file, name: file.origin.path.text },
      sink,
      range,
      isOther,
    );
    this.#collected.bytes += searched.bytes;
    if (searched.hasFailed)
      this.#fail(file, 'unreadable', 'the disk or the system refused to read on; the rest was not searched');
    return searched;
  }

  #fail(file: OpenFile, code: string, message: string): void {
    this.#collected.failures.push({ origin: file.origin, code, message });
  }

  #found(origin: Origin, placed: Placed): void {
    const { token, segments, encodings: chain, newlines, lineStart, allowedBy, field, record } = placed;
    let id = this.#ids.get(token);
    const isNew = id === undefined;
    if (id === undefined) {
      if (this.#ids.size >= REMEMBERED_TOKENS) this.#ids.clear();
      id = this.#nextId++;
      this.#ids.set(token, id);
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

/** Stands for a search that did not happen, because a container's head was seen before. */
const opened: Searched = {
  bytes: 0,
  hasFailed: false,
  isOther: true,
  lines: { newlines: 0, lineStart: 0 },
  hasAnchors: false,
};

function headOf(file: OpenFile): Uint8Array {
  const head = new Uint8Array(containerMagicBytes);
  return head.subarray(0, Math.max(0, file.read(head, 0, head.length, 0)));
}

function randomAccessOf(file: OpenFile): RandomAccess {
  return {
    size: file.size,
    read(offset, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, file.size - offset)));
      return bytes.subarray(0, Math.max(0, file.read(bytes, 0, bytes.length, offset)));
    },
  };
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
  const runner = new TaskRunner(data.archiveLimits, (result) => {
    for (let count = Atomics.load(ahead, 0); count >= RESULTS_AHEAD; count = Atomics.load(ahead, 0)) {
      Atomics.wait(ahead, 0, count);
    }
    Atomics.add(ahead, 0, 1);
    port.postMessage(result);
  });
  let before = Promise.resolve();
  port.on('message', ({ number, task }: { number: number; task: Task }) => {
    before = before.then(() => runner.run(number, task));
  });
}

if (!isMainThread && parentPort !== null && (workerData as WorkerData | null)?.role === 'kubeleaks-search') {
  serve(parentPort, workerData as WorkerData);
}
