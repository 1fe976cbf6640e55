/** Runs the built command as people do: another process, its own folder, no configuration but what the test gives. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { root } from '../helpers/root.js';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Circumstances {
  /** What is piped in; null attaches nothing (/dev/null). */
  readonly input?: string | Uint8Array | null;
  readonly cwd?: string;
  readonly env?: { readonly [name: string]: string };
}

/** The bundled command, as it is published. */
export const cli = join(root, 'dist/cli.js');

/** A temporary folder that is gone after the test. */
export async function temporaryFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kubeleaks-cli-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Environment without the user's own settings. */
export function environment(home: string, more: Circumstances['env'] = {}): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: home, TERM: 'xterm', ...more };
}

/** Runs `kubeleaks` with `args` to its end. */
export async function runCli(
  t: ExecutionContext,
  args: readonly string[],
  { input = null, cwd, env }: Circumstances = {},
): Promise<Ran> {
  const home = cwd ?? (await temporaryFolder(t));
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: home,
    env: environment(home, env),
    stdio: [input === null ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  // A command that does not read its input closes it; that is what is tested, not an error of the test.
  child.stdin?.on('error', () => {});
  child.stdin?.end(input ?? undefined);
  const [stdout, stderr, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<number | null>((resolve) => {
      child.on('close', (exitCode) => resolve(exitCode));
    }),
  ]);
  return { code, stdout, stderr };
}

async function textOf(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = '';
  for await (const chunk of stream ?? []) text += String(chunk);
  return text;
}
