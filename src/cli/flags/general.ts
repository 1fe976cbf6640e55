/** Flags of every command. */
import { off, on, one } from '../flag.js';
import { textReader } from '../value-readers.js';

const group = 'General:';

/** What every command takes. */
export const generalFlags = {
  config: one({
    key: 'config',
    group,
    value: 'FILE',
    completes: 'file',
    help: 'read this configuration, not the one in your configuration folder',
    read: textReader('--config', 'a file'),
  }),
  color: off({ key: 'color', group, help: 'print without colours (as NO_COLOR does)' }),
  progress: off({ key: 'progress', group, help: 'show no progress on the terminal' }),
  quiet: on({ key: 'quiet', short: 'q', group, help: 'say nothing on standard error but errors' }),
  verbose: on({ key: 'verbose', short: 'v', group, help: 'say more: what was skipped, where a crash was' }),
  help: on({ key: 'help', short: 'h', group, help: 'show this help' }),
  version: on({ key: 'version', short: 'V', group, help: 'show the version' }),
};
