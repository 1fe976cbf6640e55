/**
 * A CONNECT proxy that reads what passes: it ends the client's TLS with a certificate of the tests' authority and opens
 * its own to the server, so that a test can prove what did and did not leave. Client certificates do not pass it.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, TLSSocket } from 'node:tls';
import type { Duplex } from 'node:stream';
import { authority } from './server.js';

/** Records by target, as `127.0.0.1:6443`. */
export class RecordingProxy {
  /** Clear text that went to each target. */
  readonly sent = new Map<string, string>();
  /** Headers of each CONNECT. */
  readonly tunnels: { readonly target: string; readonly authorization: string | undefined }[] = [];
  readonly #server: Server;
  readonly #open = new Set<Duplex>();

  private constructor() {
    const identity = authority.identity({ commonName: 'proxy', names: ['127.0.0.1', 'localhost'] });
    this.#server = createServer((_request, response) => response.writeHead(405).end());
    this.#server.on('connect', (request, socket: Duplex) => {
      const target = request.url ?? '';
      this.tunnels.push({ target, authorization: request.headers['proxy-authorization'] });
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      const [host = '', port = ''] = target.split(':');
      const inner = new TLSSocket(socket as never, { isServer: true, cert: identity.certificate, key: identity.key });
      const outer = connect({ host, port: Number(port), ca: authority.certificate });
      inner.on('data', (chunk: Buffer) => {
        this.sent.set(target, (this.sent.get(target) ?? '') + chunk.toString('latin1'));
        outer.write(chunk);
      });
      outer.on('data', (chunk) => inner.write(chunk));
      for (const side of [inner, outer, socket]) {
        this.#open.add(side);
        side.on('error', () => undefined);
        side.on('close', () => {
          inner.destroy();
          outer.destroy();
          socket.destroy();
        });
      }
    });
  }

  static async start(): Promise<RecordingProxy> {
    const proxy = new RecordingProxy();
    await new Promise<void>((resolve) => {
      proxy.#server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** All clear text that passed, whoever it was for. */
  get transcript(): string {
    return [...this.sent.values()].join('\n');
  }

  async close(): Promise<void> {
    for (const side of this.#open) side.destroy();
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}
