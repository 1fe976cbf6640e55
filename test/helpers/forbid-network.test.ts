import { execFile } from 'node:child_process';
import { connect, createServer, type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import test from 'ava';

const run = promisify(execFile);

test('the suite can reach a server of this machine', async (t) => {
  const server = createServer((socket) => socket.end('hello'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [said] = (await socket.toArray()) as Buffer[];
  t.is(said?.toString(), 'hello');
});

const attempts = {
  'a connection': "require('node:net').connect(80, '127.0.0.1')",
  'a connection by name': "require('node:net').connect({ host: 'kubeleaks.invalid', port: 80 })",
  'a connection with TLS': "require('node:tls').connect({ host: '127.0.0.1', port: 443 })",
  'a request': "require('node:http').get('http://127.0.0.1/')",
  'a fetch': "fetch('https://kubeleaks.invalid/').catch((error) => { throw error.cause; })",
  'a datagram': "require('node:dgram').createSocket('udp4').send('a', 9, '127.0.0.1')",
  'a look-up': "import('node:dns/promises').then(({ lookup }) => lookup('kubeleaks.invalid'))",
};
for (const [what, code] of Object.entries(attempts)) {
  test(`a command under guard is stopped at ${what}`, async (t) => {
    const guard = new URL('guards/offline.js', import.meta.url).href;
    const error = await t.throwsAsync(run(process.execPath, ['--import', guard, '-e', code]));
    t.regex((error as Error & { stderr: string }).stderr, /Error: network: a test tried/);
  });
}

test('a command that may reach this machine is stopped at another one', async (t) => {
  const guard = new URL('guards/loopback.js', import.meta.url).href;
  const code = "require('node:net').connect(443, '192.0.2.1')";
  const error = await t.throwsAsync(run(process.execPath, ['--import', guard, '-e', code]));
  t.regex((error as Error & { stderr: string }).stderr, /Error: network: a test tried to reach 192\.0\.2\.1/);
});
