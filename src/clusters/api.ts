/** Asks one cluster's API server. Every answer is bounded in time and size, and every failure is one of a closed list. */
import { randomUUID } from 'node:crypto';
import pLimit, { type LimitFunction } from 'p-limit';
import { request, type Dispatcher } from 'undici';
import type { JsonObject } from '../model/json.js';
import { version } from '../model/version.js';
import { failureOf, type ApiFailure } from './api-failure.js';
import { Authorizer, type Authorization } from './authorization.js';
import { systemClock, timestampOf, type Clock } from './clock.js';
import type { Cluster } from './cluster.js';
import { openDispatcher, usualLimits, type Limits } from './dispatcher.js';
import { environmentProxy } from './environment-proxy.js';

/** One request that left this machine. */
export interface Attempt {
  /** The `Audit-ID` that was set on it, to find it in the cluster's audit log. */
  readonly auditId: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** The HTTP status, or the failure that came instead of one. */
  readonly status: string;
}

/** What came of asking. 404 and 409 are answers; 401, 403 and the like are failures. */
export type ApiOutcome =
  | { readonly state: 'answered'; readonly status: number; readonly body: JsonObject }
  | { readonly state: 'failed'; readonly failure: ApiFailure };

/** What the client needs; only the environment (PATH, proxies) has no default. */
export interface ApiSettings {
  readonly environment: { readonly [name: string]: string | undefined };
  readonly clock?: Clock;
  readonly limits?: Limits;
  /** Between 0 and 1: spreads the waits of many clients. */
  readonly jitter?: () => number;
}

/** A body to send, and a witness who is told of every attempt that carried it. */
export interface ApiQuestion {
  readonly body?: JsonObject;
  readonly onAttempt?: (attempt: Attempt) => void;
}

/** Waits before a second, third… try of a 5xx. */
const RETRY_WAITS_MS = [250, 1000, 3000];
/** 429s are waited out as long as the server asks, within reason. */
const MAX_RETRY_AFTER_MS = 30_000;
const MAX_OVERLOADS = 5;

type Reply =
  | { readonly kind: 'reply'; readonly status: number; readonly text: string; readonly retryAfter: string | undefined }
  | { readonly kind: 'error'; readonly failure: ApiFailure };

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}

