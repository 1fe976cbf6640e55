/** A kubeconfig as it was read, before anything in it is believed; and how several become one. */
import type { Secret } from '../model/secret.js';

/** Where an entry was written: relative paths start at its folder. */
export interface KubeconfigFile {
  /** Absolute. */
  readonly path: string;
  /** True for the files kubectl would read by itself: they may run plugins and name files anywhere. */
  readonly isDefault: boolean;
}

/** `clusters[].cluster`. */
export interface ClusterEntry {
  readonly file: KubeconfigFile;
  readonly server: string | null;
  readonly tlsServerName: string | null;
  /** Anything but an absent or false `insecure-skip-tls-verify`. */
  readonly skipsVerification: boolean;
  readonly authorityFile: string | null;
  /** Base64 as written. */
  readonly authorityData: string | null;
  readonly proxyUrl: string | null;
}

/** `users[].user.exec`. */
export interface ExecEntry {
  readonly apiVersion: string | null;
  readonly command: string | null;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly providesClusterInfo: boolean;
  readonly interactiveMode: string | null;
}

/** `users[].user`. */
export interface UserEntry {
  readonly file: KubeconfigFile;
  readonly token: Secret | null;
  readonly tokenFile: string | null;
  readonly certificateFile: string | null;
  readonly certificateData: string | null;
  readonly keyFile: string | null;
  readonly keyData: Secret | null;
  readonly username: string | null;
  readonly password: Secret | null;
  readonly exec: ExecEntry | null;
  /** Name of a removed `auth-provider`. */
  readonly authProvider: string | null;
  readonly impersonate: string | null;
  readonly impersonateUid: string | null;
  readonly impersonateGroups: readonly string[];
  readonly impersonateExtra: { readonly [key: string]: readonly string[] };
}

/** `contexts[].context`. */
export interface ContextEntry {
  readonly cluster: string | null;
  readonly user: string | null;
  readonly namespace: string | null;
}

/** One kubeconfig, or several merged. */
export interface Kubeconfig {
  readonly clusters: ReadonlyMap<string, ClusterEntry>;
  readonly users: ReadonlyMap<string, UserEntry>;
  readonly contexts: ReadonlyMap<string, ContextEntry>;
  /** Null when no file says one. */
  readonly currentContext: string | null;
}

function firstWins<Entry>(maps: readonly ReadonlyMap<string, Entry>[]): ReadonlyMap<string, Entry> {
  const merged = new Map<string, Entry>();
  for (const map of maps) {
    for (const [name, entry] of map) if (!merged.has(name)) merged.set(name, entry);
  }
  return merged;
}

/**
 * Merges as kubectl does (client-go tools/clientcmd/loader.go, Load): the first file that names a cluster, user or
 * context gives the whole entry, and the first that sets a current context sets it.
 */
export function mergeKubeconfigs(kubeconfigs: readonly Kubeconfig[]): Kubeconfig {
  return {
    clusters: firstWins(kubeconfigs.map(({ clusters }) => clusters)),
    users: firstWins(kubeconfigs.map(({ users }) => users)),
    contexts: firstWins(kubeconfigs.map(({ contexts }) => contexts)),
    currentContext: kubeconfigs.find(({ currentContext }) => currentContext !== null)?.currentContext ?? null,
  };
}
