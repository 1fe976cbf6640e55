import { execFileSync } from 'node:child_process';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { loadConfig } from '../../src/config/load-config.js';
import { UsageError } from '../../src/model/usage-error.js';

const vocabulary = { formats: ['human', 'json'], detectors: ['kubernetes-bound'] };

async function homeFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kubeleaks-config-'));
  t.teardown(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, '.config/kubeleaks'), { recursive: true });
  return folder;
}

const environment = (home: string) => ({ platform: 'linux', home, env: {} });

test("the file of the user's folder is read when none is named", async (t) => {
  const folder = await homeFolder(t);
  await writeFile(join(folder, '.config/kubeleaks/config.yaml'), 'jobs: 3');
  t.deepEqual(await loadConfig(undefined, environment(folder), vocabulary), { jobs: 3 });
});

test('a named file replaces the one of the folder', async (t) => {
  const folder = await homeFolder(t);
  await writeFile(join(folder, '.config/kubeleaks/config.yaml'), 'jobs: 3');
  await writeFile(join(folder, 'other.yaml'), 'format: json');
  t.deepEqual(await loadConfig(join(folder, 'other.yaml'), environment(folder), vocabulary), { format: 'json' });
});

test('no file in the folder sets nothing', async (t) => {
  t.deepEqual(await loadConfig(undefined, environment(await homeFolder(t)), vocabulary), {});
});

test("relative paths are counted from the file's folder", async (t) => {
  const folder = await homeFolder(t);
  const file = join(folder, '.config/kubeleaks/config.yaml');
  await writeFile(file, 'output: r.json\nbaseline: /b.json\nallow: [../x]\nclusters: [{name: a, jwks: a.json}]');
  t.deepEqual(await loadConfig(undefined, environment(folder), vocabulary), {
    output: join(folder, '.config/kubeleaks/r.json'),
    baseline: '/b.json',
    allow: [join(folder, '.config/x')],
    clusters: [{ name: 'a', jwks: join(folder, '.config/kubeleaks/a.json') }],
  });
});

const refuses = test.macro({
  async exec(t, make: (file: string) => unknown, reason: RegExp) {
    const folder = await homeFolder(t);
    const file = join(folder, 'config.yaml');
    await make(file);
    const error = await t.throwsAsync(loadConfig(file, environment(folder), vocabulary), { instanceOf: UsageError });
    t.regex(error?.message ?? '', reason);
    t.true(error?.message.includes(file));
  },
  title: (title) => `a named configuration is refused with the reason: ${title}`,
});

test('absent', refuses, () => {}, /there is no such file$/);
test('a folder', refuses, (file) => mkdir(file), /it is a folder$/);
test('not UTF-8', refuses, (file) => writeFile(file, Buffer.from([0x61, 0xff])), /it is not UTF-8 text$/);
test('too long', refuses, (file) => writeFile(file, '#'.repeat(1_048_577)), /longer than 1048576 bytes$/);
test('invalid', refuses, (file) => writeFile(file, 'jobs: x'), /:1:7: jobs: /);

test('a named pipe in the place of the file does not hold the start', async (t) => {
  const folder = await homeFolder(t);
  execFileSync('mkfifo', [join(folder, '.config/kubeleaks/config.yaml')]);
  t.deepEqual(await loadConfig(undefined, environment(folder), vocabulary), {});
});
