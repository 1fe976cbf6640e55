/** Finds the kubeconfigs that count: those of a flag, or those kubectl would read by itself. */
import { realpath } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import type { Failure } from '../model/failure.js';
import { mergeKubeconfigs, type Kubeconfig, type KubeconfigFile } from './kubeconfig.js';
import { KubeconfigError, readKubeconfigText } from './kubeconfig-text.js';
import { readNamedFile } from './named-file.js';

/** Where to look. */
export interface KubeconfigSources {
  /** `--kubeconfig`, which alone counts then; undefined for the user's default. */
  readonly path?: string;
  /** The process's environment: `KUBECONFIG` and `HOME` are read. */
  readonly environment: { readonly [name: string]: string | undefined };
}

function defaultPaths({ environment }: KubeconfigSources): readonly string[] {
  const listed = (environment['KUBECONFIG'] ?? '').split(delimiter).filter((path) => path !== '');
  if (listed.length > 0) return [...new Set(listed)];
  const home = environment['HOME'] ?? environment['USERPROFILE'];
  return home === undefined || home === '' ? [] : [join(home, '.kube', 'config')];
}

async function realPathOf(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path));
}

function unreadable(path: string, why: string): Failure {
  return { origin: null, code: 'kubeconfig-unreadable', message: `kubeconfig ${path} was left out: ${why}` };
}

const refusals = {
  unreadable: 'it cannot be read',
  'no-regular-file': 'it is no regular file',
  'too-large': 'it is larger than 16 MiB',
  'outside-folder': 'it stands elsewhere',
} as const;

/** Reads and merges what counts. Missing default files are passed over; a missing named one is a failure. */
export async function findKubeconfig(
  sources: KubeconfigSources,
): Promise<{ readonly kubeconfig: Kubeconfig; readonly failures: readonly Failure[] }> {
  const defaults = defaultPaths(sources);
  const realDefaults = new Set(await Promise.all(defaults.map(realPathOf)));
  const failures: Failure[] = [];
  const found: Kubeconfig[] = [];
  for (const path of sources.path === undefined ? defaults : [sources.path]) {
    const file: KubeconfigFile = { path: resolve(path), isDefault: realDefaults.has(await realPathOf(path)) };
    const read = await readNamedFile(path);
    if (read.state === 'missing') {
      if (sources.path !== undefined) failures.push(unreadable(path, 'there is no such file'));
      continue;
    }
    if (read.state === 'refused') {
      failures.push(unreadable(path, refusals[read.why]));
      continue;
    }
    try {
      found.push(readKubeconfigText(read.text, file));
    } catch (error) {
      if (!(error instanceof KubeconfigError)) throw error;
      failures.push(unreadable(path, error.message));
    }
  }
  return { kubeconfig: mergeKubeconfigs(found), failures };
}