function header(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** One cluster's API server. */
export class ClusterApi {
  readonly cluster: Cluster;
  /** The server's clock minus ours in milliseconds, as the last `Date` header told; null before. */
  skewMs: number | null = null;
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #jitter: () => number;
  readonly #authorizer: Authorizer;
  readonly #proxy: string | null;
  readonly #turn: LimitFunction;
  #open: { readonly certificate: string | null; readonly dispatcher: Dispatcher } | undefined;

  constructor(cluster: Cluster, settings: ApiSettings) {
    this.cluster = cluster;
    this.#clock = settings.clock ?? systemClock;
    this.#limits = settings.limits ?? usualLimits;
    this.#jitter = settings.jitter ?? Math.random;
    this.#turn = pLimit(this.#limits.connections);
    this.#authorizer = new Authorizer(cluster, this.#clock, settings.environment);
    this.#proxy = cluster.proxyUrl ?? environmentProxy(cluster.server, settings.environment);
  }

  /** GETs `path`, as `/openid/v1/jwks`, below the cluster's server. */
  async get(path: string): Promise<ApiOutcome> {
    return this.#ask('GET', path, {});
  }

  /** POSTs a JSON body to `path`. */
  async post(path: string, question: ApiQuestion): Promise<ApiOutcome> {
    return this.#ask('POST', path, question);
  }

  /** Closes the connections; requests under way are ended. */
  async close(): Promise<void> {
    await this.#open?.dispatcher.destroy();
    this.#open = undefined;
  }

  async #ask(method: 'GET' | 'POST', path: string, question: ApiQuestion): Promise<ApiOutcome> {
    let renewed = false;
    for (let errors = 0, overloads = 0; ; ) {
      const reply = await this.#attempt(method, path, question);
      const failure = this.#judge(reply);
      if (failure === null) return this.#read(reply);
      if (failure === 'unauthorized' && this.#authorizer.isRenewable && !renewed) {
        renewed = true;
        this.#authorizer.renew();
      } else if (failure === 'overloaded' && (overloads += 1) < MAX_OVERLOADS) {
        await this.#clock.sleep(this.#retryAfter(reply, overloads));
      } else if ((failure === 'server-error' || failure === 'connection-lost') && errors < RETRY_WAITS_MS.length) {
        await this.#clock.sleep((RETRY_WAITS_MS[errors] ?? 0) * (0.5 + this.#jitter()));
        errors += 1;
      } else {
        return { state: 'failed', failure };
      }
    }
  }

  /** Null for what counts as an answer. */
  #judge(reply: Reply): ApiFailure | null {
    if (reply.kind === 'error') return reply.failure;
    const { status } = reply;
    if (status === 401) return 'unauthorized';
    if (status === 403) return 'forbidden';
    if (status === 429) return 'overloaded';
    if (status >= 500) return 'server-error';
    if (status >= 300 && status < 400) return 'redirected';
    return (status >= 200 && status < 300) || status === 404 || status === 409 ? null : 'request-refused';
  }

  #read(reply: Reply): ApiOutcome {
    if (reply.kind === 'error') return { state: 'failed', failure: reply.failure };
    const body = parseObject(reply.text);
    return body === null ? { state: 'failed', failure: 'not-json' } : { state: 'answered', status: reply.status, body };
  }

  #retryAfter(reply: Reply, overloads: number): number {
    const text = reply.kind === 'reply' ? reply.retryAfter : undefined;
    const asked = /^\d+$/.test(text ?? '') ? Number(text) * 1000 : Date.parse(text ?? '') - this.#clock.now();
    const wait = Number.isFinite(asked) && asked >= 0 ? asked : 1000 * 2 ** overloads;
    return Math.min(wait, MAX_RETRY_AFTER_MS) + this.#jitter() * 250;
  }

  async #attempt(method: 'GET' | 'POST', path: string, question: ApiQuestion): Promise<Reply> {
    const authorization = await this.#authorizer.authorization();
    if (authorization === null) return { kind: 'error', failure: 'credential-unavailable' };
    const auditId = randomUUID();
    const at = timestampOf(this.#clock);
    // The clock of a request starts when its turn has come.
    const reply = await this.#turn(() => this.#send(method, path, question, authorization, auditId));
    question.onAttempt?.({ auditId, at, status: reply.kind === 'reply' ? String(reply.status) : reply.failure });
    return reply;
  }

  async #send(
    method: 'GET' | 'POST',
    path: string,
    question: ApiQuestion,
    authorization: Authorization,
    auditId: string,
  ): Promise<Reply> {
    try {
      const { statusCode, headers, body } = await request(`${this.cluster.server}${path}`, {
        method,
        dispatcher: this.#dispatcher(authorization.certificate),
        headers: {
          ...(authorization.headers as { [name: string]: string | string[] }),
          // kube-apiserver answers 406 for its keys when their own type is not named (pkg/routes/openidmetadata.go).
          accept: 'application/json, application/jwk-set+json',
          'audit-id': auditId,
          'user-agent': `kubeleaks/${version}`,
          ...(question.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        signal: AbortSignal.timeout(this.#limits.totalMs),
        ...(question.body === undefined ? {} : { body: JSON.stringify(question.body) }),
      });
      this.#noteDate(header(headers['date']));
      return { kind: 'reply', status: statusCode, text: await body.text(), retryAfter: header(headers['retry-after']) };
    } catch (error) {
      const failure = failureOf(error);
      return { kind: 'error', failure: failure === 'not-reached' && this.#proxy !== null ? 'proxy-failed' : failure };
    }
  }

  #dispatcher(certificate: Authorization['certificate']): Dispatcher {
    const chain = certificate?.chain ?? null;
    if (this.#open?.certificate !== chain) {
      // A plugin gave a new certificate: connections that showed the old one are not used again.
      void this.#open?.dispatcher.close();
      this.#open = {
        certificate: chain,
        dispatcher: openDispatcher(this.cluster, certificate, this.#proxy, this.#limits),
      };
    }
    return this.#open.dispatcher;
  }

  #noteDate(date: string | undefined): void {
    const told = Date.parse(date ?? '');
    if (!Number.isNaN(told)) this.skewMs = told - this.#clock.now();
  }
}
