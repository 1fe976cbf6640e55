/** The proxy that the environment names for a server, as kubectl reads it (golang.org/x/net/http/httpproxy). */
import { BlockList, isIP } from 'node:net';

type Environment = { readonly [name: string]: string | undefined };

function variable(environment: Environment, name: string): string {
  return environment[name] ?? environment[name.toLowerCase()] ?? '';
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function isInNetwork(host: string, network: string): boolean {
  const [address = '', bits = ''] = network.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  const length = Number(bits);
  if (
    isIP(address) === 0 ||
    isIP(host) !== isIP(address) ||
    !/^\d+$/.test(bits) ||
    length > (family === 'ipv6' ? 128 : 32)
  )
    return false;
  const list = new BlockList();
  list.addSubnet(address, length, family);
  return list.check(host, family);
}

function isExcepted(host: string, port: string, entry: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isInNetwork(host, entry);
  const match = isIP(entry) === 0 ? /^(.*?)(?::(\d+))?$/.exec(entry) : [entry, entry, undefined];
  const name = match?.[1] ?? entry;
  const wantedPort = match?.[2];
  if (wantedPort !== undefined && wantedPort !== port) return false;
  if (isIP(host) !== 0) return host === name;
  if (name.startsWith('*.')) return host.endsWith(name.slice(1));
  return name.startsWith('.') ? host.endsWith(name) : host === name || host.endsWith(`.${name}`);
}

/** URL of the proxy for `server`, an https URL; null when it is reached directly. */
export function environmentProxy(server: string, environment: Environment): string | null {
  const named = variable(environment, 'HTTPS_PROXY').trim();
  const { hostname, port } = new URL(server);
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (named === '' || isLoopback(host)) return null;
  const exceptions = variable(environment, 'NO_PROXY')
    .toLowerCase()
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  if (exceptions.some((entry) => isExcepted(host, port === '' ? '443' : port, entry))) return null;
  const url = named.includes('://') ? named : `http://${named}`;
  return URL.canParse(url) && ['http:', 'https:', 'socks5:'].includes(new URL(url).protocol) ? url : null;
}
