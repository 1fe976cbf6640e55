/**
 * This room knows the user's clusters: how to reach them, with what credential, and which keys they sign with. It is
 * the only room with the network, and it goes only where the user's own kubeconfig or flags point.
 */
import type { Secret } from '../model/secret.js';

/** A program that prints credentials (client.authentication.k8s.io, `user.exec` of a kubeconfig). */
export interface ExecPlugin {
  /** `v1` or `v1beta1`. */
  readonly version: 'v1' | 'v1beta1';
  /** An absolute path, or a bare name that is looked up in PATH. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly providesClusterInfo: boolean;
}

/** How we say who we are; several may be given at once, as in a kubeconfig. Secrets never show by accident. */
export interface Credential {
  readonly token: Secret | null;
  /** Read again before it gets old, as projected tokens are rotated; wins over `token`. Never outside the folder of `beside`. */
  readonly tokenFile: { readonly path: string; readonly beside: string | null } | null;
  readonly basic: { readonly username: string; readonly password: Secret } | null;
  /** PEM. */
  readonly certificate: { readonly chain: string; readonly key: Secret } | null;
  readonly exec: ExecPlugin | null;
}

/** `as`, `as-uid`, `as-groups` and `as-user-extra` of a kubeconfig. */
export interface Impersonation {
  readonly user: string;
  readonly uid: string | null;
  readonly groups: readonly string[];
  readonly extra: { readonly [key: string]: readonly string[] };
}

/** One API server that the user named, ready to be asked. */
export interface Cluster {
  /** The context's name, or `in-cluster`. */
  readonly name: string;
  /** `https://host:port/prefix`, without a slash at the end. */
  readonly server: string;
  /**
   * Two contexts with the same identity are one cluster: the same server, reached by the same way, known by the same
   * authority. Nothing a cluster says about itself goes into it.
   */
  readonly identity: string;
  /** PEM; null trusts the machine's authorities. */
  readonly authorities: string | null;
  /** Name to expect in the server's certificate instead of the host's. */
  readonly serverName: string | null;
  readonly proxyUrl: string | null;
  readonly credential: Credential;
  readonly impersonation: Impersonation | null;
}
