import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { mintShape, mintToken } from '../helpers/mint.js';
import { cli, environment, runCli, temporaryFolder } from './run-cli.js';

const token = mintToken({ kind: 'legacy' });

function start(t: ExecutionContext, cwd: string, args: readonly string[]): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [cli, ...args], { cwd, env: environment(cwd) });
  child.stdin.on('error', () => {});
  t.teardown(() => child.kill('SIGKILL'));
  return child;
}

/** How the process ended: its exit code, or the signal that it died of. */
async function ended(child: ChildProcessWithoutNullStreams): Promise<number | string | null> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return code ?? signal;
}

/** Reads standard output until it has told of the token. */
async function toldOf(child: ChildProcessWithoutNullStreams): Promise<string> {
  let text = '';
  while (!text.includes('deployer')) {
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
    text += String(chunk);
  }
  return text;
}

for (const format of ['human', 'jsonl']) {
  test(`a finding is printed as ${format} while the pipe stays open`, async (t) => {
    const child = start(t, await temporaryFolder(t), ['stdin', '-f', format]);
    child.stdin.write(`a line before\n${token}\na line behind\n`);
    t.false((await toldOf(child)).includes(token));
    t.is(child.exitCode, null);
  });
}

test('an empty pipe exits with 3, because nothing was scanned', async (t) => {
  const { code, stderr } = await runCli(t, ['stdin'], { input: '' });
  t.is(code, 3);
  t.regex(stderr, /^kubeleaks: nothing was scanned/);
});

test('comments in a stream allow nothing', async (t) => {
  t.is((await runCli(t, ['stdin'], { input: `${token} # kubeleaks:allow\n` })).code, 1);
});

test('a reader that goes away ends the scan without a word', async (t) => {
  const child = start(t, await temporaryFolder(t), ['stdin', '-f', 'jsonl']);
  const said: string[] = [];
  child.stderr.on('data', (chunk) => said.push(String(chunk)));
  child.stdin.write(`${token}\n`);
  await toldOf(child);
  child.stdout.destroy();
  const end = ended(child);
  // It learns that the reader has gone when it writes; a new token makes it write.
  for (let seed = 0; child.exitCode === null && seed < 50; seed += 1) {
    child.stdin.write(`${mintShape({ kind: 'legacy', seed: String(seed) })}\n`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  t.is(await end, 1);
  t.deepEqual(said, []);
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${signal} ends a scan of a silent pipe with an incomplete report, and the process dies of it`, async (t) => {
    const cwd = await temporaryFolder(t);
    const child = start(t, cwd, ['stdin', '-f', 'jsonl', '--also', 'json=r.json']);
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += String(chunk);
    });
    child.stdin.write(`${token}\n`);
    await toldOf(child);
    child.stdout.resume();
    child.kill(signal);
    t.is(await ended(child), signal);
    t.is(said, 'kubeleaks: incomplete: the scan was stopped before its end\n');
    t.deepEqual(await readdir(cwd), ['r.json']);
    const report = JSON.parse(await readFile(join(cwd, 'r.json'), 'utf8')) as { summary: { complete: boolean } | null };
    t.not(report.summary?.complete, true);
  });
}
