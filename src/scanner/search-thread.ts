/** A thread that searches, as it is started; the first may be before anybody has work for it. */
import { Worker } from 'node:worker_threads';
import type { WorkerData } from './worker.js';

/** A thread, and the number of its results that were posted and not yet taken. */
export interface SearchThread {
  readonly worker: Worker;
  readonly ahead: Int32Array;
}

/** Room for the young objects of a thread, in MB: they die at once, so more would only take memory. */
const YOUNG_MB = 8;

let early: SearchThread | undefined;

/** Starts a thread ahead of time, for whoever takes the next. It keeps no finished program alive. */
export function startEarly(): void {
  if (early !== undefined) return;
  early = start();
  early.worker.on('exit', () => {
    early = undefined;
  });
  early.worker.unref();
}

/** The thread that was started ahead of time, or a new one. */
export function takeThread(): SearchThread {
  const thread = early ?? start();
  early = undefined;
  thread.worker.removeAllListeners('exit');
  thread.worker.ref();
  return thread;
}

function start(): SearchThread {
  const ahead = new SharedArrayBuffer(4);
  const workerData: WorkerData = { role: 'kubeleaks-search', ahead };
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MB };
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData, resourceLimits });
  worker.on('error', () => {});
  return { worker, ahead: new Int32Array(ahead) };
}
