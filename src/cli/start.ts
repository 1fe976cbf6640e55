/** The process around a run: what it is given, how it ends. */
import { homedir } from 'node:os';
import { isatty } from 'node:tty';
import { leave } from './leave.js';
import { explain, run } from './run.js';
import type { Shell } from './shell.js';

/** Runs the command line of this process and ends it. */
export async function start(): Promise<void> {
  // The streams are made by node when they are first asked for, and that costs.
  const shell: Shell = {
    arguments: process.argv.slice(2),
    env: process.env,
    platform: process.platform,
    get home() {
      return homeFolder();
    },
    get isInputTerminal() {
      return isatty(0);
    },
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      return process.stdout;
    },
    get stderr() {
      return process.stderr;
    },
  };
  const end = (error: unknown): void => leave(explain(error, shell));
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
  // A reader that went away is no error: whoever writes reports notices it, the rest is for nobody.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  const code = await run(shell);
  // An open standard input or a thread must not keep a finished program; what was written must not be lost.
  process.stdout.write('', () => leave(code));
}

/** Node throws where the system knows no home, as for a user id without an account. */
function homeFolder(): string {
  try {
    return homedir();
  } catch {
    return '';
  }
}
