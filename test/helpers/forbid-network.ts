/** Nothing that is tested reaches out: whoever tries is stopped before a packet leaves. */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

/** What is open all the same. */
export interface NetworkRules {
  /** Lets this machine talk to itself, for servers that a test starts. */
  readonly isLoopbackAllowed: boolean;
}

/**
 * Patches this thread, for good: a connection, a datagram or a look-up of a name throws `network: …`. TLS, HTTP and
 * `fetch` stand on `net`; sockets in the file system stay open.
 */
export function forbidNetwork({ isLoopbackAllowed }: NetworkRules): void {
  const check = (target: string): void => {
    if (!isLoopbackAllowed || !isLoopback(target)) refuse(`reach ${target}`);
  };
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]): net.Socket {
    const target = targetOf(args);
    if (target !== undefined) check(target);
    return Reflect.apply(connect, this, args) as net.Socket;
  };
  dgram.Socket.prototype.send = () => {
    refuse('send a datagram');
  };
  for (const resolver of [dns, dns.promises]) {
    const lookup = resolver.lookup as (...args: unknown[]) => unknown;
    Object.assign(resolver, {
      lookup: (name: string, ...rest: unknown[]) => {
        check(name);
        return Reflect.apply(lookup, resolver, [name, ...rest]);
      },
    });
  }
  syncBuiltinESMExports();
}

/** Says so on stderr as well, where it is seen even when the error is caught. */
function refuse(what: string): never {
  const message = `network: a test tried to ${what}`;
  writeSync(2, `${message}\n`);
  throw new Error(message);
}

/** The host a socket is about to connect to; undefined for a path. Node hands its own normalised arguments as a list. */
function targetOf(args: readonly unknown[]): string | undefined {
  const [first, second] = (Array.isArray(args[0]) ? args[0] : args) as readonly unknown[];
  if (typeof first === 'object' && first !== null) {
    const options = first as { readonly path?: string | null; readonly host?: string };
    return typeof options.path === 'string' ? undefined : (options.host ?? 'localhost');
  }
  if (typeof first === 'string' && Number.isNaN(Number(first))) return undefined;
  return typeof second === 'string' ? second : 'localhost';
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
