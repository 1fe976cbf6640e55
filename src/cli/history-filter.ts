/** The filter of a history, as its flags say. */
import { type HistoryFilter, UsageError } from '../index.js';
import type { ValuesOf } from './flag.js';
import type { filteringFlags } from './flags/filtering.js';

type FilterValues = ValuesOf<(typeof filteringFlags)[keyof typeof filteringFlags][]> & {
  readonly attribution?: boolean;
};

/** Undefined when no flag was typed. `isPart`: only a part of the history is looked at. */
export function historyFilterOf(values: FilterValues, isPart: boolean): HistoryFilter | undefined {
  const { since, until, branch, path, unreachable } = values;
  const filter: HistoryFilter = {
    ...(since !== undefined && { sinceMs: since }),
    ...(until !== undefined && { untilMs: until }),
    ...(branch !== undefined && { branches: branch }),
    ...(path !== undefined && { paths: path }),
    ...(unreachable === false && { reachableOnly: true }),
  };
  if (Object.keys(filter).length === 0) return undefined;
  if (values.attribution === false) {
    throw new UsageError(
      'flag-conflict',
      '--no-attribution leaves nothing to filter by: --since, --until, --branch, --path and --no-unreachable need it',
    );
  }
  if (isPart) {
    throw new UsageError(
      'flag-conflict',
      '--since, --until, --branch, --path and --no-unreachable are for a whole history, not for --staged, --new or --range',
    );
  }
  if (since !== undefined && until !== undefined && since > until) {
    throw new UsageError('flag-conflict', '--since is after --until: nothing is in between');
  }
  return filter;
}

/** What the report says of it. */
export function shownFilter(filter: HistoryFilter | undefined): { readonly [key: string]: string | boolean } {
  if (filter === undefined) return {};
  const { sinceMs, untilMs, branches, paths, reachableOnly } = filter;
  return {
    ...(sinceMs !== undefined && { since: new Date(sinceMs).toISOString() }),
    ...(untilMs !== undefined && { until: new Date(untilMs).toISOString() }),
    ...(branches !== undefined && { branch: branches.join(' ') }),
    ...(paths !== undefined && { path: paths.join(' ') }),
    ...(reachableOnly === true && { unreachable: false }),
  };
}
