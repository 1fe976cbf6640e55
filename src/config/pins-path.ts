/** Where the keys lie that `kubeleaks clusters pin` remembers. */
import { posix, win32 } from 'node:path';
import { configPath, type Environment } from './config-path.js';

/** `keys.json` beside the configuration file; undefined when the user has no such folder. */
export function pinsPath(environment: Environment): string | undefined {
  const path = configPath(environment);
  const { dirname, join } = environment.platform === 'win32' ? win32 : posix;
  return path === undefined ? undefined : join(dirname(path), 'keys.json');
}
