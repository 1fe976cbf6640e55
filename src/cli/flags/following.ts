/** Flags about files that grow. */
import { on, one } from '../flag.js';
import { textReader } from '../value-readers.js';

const group = 'Following:';

/** What `dir` takes besides the flags of a scan. */
export const followingFlags = {
  follow: on({
    key: 'follow',
    group,
    help: 'go on as files grow, like tail -F: new, renamed and emptied files too, until Ctrl-C or SIGTERM',
  }),
  state: one({
    key: 'state',
    group,
    value: 'FILE',
    completes: 'file',
    help: 'with --follow: remember there how far it came, so that the next run neither repeats nor skips',
    read: textReader('--state', 'a file'),
  }),
  metrics: one({
    key: 'metrics',
    group,
    value: 'ADDRESS',
    help: 'with --follow: serve /metrics (Prometheus) and /healthz on this host:port',
    read: textReader('--metrics', 'an address'),
  }),
};
