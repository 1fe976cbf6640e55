import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type OpenFile, openFile } from '../../src/sources/file.js';

function folder(t: ExecutionContext): string {
  const path = mkdtempSync(join(tmpdir(), 'kubeleaks-'));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function opened(t: ExecutionContext, path: string, as: 'walked' | 'named'): OpenFile {
  const file = openFile(path, as);
  if (file.kind !== 'open') throw new Error(file.failure.message);
  t.teardown(() => file.close());
  return file;
}

test('a pipe where a walk met a file is told, and nothing is taken from it', (t) => {
  const path = join(folder(t), 'pipe');
  execFileSync('mkfifo', [path]);
  const pipe = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  t.teardown(() => closeSync(pipe));
  writeSync(pipe, 'for another reader');
  const file = opened(t, path, 'walked');
  t.is(file.read(new Uint8Array(100), 0, 100, 0), -1);
  t.is(file.skipped?.code, 'special-file');
  t.is(file.skipped?.message, 'a pipe is not read');
  t.is(readSync(pipe, Buffer.alloc(100)), 'for another reader'.length);
});

test('a folder or a device where a walk met a file is told', (t) => {
  const path = join(folder(t), 'folder');
  mkdirSync(path);
  const file = opened(t, path, 'walked');
  t.is(file.read(new Uint8Array(100), 0, 100, 0), -1);
  t.is(file.skipped?.message, 'a folder is not read');
  t.is(opened(t, '/dev/null', 'walked').skipped?.message, 'a device is not read');
  t.is(opened(t, '/dev/null', 'named').skipped?.message, 'a device is not read');
});

test('a regular file has its size and is read anywhere, walked or named', (t) => {
  const path = join(folder(t), 'file');
  writeFileSync(path, '0123456789');
  for (const as of ['walked', 'named'] as const) {
    const file = opened(t, path, as);
    const target = Buffer.alloc(10, '.');
    t.is(file.skipped, null);
    t.is(file.size, 10);
    t.true(file.canSeek);
    t.is(file.read(target, 2, 5, 4), 5);
    t.is(target.toString(), '..45678...');
    t.is(file.read(target, 0, 10, 10), 0);
  }
});

test('a pipe that was named is read from its start', (t) => {
  const path = join(folder(t), 'pipe');
  execFileSync('mkfifo', [path]);
  const pipe = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  t.teardown(() => closeSync(pipe));
  writeSync(pipe, 'abc');
  const file = opened(t, path, 'named');
  t.is(file.skipped, null);
  t.false(file.canSeek);
  t.is(file.size, 0);
  t.is(file.read(new Uint8Array(10), 0, 10, 1000), 3);
});
