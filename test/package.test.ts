/** What `npm publish` would send, and whether it works where it arrives. */
import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { mintShape } from './helpers/mint.js';
import { root } from './helpers/root.js';
import { runNpm } from './helpers/run-npm.js';
import { tempFolder } from './helpers/temp-folder.js';

const run = promisify(execFile);

interface Packed {
  readonly files: ReadonlyArray<{ readonly path: string; readonly mode: number; readonly size: number }>;
  readonly unpackedSize: number;
}

interface Manifest {
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
// npm 12 answers with an object by package name, npm up to 11 with a list.
const answer = JSON.parse(await runNpm(['pack', '--dry-run', '--json', '--ignore-scripts'])) as object;
const [packed] = Object.values(answer) as [Packed];
const paths = packed.files.map(({ path }) => path);

/** A folder with nothing but the package and what it depends on. */
async function install(t: ExecutionContext): Promise<string> {
  const folder = await tempFolder(t);
  const modules = join(folder, 'node_modules');
  for (const path of paths) await cp(join(root, path), join(modules, 'kubeleaks', path));
  for (const name of Object.keys(manifest.dependencies)) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(root, 'node_modules', name), join(modules, name), 'junction');
  }
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  return folder;
}

test('the package holds what was built and three papers, nothing else', (t) => {
  const others = paths.filter((path) => !path.startsWith('dist/'));
  t.deepEqual(others.sort(), ['LICENSE', 'README.md', 'package.json']);
  const foreign = paths.filter((path) => path.startsWith('dist/') && !/\.(js|d\.ts|json)$/.test(path));
  t.deepEqual(foreign, []);
  t.deepEqual(
    paths.filter((path) => /(^|\/)(test|bench|fixtures|samples)\/|\.test\./.test(path)),
    [],
  );
});

test('the package stays under 1 MB', (t) => {
  t.true(packed.unpackedSize < 1_000_000, `${packed.unpackedSize} bytes`);
});

test('what package.json points at is in the package, and the command can be executed', (t) => {
  const targets = Object.values(manifest.exports).flatMap((target) =>
    typeof target === 'string' ? target : Object.values(target),
  );
  for (const target of targets) t.true(paths.includes(target.replace(/^\.\//, '')), target);
  const bin = packed.files.find(({ path }) => path === manifest.bin['kubeleaks']);
  t.truthy(bin);
  if (process.platform !== 'win32') t.is((bin?.mode ?? 0) & 0o111, 0o111);
});

test('no file of the package names the machine that built it', async (t) => {
  for (const path of paths) {
    const text = await readFile(join(root, path), 'utf8');
    t.false(text.includes(root), path);
    t.false(text.includes('sourceMappingURL'), path);
  }
});

test('the command runs where only the package and its dependencies are', async (t) => {
  const folder = await install(t);
  const bin = join(folder, 'node_modules', 'kubeleaks', manifest.bin['kubeleaks'] ?? '');
  const { stdout } = await run(process.execPath, [bin, '--version'], { cwd: folder });
  t.is(stdout, `${manifest.version}\n`);
});

test('the library is typed without the types of Node or any other package', async (t) => {
  const folder = await install(t);
  await writeFile(
    join(folder, 'use.ts'),
    "import { scan, type ScanEvent } from 'kubeleaks';\nexport const events: AsyncIterable<ScanEvent> = scan([]);\n",
  );
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', '', 'use.ts'];
  const { stdout } = await run(process.execPath, [tsc, ...flags], { cwd: folder }).catch(
    (error: { stdout: string }) => error,
  );
  t.is(stdout, '');
});

test('the library runs where only the package and its dependencies are, with threads', async (t) => {
  const folder = await install(t);
  await writeFile(join(folder, 'large.log'), `${'a line of a log\n'.repeat(1_000_000)}${mintShape()}\n`);
  await writeFile(
    join(folder, 'use.js'),
    `import { scan } from 'kubeleaks';
for await (const event of scan([{ kind: 'path', path: 'large.log' }], { jobs: 2 })) {
  if (event.type !== 'progress') console.log(event.type, event.failure?.message ?? '');
}`,
  );
  const { stdout } = await run(process.execPath, ['use.js'], { cwd: folder });
  t.deepEqual(stdout.trim().split(/ *\n/), ['start', 'finding', 'sighting', 'summary']);
});
