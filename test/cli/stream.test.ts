import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
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

test('Ctrl-C ends a scan of a named pipe that nobody writes to', async (t) => {
  const cwd = await temporaryFolder(t);
  if (spawnSync('mkfifo', [join(cwd, 'silent')]).status !== 0) return t.pass('there are no named pipes here');
  const child = start(t, cwd, ['dir', '-f', 'jsonl', 'silent']);
  await once(child.stdout, 'data');
  child.stdout.resume();
  child.kill('SIGINT');
  t.is(await ended(child), 'SIGINT');
  return undefined;
});

/** Asks a server on this machine for a text. */
async function fetched(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

test('a file that is followed is told as it grows, counted for Prometheus, and SIGTERM ends it with a summary', async (t) => {
  const folder = await temporaryFolder(t);
  const port = await freePort();
  await writeFile(join(folder, 'app.log'), `${token}\n`);
  const args = ['dir', '--follow', 'app.log', '-f', 'jsonl', '--metrics', `127.0.0.1:${port}`, '--fail-on', 'live'];
  const child = start(t, folder, args);
  const text: string[] = [];
  child.stdout.on('data', (chunk) => text.push(String(chunk)));
  await toldOf(child);
  t.regex(await fetched(`http://127.0.0.1:${port}/metrics`), /^kubeleaks_findings_total 1$/m);
  t.is(await fetched(`http://127.0.0.1:${port}/healthz`), 'ok\n');
  child.kill('SIGTERM');
  t.is(await ended(child), 1);
  t.regex(text.join(''), /"type":"summary",.*"complete":true/);
});

test('--state and --metrics without --follow are wrong usage', async (t) => {
  for (const flag of ['--state=s', '--metrics=:0']) {
    const { code, stderr } = await runCli(t, ['dir', flag, '.']);
    t.is(code, 2);
    t.regex(stderr, /goes with --follow/);
  }
});

(process.platform === 'linux' ? test : test.skip)(
  'where too few files may be open, those that are open are not read again from their start',
  async (t) => {
    const folder = await temporaryFolder(t);
    for (let index = 100; index < 180; index += 1) await writeFile(join(folder, `${index}.log`), 'nothing\n');
    const path = join(folder, '100.log');
    await writeFile(path, `${token}\n`);
    const line = 'ulimit -n 60 && exec "$@"';
    const args = ['-c', line, 'sh', process.execPath, cli, 'dir', '--follow', folder, '-f', 'jsonl'];
    const child = spawn('sh', args, { cwd: folder, env: environment(folder) });
    t.teardown(() => child.kill('SIGKILL'));
    let text = '';
    const told = async (what: string): Promise<void> => {
      while (!text.includes(what)) text += String(((await once(child.stdout, 'data')) as [Buffer])[0]);
    };
    await told('too-many-files');
    await writeFile(join(folder, '099.log'), 'new\n');
    await told('could not list this folder');
    await appendFile(path, `${mintToken({ kind: 'unbound' })}\n`);
    await told('"line":2,');
    child.kill('SIGTERM');
    await told('"type":"summary"');
    t.deepEqual(text.match(/"line":\d+/g), ['"line":1', '"line":2']);
  },
);
