import test from 'ava';
import { environmentProxy } from '../../src/clusters/environment-proxy.js';

const picks = test.macro((t, server: string, noProxy: string, expected: string | null) => {
  t.is(environmentProxy(server, { HTTPS_PROXY: 'proxy.acme.example:3128', NO_PROXY: noProxy }), expected);
});
const proxy = 'http://proxy.acme.example:3128';

test('a proxy without a scheme is an http proxy', picks, 'https://api.acme.example:6443', '', proxy);
test('an exception by name covers its subdomains', picks, 'https://api.acme.example:6443', 'acme.example', null);
test('an exception by name covers no longer name', picks, 'https://api.notacme.example', 'acme.example', proxy);
test('an exception with a dot covers subdomains alone', picks, 'https://acme.example', '.acme.example', proxy);
test('an exception with a star covers subdomains alone', picks, 'https://a.acme.example', '*.acme.example', null);
test(
  'an exception with a port is for that port',
  picks,
  'https://api.acme.example:6443',
  'api.acme.example:443',
  proxy,
);
test('an exception with the port covers it', picks, 'https://api.acme.example:6443', 'x, api.acme.example:6443', null);
test('a star excepts all', picks, 'https://api.acme.example', '*', null);
test('a network excepts its addresses', picks, 'https://10.1.2.3:6443', '10.0.0.0/8', null);
test('a network excepts no other address', picks, 'https://11.1.2.3:6443', '10.0.0.0/8', proxy);
test('an IPv6 network excepts its addresses', picks, 'https://[fd00::1]:6443', 'fd00::/8', null);
test('a network that is none excepts nothing', picks, 'https://10.1.2.3', '10.0.0.0/99', proxy);
test('an address excepts itself', picks, 'https://10.1.2.3', '10.1.2.3', null);
test('loopback is never proxied', picks, 'https://127.0.0.1:6443', '', null);
test('localhost is never proxied', picks, 'https://localhost:6443', '', null);

test('lower case names count, and a proxy of no known kind does not', (t) => {
  t.is(environmentProxy('https://a', { https_proxy: 'socks5://p:1080' }), 'socks5://p:1080');
  t.is(environmentProxy('https://a', { HTTPS_PROXY: 'file:///x' }), null);
  t.is(environmentProxy('https://a', {}), null);
});
