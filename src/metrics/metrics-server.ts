/** Answers whoever asks how it goes: `/metrics` for Prometheus, `/healthz` for a supervisor. Nothing of a token. */
import { createServer, type Server } from 'node:http';
import { UsageError } from '../model/usage-error.js';
import { metricsText, type Metric } from './metrics-text.js';

/** `:9464`, `127.0.0.1:9464`, `[::1]:9464`; a port of 0 is any that is free. */
const ADDRESS = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]]*)):(\d{1,5})$/;
/** A client that says nothing does not stay. */
const REQUEST_MS = 5000;

/** A server on the address that the user named. */
export class MetricsServer {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Listens; without a host, on this machine alone. Throws `UsageError` for an address that cannot be had. */
  static async listen(address: string, read: () => readonly Metric[]): Promise<MetricsServer> {
    const [, six, name = '', port] = ADDRESS.exec(address) ?? [];
    const host = six ?? (name === '' ? '127.0.0.1' : name);
    if (port === undefined || Number(port) > 65_535)
      throw new UsageError('metrics-address', `"${address}" is no address to serve metrics on: host:port is needed`);
    const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS }, (request, response) => {
      const path = (request.url ?? '').split('?')[0];
      const isRead = request.method === 'GET' || request.method === 'HEAD';
      const text = path === '/metrics' ? metricsText(read()) : path === '/healthz' ? 'ok\n' : undefined;
      const type = path === '/metrics' ? 'text/plain; version=0.0.4; charset=utf-8' : 'text/plain; charset=utf-8';
      response.writeHead(!isRead ? 405 : text === undefined ? 404 : 200, { 'content-type': type });
      response.end(isRead ? (text ?? 'there are /metrics and /healthz\n') : 'only GET is answered\n');
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        const message = `metrics cannot be served on ${address} (${error.code ?? 'unknown'}): name another address`;
        reject(new UsageError('metrics-address', message));
      });
      server.listen(Number(port), host, resolve);
    });
    // It alone keeps no process alive.
    server.unref();
    return new MetricsServer(server);
  }

  /** The port it listens on. */
  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
