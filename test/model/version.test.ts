import { readFile } from 'node:fs/promises';
import test from 'ava';
import { version } from '../../src/model/version.js';

test('the version is the one of package.json', async (t) => {
  const manifest = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  t.is(version, manifest.version);
});
