/** Where the user's own configuration lies. Never the working directory, never what is scanned. */
import { posix, win32 } from 'node:path';

/** What the operating system says about its user. */
export interface Environment {
  readonly env: { readonly [name: string]: string | undefined };
  readonly platform: string;
  /** The user's home folder; empty when there is none. */
  readonly home: string;
}

/**
 * Path of the configuration file: `%APPDATA%\kubeleaks\config.yaml` on Windows, else
 * `$XDG_CONFIG_HOME/kubeleaks/config.yaml`, else `~/.config/kubeleaks/config.yaml`. Undefined when the environment
 * names no absolute folder: a relative one would depend on the working directory, and the XDG Base Directory
 * Specification says to ignore it.
 */
export function configPath({ env, platform, home }: Environment): string | undefined {
  const { isAbsolute, join } = platform === 'win32' ? win32 : posix;
  const named = platform === 'win32' ? env['APPDATA'] : env['XDG_CONFIG_HOME'];
  if (named !== undefined && isAbsolute(named)) return join(named, 'kubeleaks', 'config.yaml');
  if (!isAbsolute(home)) return undefined;
  const folder = platform === 'win32' ? join('AppData', 'Roaming') : '.config';
  return join(home, folder, 'kubeleaks', 'config.yaml');
}
