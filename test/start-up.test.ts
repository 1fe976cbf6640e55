/** Start-up is bounded by what is loaded, never by a clock: each module costs, on any machine. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { GitRepository } from './helpers/git/git-repository.js';
import { mintShape } from './helpers/mint.js';
import { tempFolder } from './helpers/temp-folder.js';
import { traceLoads } from './helpers/trace-loads.js';

/** Modules of Node that cost milliseconds, and that nothing small needs. Pipes themselves bring `net` along. */
const heavy = ['child_process', 'dns', 'http', 'http2', 'https', 'inspector', 'readline', 'tls'];

test('--version loads next to nothing', async (t) => {
  const loads = await traceLoads(t, ['--version']);
  t.is(loads.code, 0);
  t.true(loads.files.length <= 3, loads.files.join(' '));
  t.true(loads.loadedBytes < 2_000, `${loads.loadedBytes} bytes`);
  t.deepEqual(
    [...heavy, 'crypto', 'worker_threads', 'zlib'].filter((name) => loads.builtins.includes(name)),
    [],
  );
  t.is(loads.threads, 1);
});

test('a small stdin starts no thread and loads no room that it does not need', async (t) => {
  const stdin = `${'a line of a log\n'.repeat(100)}token: ${mintShape({ kind: 'pod-bound' })}\n`;
  const loads = await traceLoads(t, ['stdin'], { stdin });
  t.is(loads.code, 1);
  t.is(loads.threads, 1);
  t.deepEqual(
    heavy.filter((name) => loads.builtins.includes(name)),
    [],
  );
  t.deepEqual(
    loads.files.filter((file) => file.includes('node_modules/')),
    [],
  );
  t.true(loads.files.length <= 20, loads.files.join(' '));
  t.true(loads.loadedBytes < 450_000, `${loads.loadedBytes} bytes`);
});

test('a folder that is no repository is scanned without what reads one', async (t) => {
  const folder = await tempFolder(t);
  await writeFile(join(folder, 'a.txt'), `token: ${mintShape({ kind: 'pod-bound' })}\n`);
  const loads = await traceLoads(t, ['scan', folder, '-f', 'jsonl']);
  t.is(loads.code, 1);
  t.deepEqual(
    heavy.filter((name) => loads.builtins.includes(name)),
    [],
  );
  t.true(loads.loadedBytes < 400_000, `${loads.loadedBytes} bytes`);
});

test('a large folder is searched with the thread that started while the rest was loaded, and no other', async (t) => {
  const folder = await tempFolder(t);
  for (let file = 0; file < 600; file++) await writeFile(join(folder, `${file}.txt`), 'nothing\n');
  await writeFile(join(folder, 'last.txt'), `token: ${mintShape({ kind: 'pod-bound' })}\n`);
  const loads = await traceLoads(t, ['scan', folder, '-f', 'jsonl', '-j', '2']);
  t.is(loads.code, 1);
  t.is(loads.threads, 2);
});

test('help loads nothing that scans', async (t) => {
  const loads = await traceLoads(t, ['help']);
  t.is(loads.code, 0);
  t.true(loads.loadedBytes < 100_000, `${loads.loadedBytes} bytes`);
});

test('a small repository is searched, and its history told, without a package or a thread', async (t) => {
  const folder = join(await tempFolder(t), 'r');
  const repository = new GitRepository(folder);
  repository.commit({ 'a.txt': `token: ${mintShape({ kind: 'pod-bound' })}\n` });
  repository.commit({ 'a.txt': null });
  repository.git('repack', '-q', '-ad');
  const loads = await traceLoads(t, ['git', folder, '-f', 'jsonl']);
  t.is(loads.code, 1);
  t.regex(loads.stdout, /"type":"history".*"state":"removed"/);
  t.is(loads.threads, 1);
  t.deepEqual(
    loads.files.filter((file) => file.includes('node_modules/')),
    [],
  );
  t.true(loads.loadedBytes < 600_000, `${loads.loadedBytes} bytes`);
});
