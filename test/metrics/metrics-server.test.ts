import { request } from 'node:http';
import test from 'ava';
import { serveMetrics, UsageError } from '../../src/index.js';

async function ask(
  port: number,
  path: string,
  method = 'GET',
): Promise<{ status: number; type: string; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', text }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

test('metrics are served as Prometheus reads them, as they are when they are asked for', async (t) => {
  let value = 1;
  const read = () => [{ name: 'bytes_total', type: 'counter', help: 'Bytes searched.', value } as const];
  const server = await serveMetrics('127.0.0.1:0', read);
  t.teardown(() => server.close());
  value = 7;
  const answer = await ask(server.port, '/metrics');
  t.is(answer.status, 200);
  t.true(answer.type.startsWith('text/plain; version=0.0.4'));
  t.is(
    answer.text,
    '# HELP kubeleaks_bytes_total Bytes searched.\n# TYPE kubeleaks_bytes_total counter\nkubeleaks_bytes_total 7\n',
  );
  t.is((await ask(server.port, '/healthz')).text, 'ok\n');
  t.is((await ask(server.port, '/other')).status, 404);
  t.is((await ask(server.port, '/metrics', 'POST')).status, 405);
});

for (const address of ['', 'here', '127.0.0.1', '127.0.0.1:99999', '[::1', 'a:b:1']) {
  test(`"${address}" is no address to serve metrics on`, async (t) => {
    const error = await t.throwsAsync(
      serveMetrics(address, () => []),
      { instanceOf: UsageError },
    );
    t.is(error?.code, 'metrics-address');
  });
}

test('an address that is taken is a usage error', async (t) => {
  const server = await serveMetrics('127.0.0.1:0', () => []);
  t.teardown(() => server.close());
  await t.throwsAsync(
    serveMetrics(`127.0.0.1:${server.port}`, () => []),
    { instanceOf: UsageError },
  );
});
