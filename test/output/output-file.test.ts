import { chmod, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { openOutputFile } from '../../src/output/output-file.js';
import { token } from './tokens.js';

async function folder(t: ExecutionContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'kubeleaks-output-'));
  t.teardown(async () => await rm(path, { recursive: true, force: true }));
  return path;
}

async function write(path: string, text: string, reveal = false): Promise<void> {
  const output = await openOutputFile(path, { reveal });
  await output.write(text);
  await output.finish();
}

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

test('a file stands under its name only when it is whole, and what stood there stays until then', async (t) => {
  const path = join(await folder(t), 'report.json');
  await writeFile(path, 'old');
  const output = await openOutputFile(path);
  await output.write('x'.repeat(200_000));
  t.is(await readFile(path, 'utf8'), 'old');
  await output.finish();
  t.is((await readFile(path, 'utf8')).length, 200_000);
});

test('nothing remains of an output that was given up', async (t) => {
  const parent = await folder(t);
  const output = await openOutputFile(join(parent, 'report.json'));
  await output.write('half');
  await output.abandon();
  t.deepEqual(await readdir(parent), []);
});

test('a file that is replaced keeps its mode, and with reveal only its owner may read it', async (t) => {
  const path = join(await folder(t), 'report.json');
  await writeFile(path, 'old');
  await chmod(path, 0o640);
  await write(path, 'new');
  t.is(await modeOf(path), 0o640);
  await write(path, 'new', true);
  t.is(await modeOf(path), 0o600);
});

test('a new file with reveal is never readable by others, not even while it is written', async (t) => {
  const parent = await folder(t);
  const output = await openOutputFile(join(parent, 'report.json'), { reveal: true });
  const [aside = ''] = await readdir(parent);
  t.is(await modeOf(join(parent, aside)), 0o600);
  await output.finish();
});

test('a link stays a link and the file it points to is replaced', async (t) => {
  const parent = await folder(t);
  await writeFile(join(parent, 'real.json'), 'old');
  await symlink('real.json', join(parent, 'link.json'));
  await write(join(parent, 'link.json'), 'new');
  t.true((await lstat(join(parent, 'link.json'))).isSymbolicLink());
  t.is(await readFile(join(parent, 'real.json'), 'utf8'), 'new');
});

test('a device is written straight and stays a device', async (t) => {
  await write('/dev/null', 'text');
  t.true((await stat('/dev/null')).isCharacterDevice());
});

const refused = test.macro({
  exec: async (t: ExecutionContext, make: (parent: string) => Promise<string>, message: RegExp) => {
    const parent = await folder(t);
    const path = await make(parent);
    await t.throwsAsync(openOutputFile(path), { name: 'UsageError', code: 'output-failed', message });
  },
  title: (what) => `refuses ${what} with a message that says why`,
});

test('a folder', refused, async (parent) => parent, /it is a folder/);
test('a folder that is not there', refused, async (parent) => join(parent, 'a', 'b'), /its folder does not exist/);
test(
  'a link to nothing',
  refused,
  async (parent) => {
    await symlink('nowhere', join(parent, 'link'));
    return join(parent, 'link');
  },
  /a symbolic link that points to nothing/,
);

test('a full disk is told, and nothing remains but what stood there', async (t) => {
  const output = await openOutputFile('/dev/full');
  await t.throwsAsync(
    async () => {
      await output.write('x'.repeat(100_000));
      await output.finish();
    },
    { code: 'output-failed', message: 'cannot write /dev/full: no space left on the device' },
  );
});

test('neither the file nor the error message shows a token', async (t) => {
  const [clear = ''] = fc.sample(token, 1);
  const parent = await folder(t);
  await write(join(parent, 'report.txt'), `path ${clear}\n`);
  t.is(await readFile(join(parent, 'report.txt'), 'utf8'), `path ${clear.slice(0, 9)}…\n`);
  const error = await t.throwsAsync(openOutputFile(join(parent, clear, 'x')));
  t.false(error?.message.includes(clear));
});
