/** Runs one command once and says what it took. */
import { spawn, spawnSync, type StdioOptions } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contender } from './scene.js';

/** What a first, unmeasured run says. */
export interface Rehearsal {
  readonly found: number | null;
  /** Peak resident memory of the command and all it started, in bytes; null where the system does not tell. */
  readonly peakBytes: number | null;
}

/**
 * Wall time of one run in milliseconds, from the start of the process to its end unless it tells its own. Throws when
 * the command fails.
 */
export function timeRun(contender: Contender): number {
  const streams = openStreams(contender);
  try {
    const started = process.hrtime.bigint();
    const { status, error } = spawnSync(contender.command, contender.args, { stdio: streams.stdio });
    const took = Number(process.hrtime.bigint() - started) / 1e6;
    check(contender, status, error);
    return contender.tells?.(readFileSync(streams.path, 'utf8')) ?? took;
  } finally {
    streams.close();
  }
}

/** Runs it once while looking at its memory, which would disturb the clock, and reads what it wrote. */
export async function rehearse(contender: Contender): Promise<Rehearsal> {
  const streams = openStreams(contender);
  try {
    const peakBytes = await watch(contender, streams.stdio);
    return { found: contender.found?.(readFileSync(streams.path, 'utf8')) ?? null, peakBytes };
  } finally {
    streams.close();
  }
}

interface Streams {
  readonly stdio: StdioOptions;
  /** Where standard output goes: a file, as some programs stop early when their output goes nowhere. */
  readonly path: string;
  close(): void;
}

function openStreams(contender: Contender): Streams {
  const path = join(tmpdir(), `kubeleaks-bench-${randomUUID()}.out`);
  const input = contender.stdin === undefined ? undefined : openSync(contender.stdin, 'r');
  const output = openSync(path, 'w');
  return {
    stdio: [input ?? 'ignore', contender.isDiscarded === true ? 'ignore' : output, 'ignore'],
    path,
    close: () => {
      if (input !== undefined) closeSync(input);
      closeSync(output);
      rmSync(path);
    },
  };
}

async function watch(contender: Contender, stdio: StdioOptions): Promise<number | null> {
  const child = spawn(contender.command, contender.args, { stdio });
  const peaks = new Map<number, number>();
  const timer = setInterval(() => {
    if (child.pid !== undefined) look(child.pid, peaks);
  }, 2);
  try {
    const [code, error] = await new Promise<[number | null, Error | undefined]>((resolve) => {
      child.on('error', (reason) => resolve([null, reason]));
      child.on('exit', (status) => resolve([status, undefined]));
    });
    check(contender, code, error);
  } finally {
    clearInterval(timer);
  }
  // The sum of peaks is no less than the peak of the sum.
  return peaks.size === 0 ? null : [...peaks.values()].reduce((sum, peak) => sum + peak, 0);
}

/** Notes the peak so far of a process and its children. Linux counts it itself, so a late look sees an early peak. */
function look(pid: number, peaks: Map<number, number>): void {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    if (peak !== undefined) peaks.set(pid, Math.max(Number(peak) * 1024, peaks.get(pid) ?? 0));
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1');
    for (const child of children.split(' ').filter((text) => text !== '')) look(Number(child), peaks);
  } catch {
    // It has just ended, or the system has no /proc.
  }
}

function check(contender: Contender, code: number | null, error: Error | undefined): void {
  if (error !== undefined) throw new Error(`${contender.name} does not start: ${error.message}`);
  if (code === null || !contender.codes.includes(code)) {
    throw new Error(
      `${contender.name} ended with ${code ?? 'a signal'}: ${contender.command} ${contender.args.join(' ')}`,
    );
  }
}
