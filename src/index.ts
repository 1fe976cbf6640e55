/** Front door of the library: thin, and whatever is heavy is imported when a verb needs it. */
import type { Config, Vocabulary } from './config/config.js';
import type { Environment } from './config/config-path.js';

export { type Config, failOnValues, type FailOn, mostJobs } from './config/config.js';
export type { Environment } from './config/config-path.js';
export type { ScanEvent } from './model/event.js';
export { type Severity, severities } from './model/severity.js';
export { UsageError } from './model/usage-error.js';
export { version } from './model/version.js';

/** See `config/load-config`: the user's configuration, from the named file or the user's own folder. */
export async function loadConfig(
  named: string | undefined,
  environment: Environment,
  vocabulary: Vocabulary,
): Promise<Config> {
  const room = await import('./config/load-config.js');
  return room.loadConfig(named, environment, vocabulary);
}
