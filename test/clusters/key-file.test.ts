import { createPublicKey } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { keyMapText, readKeyFile, readPins, writePins, type KeyEntry } from '../../src/clusters/key-file.js';
import { keysOfJwks } from '../../src/clusters/public-key.js';
import type { JsonObject } from '../../src/model/json.js';
import { temporaryFolder } from '../helpers/api-server/kubectl.js';
import { jwkOf } from '../helpers/api-server/routes.js';
import { clusterKey } from '../helpers/api-server/server.js';

const keys = keysOfJwks({ keys: [jwkOf(clusterKey()) as JsonObject, jwkOf(clusterKey('ES256')) as JsonObject] });
const entry = (name: string, fields: Partial<KeyEntry> = {}): KeyEntry => ({
  name,
  issuer: 'https://issuer',
  server: 'https://api',
  identity: null,
  readAt: '2026-10-01T12:00:00Z',
  keys,
  ...fields,
});

test('an exported map reads back as it was, and twice the same map is twice the same text', async (t) => {
  const path = join(await temporaryFolder(t), 'map.json');
  await writeFile(path, keyMapText([entry('b'), entry('a')]));
  t.deepEqual(await readKeyFile(path), { entries: [entry('a'), entry('b')] });
  t.is(keyMapText([entry('a'), entry('b')]), keyMapText([entry('b'), entry('a')]));
});

test('pins are written for their user alone and replace the old ones whole', async (t) => {
  const path = join(await temporaryFolder(t), 'deep', 'folder', 'keys.json');
  t.deepEqual(await readPins(path), { entries: [], failures: [] });
  await writePins(path, [entry('a', { identity: 'i' })]);
  await writePins(path, [entry('b', { identity: 'j' })]);
  t.deepEqual((await readPins(path)).entries, [entry('b', { identity: 'j' })]);
  t.is((await stat(path)).mode & 0o777, 0o600);
});

test("a JWKS and a PEM file give keys that are nobody's by name", async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'jwks.json'), JSON.stringify({ keys: [jwkOf(clusterKey())] }));
  await writeFile(join(folder, 'sa.pub'), createPublicKey(clusterKey().key).export({ type: 'spki', format: 'pem' }));
  for (const name of ['jwks.json', 'sa.pub']) {
    const read = await readKeyFile(join(folder, name));
    t.deepEqual('entries' in read ? read.entries.map((found) => [found.name, found.keys[0]?.thumbprint]) : [], [
      [null, clusterKey().kid],
    ]);
  }
});

for (const [what, text] of [
  ['nothing', ''],
  ['no JSON', '{'],
  ['a list', '[]'],
  ['no keys', '{"keys":[]}'],
  ['a broken map', '{"schema":"kubeleaks/clusters/1","clusters":[7,{"keys":7},{"keys":[{"spki":"x"}]}]}'],
] as const) {
  test(`a key file with ${what} is a failure that names the file`, async (t) => {
    const path = join(await temporaryFolder(t), 'keys');
    await writeFile(path, text);
    const read = await readKeyFile(path);
    t.true('failure' in read && read.failure.message.includes(path) && read.failure.code === 'keys-unreadable');
  });
}

test('pins that somebody broke are told, and are left as they are', async (t) => {
  const path = join(await temporaryFolder(t), 'keys.json');
  await writeFile(path, '{"other":1}');
  t.deepEqual(
    (await readPins(path)).failures.map(({ code }) => code),
    ['keys-unreadable'],
  );
  t.is(await readFile(path, 'utf8'), '{"other":1}');
});
