/** An API server in the tests' own process: real TLS, real client certificates, the answers of `routes.ts`. */
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { keyId, signingKey } from '../keys.js';
import { Authority, type Identity } from './authority.js';
import { misbehave, type Fault } from './faults.js';
import { authorize } from './rbac.js';
import { reviewFromProtobuf } from './protobuf.js';
import { answer, statusOf, type ApiResponse, type Backend } from './routes.js';
import { judgeToken, type ClusterKey, type User } from './service-account-authenticator.js';
import { Store } from './store.js';

/** One authority for all servers and proxies of a test process. */
export const authority = new Authority();

/** A request as it arrived. */
export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly user: string;
  /** Counts connections, to see whether one was used again. */
  readonly connection: number;
}

/** What a test may decide; the rest has defaults. */
export interface ServerSettings {
  readonly issuers?: readonly string[];
  readonly apiAudiences?: readonly string[];
  readonly keys?: readonly ClusterKey[];
  readonly now?: () => number;
  readonly jwks?: unknown;
  readonly identity?: Identity;
  /** Bearer tokens of reviewers. */
  readonly reviewers?: { readonly [token: string]: User };
}

const admin: User = { username: 'admin', groups: ['system:masters', 'system:authenticated'] };
const anonymous: User = { username: 'system:anonymous', groups: ['system:unauthenticated'] };
const localIssuer = 'https://kubernetes.default.svc.cluster.local';

/** A key of the mint's, as a cluster's verifying key. */
export function clusterKey(
  alg: 'RS256' | 'ES256' | 'ES384' | 'ES512' = 'RS256',
  bits = 2048,
  name = '',
  kid?: string,
): ClusterKey {
  const key = signingKey(alg, bits, name);
  return { key, kid: kid ?? keyId(key) };
}

/** As go-restful negotiates: what is not named is not served. */
function accepts({ headers }: IncomingMessage, { contentType = 'application/json' }: ApiResponse): boolean {
  const accepted = headers.accept ?? '*/*';
  return accepted.includes('*/*') || accepted.includes(contentType);
}

/** A cluster that listens on loopback until it is closed. */
export class ApiServer {
  readonly store = new Store();
  readonly requests: Recorded[] = [];
  readonly faults: Fault[] = [];
  readonly reviewers: { [token: string]: User };
  readonly backend: { -readonly [field in keyof Backend]: Backend[field] };
  /** The token of a reviewer who may do everything. */
  readonly adminToken = 'reviewer-admin';
  port = 0;
  /** `Date` header's distance from the real clock. */
  dateOffsetMs = 0;
  readonly #server: Server;
  #connections = 0;
  readonly #numbers = new WeakMap<object, number>();

  private constructor(settings: ServerSettings) {
    const issuers = settings.issuers ?? [localIssuer];
    this.backend = {
      store: this.store,
      issuers,
      apiAudiences: settings.apiAudiences ?? issuers,
      keys: settings.keys ?? [clusterKey()],
      now: settings.now ?? Date.now,
      ...(settings.jwks === undefined ? {} : { jwks: settings.jwks }),
    };
    this.reviewers = { [this.adminToken]: admin, ...settings.reviewers };
    const identity =
      settings.identity ??
      authority.identity({ commonName: 'kube-apiserver', names: ['127.0.0.1', 'localhost', 'kubernetes'] });
    this.#server = createServer({
      cert: identity.certificate,
      key: identity.key,
      ca: authority.certificate,
      requestCert: true,
      rejectUnauthorized: false,
    });
    // A busy machine must not have an idle connection closed just when it is used again.
    this.#server.keepAliveTimeout = 0;
    this.#server.on('secureConnection', (socket) => this.#numbers.set(socket, (this.#connections += 1)));
    this.#server.on('request', (request, response) => void this.#serve(request, response));
  }

  static async start(settings: ServerSettings = {}): Promise<ApiServer> {
    const server = new ApiServer(settings);
    await new Promise<void>((resolve) => {
      server.#server.listen(0, '127.0.0.1', resolve);
    });
    server.port = (server.#server.address() as AddressInfo).port;
    return server;
  }

  get url(): string {
    return `https://127.0.0.1:${this.port}`;
  }

  /** Bodies and headers of all that came, for searching. */
  get transcript(): string {
    return this.requests
      .map(({ method, path, headers, body }) => `${method} ${path}\n${JSON.stringify(headers)}\n${body}`)
      .join('\n');
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.on('error', () => response.destroy());
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const bytes = Buffer.concat(chunks);
    const body = bytes.toString('utf8');
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const method = request.method ?? 'GET';
    const user = this.#authenticate(request);
    const connection = this.#numbers.get(request.socket) ?? 0;
    this.requests.push({
      method,
      path: request.url ?? '/',
      headers: request.headers,
      body,
      user: user?.username ?? '',
      connection,
    });
    response.setHeader('date', new Date(this.backend.now() + this.dateOffsetMs).toUTCString());
    const fault = this.#takeFault(`${method} ${path}`);
    if (fault !== undefined && (await misbehave(response, fault.does))) return;
    const answered = this.#answer(method, path, bytes, user);
    this.#send(
      response,
      accepts(request, answered)
        ? answered
        : statusOf(406, 'NotAcceptable', 'only the following media types are accepted'),
    );
  }

  #answer(method: string, path: string, bytes: Buffer, user: User | undefined): ApiResponse {
    if (user === undefined) return statusOf(401, 'Unauthorized', 'Unauthorized');
    let body: unknown;
    try {
      body = bytes.length === 0 ? undefined : (reviewFromProtobuf(bytes) ?? JSON.parse(bytes.toString('utf8')));
    } catch {
      return statusOf(415, 'UnsupportedMediaType', 'only JSON is understood here');
    }
    return answer(this.backend, { method, path, user, body });
  }

  #takeFault(line: string): Fault | undefined {
    const index = this.faults.findIndex(({ on }) => on.test(line));
    const fault = this.faults[index];
    if (fault?.times === undefined) return fault;
    if (fault.times <= 1) this.faults.splice(index, 1);
    else this.faults[index] = { ...fault, times: fault.times - 1 };
    return fault;
  }

  /** Client certificate, then bearer token; impersonation on top. Undefined is a 401. */
  #authenticate(request: IncomingMessage): User | undefined {
    const user = this.#credential(request);
    const name = request.headers['impersonate-user'];
    if (user === undefined || typeof name !== 'string') return user;
    if (!authorize(this.store, user, { verb: 'impersonate', group: '', resource: 'users' }).allowed) return undefined;
    const groups = [request.headers['impersonate-group'] ?? []].flat().flatMap((line) => line.split(', '));
    return { username: name, groups: [...groups, 'system:authenticated'] };
  }

  #credential(request: IncomingMessage): User | undefined {
    const socket = request.socket as TLSSocket;
    const subject = socket.authorized ? socket.getPeerCertificate().subject : undefined;
    if (subject !== undefined) return { username: String(subject.CN), groups: [subject.O ?? []].flat() };
    const header = request.headers.authorization ?? '';
    if (header === '') return anonymous;
    const token = header.replace(/^Bearer /, '');
    const reviewer = this.reviewers[token];
    if (reviewer !== undefined) return reviewer;
    const judged = judgeToken(this.backend, token);
    return judged.state === 'authenticated' ? judged.user : undefined;
  }

  #send(response: ServerResponse, { status, body, contentType = 'application/json' }: ApiResponse): void {
    response.writeHead(status, { 'content-type': contentType });
    response.end(JSON.stringify(body));
  }
}
