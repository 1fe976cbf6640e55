/** The connections to one cluster: its own authority, name, proxy and client certificate, verified TLS only. */
import { Agent, buildConnector, ProxyAgent, type Dispatcher } from 'undici';
import type { Authorization } from './authorization.js';
import type { Cluster } from './cluster.js';

/** How long to wait and how much to read. */
export interface Limits {
  readonly connectMs: number;
  readonly headersMs: number;
  readonly bodyMs: number;
  /** For one attempt as a whole, a slow trickle included. */
  readonly totalMs: number;
  readonly bodyBytes: number;
  /** Connections to one cluster at a time. */
  readonly connections: number;
}

/** A TokenReview is quick; a cluster behind a VPN that is down must not hold the others up. */
export const usualLimits: Limits = {
  connectMs: 10_000,
  headersMs: 15_000,
  bodyMs: 15_000,
  totalMs: 30_000,
  bodyBytes: 8 * 1024 * 1024,
  connections: 8,
};

/** Opens nothing before the first request. `proxy` is a proxy's URL or null. Close it when done. */
export function openDispatcher(
  cluster: Cluster,
  certificate: Authorization['certificate'],
  proxy: string | null,
  limits: Limits,
): Dispatcher {
  const tls = {
    rejectUnauthorized: true,
    timeout: limits.connectMs,
    ...(cluster.authorities === null ? {} : { ca: cluster.authorities }),
    ...(certificate === null ? {} : { cert: certificate.chain, key: certificate.key.reveal() }),
    ...(cluster.serverName === null ? {} : { servername: cluster.serverName }),
  };
  const options = {
    connections: limits.connections,
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.bodyMs,
    maxResponseSize: limits.bodyBytes,
  };
  if (proxy !== null) return new ProxyAgent({ uri: proxy, requestTls: tls, ...options });
  const connect = buildConnector(tls);
  return new Agent({
    ...options,
    // undici sets the host's own name; a kubeconfig's tls-server-name goes before it.
    connect: (target, done) => connect({ ...target, servername: cluster.serverName ?? target.servername ?? '' }, done),
  });
}
