/** What `npm publish` would send, and whether it works where it arrives. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { root } from './helpers/root.js';
import { runNpm } from './helpers/run-npm.js';

interface Packed {
  readonly files: ReadonlyArray<{ readonly path: string; readonly mode: number; readonly size: number }>;
  readonly unpackedSize: number;
}

// npm 12 answers with an object by package name, npm up to 11 with a list.
const answer = JSON.parse(await runNpm(['pack', '--dry-run', '--json', '--ignore-scripts'])) as object;
const [packed] = Object.values(answer) as [Packed];
const paths = packed.files.map(({ path }) => path);

test('the package holds what was built and three papers, nothing else', (t) => {
  const others = paths.filter((path) => !path.startsWith('dist/'));
  t.deepEqual(others.sort(), ['LICENSE', 'README.md', 'package.json']);
  const foreign = paths.filter((path) => path.startsWith('dist/') && !/\.(js|d\.ts|json)$/.test(path));
  t.deepEqual(foreign, []);
  t.deepEqual(paths.filter((path) => /(^|\/)(test|bench|fixtures|samples)\/|\.test\./.test(path)), []);
});

test('the package stays under 1 MB', (t) => {
  t.true(packed.unpackedSize < 1_000_000, `${packed.unpackedSize} bytes`);
});

test('no file of the package names the machine that built it', async (t) => {
  for (const path of paths) {
    const text = await readFile(join(root, path), 'utf8');
    t.false(text.includes(root), path);
    t.false(text.includes('sourceMappingURL'), path);
  }
});
