import { ProxyAgent, request } from 'undici';
import test from 'ava';
import { RecordingProxy } from './recording-proxy.js';
import { ApiServer, authority } from './server.js';

test('the recording proxy reads what it passes on, and the answer comes back whole', async (t) => {
  const [server, proxy] = await Promise.all([ApiServer.start(), RecordingProxy.start()]);
  t.teardown(() => Promise.all([proxy.close(), server.close()]));
  const dispatcher = new ProxyAgent({ uri: proxy.url, requestTls: { ca: authority.certificate } });
  const answer = await request(`${server.url}/version`, {
    dispatcher,
    headers: { authorization: 'Bearer reviewer-admin', 'x-probe': 'canary' },
  });
  t.is(((await answer.body.json()) as { major: string }).major, '1');
  t.true(proxy.transcript.includes('canary'));
  t.deepEqual(
    proxy.tunnels.map(({ target }) => target),
    [`127.0.0.1:${server.port}`],
  );
  await dispatcher.close();
});
