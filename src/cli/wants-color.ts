/** Whether standard output gets colours when no flag says so. */
import type { Shell } from './shell.js';

/** NO_COLOR (no-color.org) and FORCE_COLOR as Node reads them; else by the terminal. */
export function wantsColor({ env, stdout }: Shell): boolean {
  if (env['FORCE_COLOR'] !== undefined) return !['0', 'false'].includes(env['FORCE_COLOR']);
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  return stdout.isTTY && env['TERM'] !== 'dumb';
}
