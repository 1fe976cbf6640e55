/** Door of the room: finds, reads and checks the user's configuration file. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../model/usage-error.js';
import type { Config, Vocabulary } from './config.js';
import { configPath, type Environment } from './config-path.js';

/** A configuration is typed by a person; a megabyte holds ten thousand ignore entries. */
const LONGEST_FILE_BYTES = 1 << 20;

/**
 * Reads the file that the user named, or else the one in the user's configuration folder, which may be absent (then
 * nothing is set). Paths in it come back absolute. Throws `UsageError`: `config-unreadable` or `config-invalid`.
 */
export async function loadConfig(
  named: string | undefined,
  environment: Environment,
  vocabulary: Vocabulary,
): Promise<Config> {
  const file = named ?? configPath(environment);
  if (file === undefined) return {};
  const text = await readText(file, named === undefined);
  if (text === undefined) return {};
  // YAML and the checker take 60 ms to load; most runs have no configuration.
  const { parseConfig } = await import('./parse-config.js');
  return withAbsolutePaths(parseConfig(text, file, vocabulary), dirname(resolve(file)));
}

async function readText(file: string, mayBeAbsent: boolean): Promise<string | undefined> {
  let handle: FileHandle | undefined;
  try {
    // Without O_NONBLOCK a named pipe in the place of the file would hold the start for ever.
    handle = await open(file, constants.O_RDONLY | (mayBeAbsent ? (constants.O_NONBLOCK ?? 0) : 0));
    const bytes = Buffer.alloc(LONGEST_FILE_BYTES + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    if (length > LONGEST_FILE_BYTES) throw unreadable(file, `it is longer than ${LONGEST_FILE_BYTES} bytes`);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (mayBeAbsent && (code === 'ENOENT' || code === 'ENOTDIR')) return undefined;
    throw unreadable(file, reasons[code ?? ''] ?? 'reading it failed');
  } finally {
    await handle?.close();
  }
}

const reasons: { readonly [code: string]: string } = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8 text',
};

function unreadable(file: string, reason: string): UsageError {
  return new UsageError('config-unreadable', `cannot use the configuration ${file}: ${reason}`);
}

function withAbsolutePaths(config: Config, folder: string): Config {
  const absolute = (path: string) => resolve(folder, path);
  const { output, baseline, allow, clusters } = config;
  return {
    ...config,
    ...(output !== undefined && { output: absolute(output) }),
    ...(baseline !== undefined && { baseline: absolute(baseline) }),
    ...(allow !== undefined && { allow: allow.map(absolute) }),
    ...(clusters !== undefined && {
      clusters: clusters.map((cluster) =>
        cluster.jwks === undefined ? cluster : { ...cluster, jwks: absolute(cluster.jwks) },
      ),
    }),
  };
}
