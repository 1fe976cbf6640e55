/** What stands behind standard input when it is no terminal. */
import { fstatSync } from 'node:fs';

const STDIN = 0;

/**
 * `input` when a pipe, a socket or a file is attached, so that somebody means it to be read; `none` when it is closed or
 * a device as /dev/null, as schedulers and CI systems leave it.
 */
export function stdinKind(): 'input' | 'none' {
  try {
    const stats = fstatSync(STDIN);
    return stats.isFIFO() || stats.isFile() || stats.isSocket() ? 'input' : 'none';
  } catch {
    return 'none';
  }
}
