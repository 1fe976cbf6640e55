/** Which clusters the user named, and the kubeconfig's default when none was. Input that is scanned has no say here. */
import type { Failure } from '../model/failure.js';
import type { Cluster } from './cluster.js';
import { clusterOfContext, type ContextOutcome } from './context.js';
import { inCluster, inClusterName } from './in-cluster.js';
import type { Kubeconfig } from './kubeconfig.js';
import { findKubeconfig } from './kubeconfig-sources.js';

/** What the command line and the configuration say about clusters. */
export interface Selection {
  /** The process's environment. */
  readonly environment: { readonly [name: string]: string | undefined };
  /** `--kubeconfig`. */
  readonly kubeconfig?: string | undefined;
  /** `--context`, and the contexts of the configuration's clusters. */
  readonly contexts?: readonly string[] | undefined;
  /** `--all-contexts`. */
  readonly allContexts?: boolean | undefined;
  readonly allowExec?: boolean | undefined;
  readonly allowFiles?: boolean | undefined;
}

/** A cluster that was selected. */
export interface Selected {
  readonly cluster: Cluster;
  /** Its contexts that were selected; the first is the cluster's own name. */
  readonly contexts: readonly string[];
  /** False for what `--all-contexts` alone brought: a token goes there only on a key that was pinned before. */
  readonly isNamed: boolean;
}

function namesOf(selection: Selection, kubeconfig: Kubeconfig): ReadonlyMap<string, boolean> {
  const named = new Map<string, boolean>((selection.contexts ?? []).map((name) => [name, true]));
  if (selection.allContexts === true) {
    for (const name of kubeconfig.contexts.keys()) if (!named.has(name)) named.set(name, false);
  }
  if (named.size > 0 || selection.allContexts === true) return named;
  // A kubeconfig that was named counts with its current context too, as for kubectl.
  return kubeconfig.currentContext === null ? named : new Map([[kubeconfig.currentContext, true]]);
}

/** The clusters, each once: two contexts of one cluster are one, under the name that was said first. */
export async function selectClusters(
  selection: Selection,
): Promise<{ readonly selected: readonly Selected[]; readonly failures: readonly Failure[] }> {
  const found = await findKubeconfig({
    environment: selection.environment,
    ...(selection.kubeconfig === undefined ? {} : { path: selection.kubeconfig }),
  });
  const rules = { allowExec: selection.allowExec === true, allowFiles: selection.allowFiles === true };
  const selected = new Map<string, Selected>();
  const failures: Failure[] = [...found.failures];
  for (const [name, isNamed] of namesOf(selection, found.kubeconfig)) {
    const outcome: ContextOutcome =
      name === inClusterName && !found.kubeconfig.contexts.has(name)
        ? await inCluster(selection.environment)
        : await clusterOfContext(found.kubeconfig, name, rules);
    if ('failure' in outcome) {
      failures.push(outcome.failure);
      continue;
    }
    const known = selected.get(outcome.cluster.identity);
    selected.set(outcome.cluster.identity, {
      cluster: known?.cluster ?? outcome.cluster,
      contexts: [...(known?.contexts ?? []), name],
      isNamed: isNamed || known?.isNamed === true,
    });
  }
  return { selected: [...selected.values()], failures };
}
