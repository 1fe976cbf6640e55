import { PassThrough, Writable } from 'node:stream';
import test from 'ava';
import fc from 'fast-check';
import { openOutputStream } from '../../src/output/output-stream.js';
import { token } from './tokens.js';

const failing = (code: string): Writable =>
  new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error('foreign text'), { code })) });

test('text passes at once and masked', async (t) => {
  const [clear = ''] = fc.sample(token, 1);
  const stream = new PassThrough();
  const output = openOutputStream(stream, 'standard output');
  await output.write(`${clear}\n`);
  t.is(String(stream.read()), `${clear.slice(0, 9)}…\n`);
  await output.finish();
  t.false(stream.writableEnded);
});

test('a full stream is waited for', async (t) => {
  const taken: (() => void)[] = [];
  const stream = new Writable({ highWaterMark: 4, write: (_chunk, _encoding, done) => void taken.push(done) });
  const output = openOutputStream(stream, 'standard output');
  let isRoom = false;
  const writing = output.write('more than four').then(() => {
    isRoom = true;
  });
  await new Promise(setImmediate);
  t.false(isRoom);
  taken[0]?.();
  await writing;
  t.true(isRoom);
});

test('a closed pipe is told as closed and is no error', async (t) => {
  const output = openOutputStream(failing('EPIPE'), 'standard output');
  await output.write('a');
  await output.finish();
  await output.write('b');
  t.true(output.isClosed);
});

test('a stream that is destroyed while it is full does not hang the writer', async (t) => {
  const stream = new Writable({ highWaterMark: 1, write: () => {} });
  const output = openOutputStream(stream, 'standard output');
  const writing = output.write('text');
  stream.destroy();
  await writing;
  t.true(output.isClosed);
});

test('a full disk behind standard output is told in our own words', async (t) => {
  const output = openOutputStream(failing('ENOSPC'), 'standard output');
  await t.throwsAsync(
    async () => {
      await output.write('a');
      await output.finish();
    },
    { code: 'output-failed', message: 'cannot write standard output: no space left on the device' },
  );
});
