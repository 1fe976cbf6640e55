import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { scan } from '../../src/index.js';
import type { Sighting } from '../../src/model/finding.js';
import { mintShape } from '../helpers/mint.js';

const token = mintShape({ kind: 'legacy', seed: 'structure' });
const base64 = Buffer.from(token).toString('base64');

async function sightingsIn(
  t: ExecutionContext,
  name: string,
  content: string | Uint8Array,
  jobs = 1,
): Promise<readonly Sighting[]> {
  const root = mkdtempSync(join(tmpdir(), 'kubeleaks-'));
  t.teardown(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(join(root, name), content);
  const sightings: Sighting[] = [];
  for await (const event of scan([{ kind: 'path', path: join(root, name) }], { jobs })) {
    if (event.type === 'sighting') sightings.push(event.sighting);
  }
  return sightings;
}

/** What `kubectl get secrets -A -o json` prints, with one token that counts. */
function secretList(items: number, where: number, indent?: number): string {
  const list = Array.from({ length: items }, (_, index) => ({
    apiVersion: 'v1',
    data: { 'ca.crt': Buffer.alloc(2400, index).toString('base64'), token: index === where ? base64 : 'eA==' },
    kind: 'Secret',
    metadata: { name: `secret-${index}`, namespace: 'default', annotations: { note: 'a "quoted" \\ word' } },
    type: 'kubernetes.io/service-account-token',
  }));
  return JSON.stringify({ apiVersion: 'v1', items: list, kind: 'List' }, null, indent);
}

test('a line of an audit log tells who asked, and where the token stands', async (t) => {
  const event = (auditID: string, responseObject: object): string =>
    `${JSON.stringify({ kind: 'Event', apiVersion: 'audit.k8s.io/v1', auditID, verb: 'create', user: { username: 'eve' }, sourceIPs: ['10.0.0.9'], responseObject })}\n`;
  const log = event('a', {}).repeat(20_000) + event('b', { status: { token } }) + event('c', {}).repeat(100);
  const [sighting, ...others] = await sightingsIn(t, 'audit.log', log);
  t.is(others.length, 0);
  t.is(sighting?.field, 'responseObject.status.token');
  t.deepEqual(sighting?.record, { kind: 'audit', auditID: 'b', verb: 'create', user: 'eve', sourceIPs: ['10.0.0.9'] });
});

test('a line that the window cuts is told as any other', async (t) => {
  const line = (length: number): string =>
    `${JSON.stringify({ log: `${'x'.repeat(length)} ${token}\n`, stream: 'stdout', time: '2026-11-23T10:00:00Z' })}\n`;
  // Lines of every length, so that chunks end before, in and behind tokens.
  const lines = Array.from({ length: 400 }, (_, index) => line(index * 37));
  const sightings = await sightingsIn(t, 'docker.log', lines.join(''));
  t.is(sightings.length, 400);
  for (const { field, record } of sightings) {
    t.is(field, 'log');
    t.deepEqual(record, { kind: 'docker', time: '2026-11-23T10:00:00Z', stream: 'stdout' });
  }
});

test('a Secret in YAML tells its key, in plain text and in base64', async (t) => {
  const yaml = `apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\ndata:\n  token: ${base64}\n---\nstringData:\n  token: ${token}\n`;
  t.deepEqual(
    (await sightingsIn(t, 'secret.yaml', yaml)).map(({ field }) => field),
    ['data.token', 'stringData.token'],
  );
});

for (const [shape, indent] of [
  ['pretty-printed', 4],
  ['on one line', undefined],
] as const) {
  test(`a list of 5 MB, ${shape}, tells the index of the item`, async (t) => {
    const json = secretList(1500, 1234, indent);
    t.true(json.length > 5_000_000);
    t.deepEqual(
      (await sightingsIn(t, 'list.json', json)).map(({ field }) => field),
      ['items[1234].data.token'],
    );
  });
}

test('a document that threads share is told by its whole', async (t) => {
  const row = (index: number): string =>
    `  {\n    "id": ${index},\n    "text": "${'ab '.repeat(150)}",\n    "token": "${index % 9000 === 8999 ? token : ''}"\n  }`;
  const json = `{\n "rows": [\n${Array.from({ length: 81_000 }, (_, index) => row(index)).join(',\n')}\n ]\n}\n`;
  t.true(json.length > 33 * 1024 * 1024);
  const expected = Array.from({ length: 9 }, (_, index) => `rows[${index * 9000 + 8999}].token`);
  for (const jobs of [1, 3]) {
    const fields = (await sightingsIn(t, 'long.json', json, jobs)).map(({ field }) => field);
    t.deepEqual(new Set(fields), new Set(expected));
    t.is(fields.length, expected.length);
  }
});

test('what is opened first has fields too', async (t) => {
  const sightings = await sightingsIn(t, 'list.json.gz', gzipSync(secretList(20, 13, 2)));
  t.deepEqual(
    sightings.map(({ field }) => field),
    ['items[13].data.token'],
  );
});

test('a stream has fields and records', async (t) => {
  const bytes = Buffer.from(
    `{"log":"x\\n","stream":"stderr","time":"t"}\n{"log":"${token}\\n","stream":"stdout","time":"t"}\n`,
  );
  const told: Sighting[] = [];
  for await (const event of scan([{ kind: 'text', bytes }])) if (event.type === 'sighting') told.push(event.sighting);
  t.deepEqual(
    told.map(({ field, record }) => ({ field, record })),
    [{ field: 'log', record: { kind: 'docker', time: 't', stream: 'stdout' } }],
  );
});
