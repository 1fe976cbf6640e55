/** Runs the built command in a folder of its own, which is its home too: no configuration but what the test gives. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { type CliOptions, runCli as runBuilt } from '../helpers/run-cli.js';

export { cli } from '../helpers/run-cli.js';

/** What came of a run. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What surrounds a run. */
export interface Circumstances {
  /** What is piped in; absent: nothing is attached (/dev/null). */
  readonly input?: string | Uint8Array | undefined;
  readonly cwd?: string;
  readonly env?: { readonly [name: string]: string };
  readonly isGuarded?: boolean;
}

/** A temporary folder that is gone after the test. */
export async function temporaryFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kubeleaks-cli-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Environment without the user's own settings. */
export function environment(home: string): { readonly [name: string]: string | undefined } {
  return { PATH: process.env['PATH'], HOME: home, XDG_CONFIG_HOME: undefined, TERM: 'xterm' };
}

/** Runs `kubeleaks` with `args` to its end. */
export async function runCli(t: ExecutionContext, args: readonly string[], given: Circumstances = {}): Promise<Ran> {
  const cwd = given.cwd ?? (await temporaryFolder(t));
  const options: CliOptions = { cwd, env: { ...environment(cwd), ...given.env }, isGuarded: given.isGuarded ?? true };
  const { code, stdout, stderr } = await runBuilt(
    args,
    given.input === undefined ? options : { ...options, stdin: given.input },
  );
  return { code, stdout, stderr };
}
