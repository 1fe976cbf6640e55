/** Door of the room: finds, reads and checks the user's configuration file. */
import { dirname, resolve } from 'node:path';
import type { Config, Vocabulary } from './config.js';
import { configPath, type Environment } from './config-path.js';
import { readUserFile } from './user-file.js';

/** A configuration is typed by a person; a megabyte holds ten thousand ignore entries. */
const MOST_BYTES = 1 << 20;

/**
 * Reads the file that the user named, or else the one in the user's configuration folder, which may be absent (then
 * nothing is set). Paths in it come back absolute. Throws `UsageError`: `file-unreadable` or `config-invalid`.
 */
export async function loadConfig(
  named: string | undefined,
  environment: Environment,
  vocabulary: Vocabulary,
): Promise<Config> {
  const file = named ?? configPath(environment);
  if (file === undefined) return {};
  const rules = { what: 'the configuration', mostBytes: MOST_BYTES, mayBeAbsent: named === undefined };
  const text = await readUserFile(file, rules);
  if (text === undefined) return {};
  // YAML and the checker take 60 ms to load; most runs have no configuration.
  const { parseConfig } = await import('./parse-config.js');
  return withAbsolutePaths(parseConfig(text, file, vocabulary), dirname(resolve(file)));
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
