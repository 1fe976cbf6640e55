import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { tempFolder } from '../../helpers/temp-folder.js';
import { measureTree, writeTree } from './tree.js';

test('a tree holds as many files and leaks as asked, the same for the same seed', async (t) => {
  const recipe = { files: 60, seed: 3, leaks: 4 };
  const [one, two] = [await tempFolder(t), await tempFolder(t)];
  await writeTree(one, recipe);
  await writeTree(two, recipe);
  const read = async (folder: string): Promise<string[]> => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return await Promise.all(
      paths.sort().map(async (path) => `${path.slice(folder.length)}\n${await readFile(path, 'utf8')}`),
    );
  };
  const files = await read(one);
  t.is(files.length, recipe.files);
  t.deepEqual(files, await read(two));
  t.is(files.filter((text) => text.includes('const token = "eyJ')).length, recipe.leaks);
  const bytes = files.reduce((sum, text) => sum + text.length - text.indexOf('\n') - 1, 0);
  t.is(await measureTree(one), bytes);
});
