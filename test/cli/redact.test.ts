/** `kubeleaks redact` as a filter between processes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { parseDocument } from 'yaml';
import { mintShape } from '../helpers/mint.js';
import { cli, environment, runCli, temporaryFolder } from './run-cli.js';

const token = mintShape({ kind: 'pod-bound', seed: 'redact-cli' });
const signature = token.slice(token.lastIndexOf('.') + 1);
const marker = /KUBELEAKS\.bound\.[a-z0-9-]+\.[a-z0-9-]+\.[0-9a-f]{12}/;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

interface Filter {
  readonly child: ReturnType<typeof spawn>;
  write(text: string): void;
  /** Waits until standard output holds `text`. */
  until(text: string | RegExp): Promise<string>;
  readonly stderr: () => string;
  readonly ended: Promise<readonly [number | null, NodeJS.Signals | null]>;
}

async function startFilter(t: ExecutionContext, args: readonly string[] = []): Promise<Filter> {
  const cwd = await temporaryFolder(t);
  const child = spawn(process.execPath, [cli, 'redact', ...args], { cwd, env: environment(cwd) });
  t.teardown(() => child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('latin1');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  return {
    child,
    write: (text) => child.stdin.write(text),
    async until(text) {
      while (typeof text === 'string' ? !stdout.includes(text) : !text.test(stdout)) {
        await Promise.race([once(child.stdout, 'data'), ended]);
        if (child.exitCode !== null) break;
      }
      return stdout;
    },
    stderr: () => stderr,
    ended,
  };
}

test('a compressed stream passes as it is, and that is said and makes the exit code 3', async (t) => {
  const input = gzipSync(`a line\ntoken: ${token}\n`);
  const { code, stdout, stderr } = await runCli(t, ['redact'], { input });
  t.is(code, 3);
  t.is(stdout, input.toString());
  t.regex(stderr, /^kubeleaks: standard input is gzip: [^\n]+\n$/);
  const text = await runCli(t, ['redact'], { input: `no gzip\n${input.toString('base64').slice(0, 12)}\n` });
  t.is(text.code, 0);
  t.is(text.stderr, '');
});

test('tokens go, everything else stays, and the exit code is 0', async (t) => {
  const input = `first\r\n{"token":"${token}"}\n\0\xff no newline at the end`;
  const { code, stdout, stderr } = await runCli(t, ['redact'], { input: Buffer.from(input, 'latin1') });
  t.is(code, 0);
  t.is(stderr, '');
  t.regex(stdout, marker);
  const [before, after] = stdout.split(marker);
  t.is(before, 'first\r\n{"token":"');
  t.true(after?.startsWith('"}\n\0'));
});

test('JSON stays JSON, YAML stays YAML, logfmt stays logfmt', async (t) => {
  const secret = { kind: 'Secret', data: { token: base64(token), other: 'eA==' }, stringData: { token } };
  const yaml = `kind: Secret\ndata:\n  token: ${base64(token)}\nstringData:\n  token: |\n    ${token}\n  more: >-\n    ${token.slice(0, 80)}\n    ${token.slice(80)}\n`;
  const logfmt = `time=1 level=info msg="a b" token=${token} next="${token}" last=1\n`;
  const json = JSON.parse(
    (await runCli(t, ['redact'], { input: `${JSON.stringify(secret)}\n` })).stdout,
  ) as typeof secret;
  t.regex(json.stringData.token, marker);
  t.regex(Buffer.from(json.data.token, 'base64').toString(), marker);
  t.is(json.data.other, 'eA==');
  const document = parseDocument((await runCli(t, ['redact'], { input: yaml })).stdout);
  t.deepEqual(document.errors, []);
  const parsed = document.toJS() as { data: { token: string }; stringData: { token: string; more: string } };
  t.regex(Buffer.from(parsed.data.token, 'base64').toString(), marker);
  t.regex(parsed.stringData.token, marker);
  t.false(`${parsed.stringData.token}${parsed.stringData.more}`.includes(signature));
  const pairs = (await runCli(t, ['redact'], { input: logfmt })).stdout.trim().match(/\w+=(?:"[^"]*"|\S+)/g) ?? [];
  t.deepEqual(
    pairs.map((pair) => pair.split('=')[0]),
    ['time', 'level', 'msg', 'token', 'next', 'last'],
  );
  t.is(pairs[5], 'last=1');
});

test('what is written instead can be chosen, and what would break a format is refused', async (t) => {
  const chosen = await runCli(t, ['redact', '--replacement', '<{namespace}/{serviceaccount}>'], {
    input: `a ${token} b\n`,
  });
  t.regex(chosen.stdout, /^a <[a-z0-9-]+\/[a-z0-9-]+> b\n$/);
  for (const template of ['"', '\\n', '{nothing}', 'é']) {
    const { code, stdout, stderr } = await runCli(t, ['redact', '--replacement', template], { input: 'x\n' });
    t.is(code, 2);
    t.is(stdout, '');
    t.regex(stderr, /replacement/);
  }
});

test('every JWT goes when that is asked for, and only then', async (t) => {
  const foreign = mintShape({ payload: { sub: 'somebody', iss: 'https://accounts.example' }, seed: 'foreign' });
  t.is((await runCli(t, ['redact'], { input: `${foreign}\n` })).stdout, `${foreign}\n`);
  t.regex(
    (await runCli(t, ['redact', '--all-jwt'], { input: `${foreign}\n` })).stdout,
    /^KUBELEAKS\.jwt\.-\.-\.[0-9a-f]{12}\n$/,
  );
});

test('a finished line leaves before the next one comes', async (t) => {
  const filter = await startFilter(t);
  for (const line of ['one\n', `two ${token}\n`, 'three eyJ\n', 'four\n']) {
    filter.write(line);
    await filter.until(line.slice(0, 3));
  }
  const seen = await filter.until('four\n');
  t.regex(seen, marker);
  filter.child.stdin?.end();
  t.deepEqual(await filter.ended, [0, null]);
});

test('what is held too long leaves masked, and the rest of the token never does', async (t) => {
  const filter = await startFilter(t, ['--max-hold', '20', '--count']);
  filter.write(`a ${token.slice(0, 600)}`);
  await filter.until(/KUBELEAKS\.[a-z]+/);
  filter.write(`${token.slice(600)} b\n`);
  const seen = await filter.until(' b\n');
  t.regex(seen, /^a KUBELEAKS\.(?:unread|suspect)\.\S+ b\n$/);
  filter.child.stdin?.end();
  await filter.ended;
  t.regex(filter.stderr(), /1 forced/);
});

if (process.platform !== 'win32') {
  test('a signal makes what is held leave, masked, and ends the filter', async (t) => {
    const filter = await startFilter(t, ['--max-hold', '0']);
    filter.write(`whole\nheld ${token.slice(0, 900)}`);
    await filter.until('whole\n');
    filter.child.kill('SIGTERM');
    t.deepEqual(await filter.ended, [null, 'SIGTERM']);
    t.regex(await filter.until('held'), /^whole\nheld KUBELEAKS\.\S+$/);
  });

  test('SIGUSR1 asks for the counts and ends nothing', async (t) => {
    const filter = await startFilter(t, ['--count']);
    filter.write(`${token}\n`);
    await filter.until('\n');
    filter.child.kill('SIGUSR1');
    if (filter.child.stderr !== null) await once(filter.child.stderr, 'data');
    t.regex(filter.stderr(), /bytes, 1 replaced \(1 bound\), 0 forced, 0 failures/);
    t.notRegex(filter.stderr(), /[Dd]ebugger/);
    filter.child.stdin?.end();
    t.deepEqual(await filter.ended, [0, null]);
  });

  test('a reader that goes away ends the filter quietly', async (t) => {
    const cwd = await temporaryFolder(t);
    const child = spawn('sh', ['-c', `yes 'a line' | "${process.execPath}" "${cli}" redact | head -n 1`], {
      cwd,
      env: environment(cwd),
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    t.deepEqual(await once(child, 'close'), [0, null]);
    t.is(stderr, '');
  });
}

if (process.platform === 'linux') {
  test('a full disk is told, and the exit code is 2', async (t) => {
    const cwd = await temporaryFolder(t);
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [cli, 'redact'], {
      cwd,
      env: environment(cwd),
      stdio: ['pipe', full, 'pipe'],
    });
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.stdin?.end('a line\n');
    t.deepEqual(await once(child, 'close'), [2, null]);
    t.regex(stderr, /cannot write standard output: no space left/);
  });
}

test('findings can be written beside the stream, and hold no clear token', async (t) => {
  const cwd = await temporaryFolder(t);
  const { code } = await runCli(t, ['redact', '--also', 'jsonl=found.jsonl'], { input: `x\ny ${token}\n`, cwd });
  t.is(code, 0);
  const text = readFileSync(join(cwd, 'found.jsonl'), 'utf8');
  t.false(text.includes(signature));
  const events = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; sighting?: { line: number; column: number } });
  t.deepEqual(
    events.map(({ type }) => type),
    ['start', 'finding', 'sighting', 'summary'],
  );
  t.is(events[2]?.sighting?.line, 2);
  t.is(events[2]?.sighting?.column, 3);
});

test('a folder on standard input is told as such', async (t) => {
  const cwd = await temporaryFolder(t);
  const child = spawn(process.execPath, [cli, 'redact'], {
    cwd,
    env: environment(cwd),
    stdio: [openSync(cwd, 'r'), 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  t.deepEqual(await once(child, 'close'), [2, null]);
  t.regex(stderr, /standard input cannot be read: it is a folder/);
});

test('messages of rsyslog are answered one by one, as mmexternal wants it', async (t) => {
  const input = `plain\nwith ${token} in "quotes"\n\nheader of a token ${token.slice(0, 100)}\nend\n`;
  const { code, stdout } = await runCli(t, ['redact', '--protocol', 'mmexternal'], { input });
  t.is(code, 0);
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { msg?: string });
  t.is(answers.length, 5);
  t.regex(answers[1]?.msg ?? '', new RegExp(`^with ${marker.source} in "quotes"$`));
  t.deepEqual([answers[0], answers[2], answers[4]], [{}, {}, {}]);
});
