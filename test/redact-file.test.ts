/** Files are redacted where they lie, or left alone and told. */
import { execFileSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { chmod, link, lstat, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { redactFile } from '../src/index.js';
import { mintShape } from './helpers/mint.js';
import { runCli } from './helpers/run-cli.js';
import { tempFolder } from './helpers/temp-folder.js';

const token = mintShape({ kind: 'legacy', seed: 'in-place' });
const signature = token.slice(token.lastIndexOf('.') + 1);
const marker = /KUBELEAKS\.legacy\.[a-z0-9-]+\.[a-z0-9-]+\.[0-9a-f]{12}/;

/** GNU cp, which carries extended attributes. */
const onLinux = process.platform === 'linux' ? test : test.skip;

async function fileWith(t: ExecutionContext, content: string | Uint8Array): Promise<string> {
  const path = join(await tempFolder(t), 'app.log');
  await writeFile(path, content);
  return path;
}

async function refuses(t: ExecutionContext, path: string, reason: RegExp): Promise<void> {
  const error = await t.throwsAsync(redactFile(path), { code: 'in-place-refused' });
  t.regex(error?.message ?? '', reason);
}

onLinux('a file keeps its mode, its other bytes and its extended attributes', async (t) => {
  const path = await fileWith(t, `a\r\nb ${token} c\n\0 no newline`);
  await chmod(path, 0o604);
  const hasAttributes = setAttribute(path);
  const { counts, remaining } = await redactFile(path);
  t.deepEqual(counts.replaced, { legacy: 1 });
  t.is(remaining, 0);
  const text = await readFile(path, 'latin1');
  t.regex(text, new RegExp(`^a\r\nb ${marker.source} c\n\0 no newline$`));
  t.is((await stat(path)).mode & 0o7777, 0o604);
  if (hasAttributes) t.regex(execFileSync('getfattr', ['-d', path], { encoding: 'utf8' }), /user\.note="kept"/);
  t.deepEqual(await readdir(join(path, '..')), ['app.log']);
});

/** False where the file system or the machine has none. */
function setAttribute(path: string): boolean {
  try {
    execFileSync('setfattr', ['-n', 'user.note', '-v', 'kept', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test('a file without tokens is not touched', async (t) => {
  const path = await fileWith(t, 'nothing here\n');
  const before = await stat(path, { bigint: true });
  await redactFile(path);
  const after = await stat(path, { bigint: true });
  t.is(after.ino, before.ino);
  t.is(after.mtimeNs, before.mtimeNs);
  t.deepEqual(await readdir(join(path, '..')), ['app.log']);
});

if (process.platform !== 'win32') {
  test('a link is refused, and what it leads to stays', async (t) => {
    const path = await fileWith(t, token);
    const alias = join(path, '..', 'alias');
    await symlink(path, alias);
    await refuses(t, alias, /symbolic link/);
    t.true((await lstat(alias)).isSymbolicLink());
    t.is(await readFile(path, 'utf8'), token);
  });
}

test('a file with a second name is refused', async (t) => {
  const path = await fileWith(t, token);
  await link(path, join(path, '..', 'second'));
  await refuses(t, path, /hard links/);
  t.is(await readFile(path, 'utf8'), token);
});

test('a folder and a missing file are refused', async (t) => {
  const folder = await tempFolder(t);
  await refuses(t, join(folder, 'missing'), /does not exist/);
  await t.throwsAsync(redactFile(folder));
});

onLinux('a file that another process writes is refused', async (t) => {
  const path = await fileWith(t, token);
  // The shell holds it open for as long as its standard input is.
  const { spawn } = await import('node:child_process');
  const writer = spawn('sh', ['-c', 'exec 3>>"$0"; echo open; cat', path], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.teardown(() => writer.kill());
  await new Promise((resolve) => writer.stdout.once('data', resolve));
  await refuses(t, path, /open for writing/);
  t.is(await readFile(path, 'utf8'), token);
});

onLinux('a file that is only read elsewhere is no reason to refuse', async (t) => {
  const path = await fileWith(t, token);
  const descriptor = openSync(path, 'r');
  t.teardown(() => closeSync(descriptor));
  await redactFile(path);
  t.regex(await readFile(path, 'utf8'), marker);
});

onLinux('a file that is changed while it is read stays', async (t) => {
  const path = await fileWith(t, token);
  const changes = { onEvent: (event: { readonly type: string }) => event.type === 'summary' && append(path) };
  const error = await t.throwsAsync(redactFile(path, changes), { code: 'in-place-refused' });
  t.regex(error?.message ?? '', /changed while it was read/);
  t.is(await readFile(path, 'utf8'), `${token}more`);
  t.deepEqual(await readdir(join(path, '..')), ['app.log']);
});

function append(path: string): void {
  execFileSync('sh', ['-c', 'printf more >> "$0"', path]);
}

test('a dry run shows lines without tokens, and changes nothing', async (t) => {
  const path = await fileWith(t, `first\nb ${token} c\nlast\n`);
  const { code, stdout } = await runCli(['redact', '--in-place', '--dry-run', path]);
  t.is(code, 0);
  const [, , place, before = '', after = ''] = stdout.split('\n');
  t.is(place, '@@ -2 +2 @@');
  t.is(before, `-b ‹${token.length} bytes› c`);
  t.regex(after, new RegExp(`^\\+b ${marker.source} c$`));
  t.false(stdout.includes(signature));
  t.true((await readFile(path, 'utf8')).includes(token));
});

onLinux('what cannot be replaced is told, and the exit code is 1', async (t) => {
  const path = await fileWith(t, gzipSync(`x ${token} y`));
  const packed = await readFile(path);
  const { code, stderr } = await runCli(['redact', '--in-place', path]);
  t.is(code, 1);
  t.regex(stderr, /1 token is still in it/);
  t.deepEqual(await readFile(path), packed);
});

test('files are touched only when --in-place is said', async (t) => {
  const path = await fileWith(t, token);
  for (const args of [[path], ['--in-place'], ['--dry-run'], ['--in-place', '--also', 'json=x', path]]) {
    t.is((await runCli(['redact', ...args], { stdin: '' })).code, 2);
  }
  t.is(await readFile(path, 'utf8'), token);
});
