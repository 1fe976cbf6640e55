import test, { type ExecutionContext } from 'ava';
import { ClusterApi } from '../../src/clusters/api.js';
import { readServedKeys } from '../../src/clusters/served-keys.js';
import { clusterOf } from '../helpers/api-server/cluster-of.js';
import { ApiServer, clusterKey, type ServerSettings } from '../helpers/api-server/server.js';
import { FakeClock } from '../helpers/fake-clock.js';

async function open(
  t: ExecutionContext,
  settings: ServerSettings = {},
): Promise<{ server: ApiServer; api: ClusterApi }> {
  const server = await ApiServer.start(settings);
  const api = new ClusterApi(clusterOf(server), { environment: {}, clock: new FakeClock() });
  t.teardown(async () => {
    await api.close();
    await server.close();
  });
  return { server, api };
}

test('a cluster tells its keys and its issuer, and an excluded key stays out', async (t) => {
  const keys = [clusterKey(), clusterKey('ES512'), { ...clusterKey('ES256'), excluded: true }];
  const { api } = await open(t, { keys, issuers: ['https://issuer.acme.example', 'https://older.example'] });
  const read = await readServedKeys(api);
  t.is(read.state === 'read' ? read.issuer : '', 'https://issuer.acme.example');
  t.deepEqual(
    read.state === 'read' ? read.keys.map(({ kid }) => kid) : [],
    keys.slice(0, 2).map(({ kid }) => kid),
  );
});

test('a discovery document that cannot be had does not hide the keys', async (t) => {
  const { server, api } = await open(t);
  server.faults.push({ on: /well-known/, does: { kind: 'status', status: 403 } });
  const read = await readServedKeys(api);
  t.is(read.state === 'read' ? read.issuer : '', null);
});

for (const jwks of [{}, { keys: 'x' }, { keys: [{ kty: 'oct', k: 'x' }] }]) {
  test(`a key set like ${JSON.stringify(jwks)} gives no keys`, async (t) => {
    const { api } = await open(t, { jwks });
    t.deepEqual(await readServedKeys(api), { state: 'failed', failure: 'no-keys' });
  });
}

test('a cluster that forbids reading its keys is told apart from one that is not reached', async (t) => {
  const { server, api } = await open(t);
  server.faults.push({ on: /jwks/, does: { kind: 'status', status: 403 } });
  t.deepEqual(await readServedKeys(api), { state: 'failed', failure: 'forbidden' });
  await server.close();
  t.deepEqual(await readServedKeys(api), { state: 'failed', failure: 'not-reached' });
});
