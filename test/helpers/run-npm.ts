/** Runs npm, the one that runs the tests where there is one. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { root } from './root.js';

const run = promisify(execFile);

/** Standard output of `npm …` in the project's root, or in `cwd`. Fails when npm does. */
export async function runNpm(args: readonly string[], cwd = root): Promise<string> {
  const npm = process.env['npm_execpath'];
  const [command, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  const { stdout } = await run(command, [...first, ...args], {
    cwd,
    maxBuffer: 1 << 26,
    shell: npm === undefined && process.platform === 'win32',
  });
  return stdout;
}
