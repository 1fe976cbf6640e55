import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { isLarge } from '../../src/sources/is-large.js';
import { tempFolder } from '../helpers/temp-folder.js';

const much = { bytes: 100, files: 4 };

test('a file is large when it has more bytes, whatever links to it', async (t) => {
  const folder = await tempFolder(t);
  await writeFile(join(folder, 'a'), 'x'.repeat(100));
  await writeFile(join(folder, 'b'), 'x'.repeat(101));
  await symlink(join(folder, 'b'), join(folder, 'c'));
  t.deepEqual(
    ['a', 'b', 'c', 'none'].map((name) => isLarge(join(folder, name), much)),
    [false, true, true, false],
  );
});

test('a folder of which too much had to be looked at is not large, whatever it holds', async (t) => {
  const folder = await tempFolder(t);
  for (let name = 0; name < 8 * much.files; name += 1)
    await mkdir(join(folder, 'full', `${name}`), { recursive: true });
  t.false(isLarge(folder, much));
  t.false(isLarge(join(folder, 'full', 'gone'), much));
});

test('a folder is large when more files lie in it and below it, and links do not count', async (t) => {
  const folder = await tempFolder(t);
  const deep = join(folder, 'a', 'b');
  await mkdir(deep, { recursive: true });
  for (const name of ['1', '2']) await writeFile(join(folder, name), '');
  for (const name of ['3', '4']) await writeFile(join(deep, name), '');
  await symlink(folder, join(deep, 'round'));
  t.false(isLarge(folder, much));
  await writeFile(join(deep, '5'), '');
  t.true(isLarge(folder, much));
});
