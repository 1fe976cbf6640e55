/** Runs the built command as a user does: a process of its own, its streams, its exit code. */
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { root } from './root.js';

/** How to run it. */
export interface CliOptions {
  /** What stands on standard input; an iterable is written piece by piece. Absent: it is closed. */
  readonly stdin?: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** Added to a bare environment; undefined takes a name out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where it runs; the project's root when absent. */
  readonly cwd?: string;
  /** Killed after this time, which fails the test. */
  readonly timeoutMs?: number;
  /** May it reach servers on this machine? Otherwise a connection fails the test. */
  readonly isLoopbackAllowed?: boolean;
  /** False leaves the guard out, for tests that look at what is loaded. */
  readonly isGuarded?: boolean;
  /** Flags of node itself, as `--max-old-space-size=64`. */
  readonly nodeFlags?: readonly string[];
}

/** What came of it. */
export interface CliResult {
  readonly stdout: string;
  /** Standard output byte for byte. */
  readonly bytes: Buffer;
  readonly stderr: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The built command. */
export const cli = join(root, 'dist', 'cli.js');

/** No configuration of the person who runs the tests, no colours, no proxy: what a test means it says itself. */
function bareEnvironment(): Record<string, string | undefined> {
  const nowhere = join(tmpdir(), 'kubeleaks-test-nowhere');
  const { PATH, SystemRoot, TEMP, TMPDIR } = process.env;
  return { PATH, SystemRoot, TEMP, TMPDIR, HOME: nowhere, XDG_CONFIG_HOME: nowhere, LC_ALL: 'C.UTF-8', TZ: 'UTC' };
}

/**
 * Runs `kubeleaks` with arguments until it ends, and gives what it wrote. Any exit code is a result; a time-out, a
 * warning of Node and an attempt to connect are errors.
 */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const { stdin, timeoutMs = 60_000, isLoopbackAllowed = false, isGuarded = true, nodeFlags = [] } = options;
  const guard = new URL(`guards/${isLoopbackAllowed ? 'loopback' : 'offline'}.js`, import.meta.url);
  const guards = isGuarded ? ['--import', guard.href] : [];
  const child = spawn(process.execPath, [...nodeFlags, ...guards, cli, ...args], {
    cwd: options.cwd ?? root,
    env: { ...bareEnvironment(), ...options.env },
    stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  if (stdin !== undefined && child.stdin !== null) {
    // A command may end without reading all; that is no error of the test.
    child.stdin.on('error', () => undefined);
    Readable.from(typeof stdin === 'string' || stdin instanceof Uint8Array ? [stdin] : stdin).pipe(child.stdin);
  }
  const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve([code, signal]);
    });
  });
  const [bytes, stderr, [code, signal]] = await Promise.all([collect(child.stdout), collect(child.stderr), ended]);
  const result = { stdout: bytes.toString(), bytes, stderr: stderr.toString(), code, signal };
  refuse(result, `kubeleaks ${args.join(' ')}`);
  return result;
}

async function collect(stream: Readable | null): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream ?? []) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function refuse({ stderr, signal }: CliResult, command: string): void {
  if (signal === 'SIGKILL') throw new Error(`${command} did not end in time:\n${stderr}`);
  const offence = /^\(node:\d+\).*|.*network: a test tried.*/m.exec(stderr);
  if (offence !== null) throw new Error(`${command} was stopped: ${offence[0]}`);
}
