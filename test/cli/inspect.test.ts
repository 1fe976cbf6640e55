import { spawn, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { mintToken } from '../helpers/mint.js';
import { cli, environment, runCli, temporaryFolder } from './run-cli.js';

const token = mintToken({ kind: 'pod-bound', namespace: 'shop', serviceAccount: 'till' });
const answers = /shop.*till|till.*shop/s;

test('a token as an argument is decoded, with a warning about the history of shells', async (t) => {
  const { code, stdout, stderr } = await runCli(t, ['inspect', token]);
  t.is(code, 0);
  t.regex(stdout, answers);
  t.regex(stderr, /^kubeleaks: your shell may keep this token/);
  t.false((stdout + stderr).includes(token));
  t.regex(stdout, / found in +the text that was given:1:1\n/);
  const { stdout: json } = await runCli(t, ['inspect', '-q', '-f', 'json', token]);
  t.regex(json, /"origin": \{\s+"kind": "stdin"\s+\}/);
});

test('-q keeps the warning back', async (t) => {
  t.is((await runCli(t, ['inspect', '-q', token])).stderr, '');
});

test('a file, standard input and - are read, without a warning', async (t) => {
  const cwd = await temporaryFolder(t);
  await writeFile(join(cwd, 'token.txt'), `Authorization: Bearer ${token}\n`);
  const runs = [
    await runCli(t, ['inspect', 'token.txt'], { cwd }),
    await runCli(t, ['inspect'], { input: token }),
    await runCli(t, ['inspect', '-'], { input: token }),
  ];
  for (const { code, stdout, stderr } of runs) {
    t.is(code, 0);
    t.regex(stdout, answers);
    t.is(stderr, '');
  }
});

test('a token in base64 is decoded', async (t) => {
  t.regex((await runCli(t, ['inspect'], { input: Buffer.from(token).toString('base64') })).stdout, answers);
});

test('the answer can be JSON', async (t) => {
  const { stdout } = await runCli(t, ['inspect', '-f', 'json'], { input: token });
  const report = JSON.parse(stdout) as { findings: { identity: object }[] };
  t.like(report.findings[0]?.identity, { namespace: 'shop', serviceAccount: 'till' });
});

test('text without a token exits with 2 and says so', async (t) => {
  const { code, stderr } = await runCli(t, ['inspect'], { input: 'no token here' });
  t.is(code, 2);
  t.is(stderr, 'kubeleaks: no service-account token in it; tokens of other kinds are not decoded\n');
});

test('with nothing to read it says what is needed', async (t) => {
  const stderr = 'kubeleaks: there is no token to inspect: pipe it in, or name a file that holds it\n';
  t.deepEqual(await runCli(t, ['inspect']), { code: 2, stdout: '', stderr });
});

test('a folder is not for inspect', async (t) => {
  const { code, stderr } = await runCli(t, ['inspect', '.']);
  t.deepEqual([code, stderr], [2, 'kubeleaks: . is a folder; kubeleaks dir scans it\n']);
});

test("the configuration's filters do not hide the token in hand", async (t) => {
  const cwd = await temporaryFolder(t);
  await writeFile(join(cwd, 'c.yaml'), 'minSeverity: critical\nonly: [kubernetes-legacy]\noutput: away.txt\n');
  t.regex((await runCli(t, ['inspect', '--config', 'c.yaml'], { cwd, input: token })).stdout, answers);
});

const hasScript = spawnSync('script', ['-qec', 'exit 0', '/dev/null']).status === 0;

test('on a terminal it asks for the token and does not show it', async (t) => {
  if (!hasScript) return t.pass('util-linux script, which makes a terminal, is not here');
  const home = await temporaryFolder(t);
  const command = `'${process.execPath}' '${cli}' inspect`;
  const child = spawn('script', ['-qefc', command, '/dev/null'], { cwd: home, env: environment(home) });
  t.teardown(() => child.kill('SIGKILL'));
  let shown = '';
  let isAsked = false;
  for await (const chunk of child.stdout) {
    shown += String(chunk);
    if (!isAsked && shown.includes('Token (not shown')) {
      isAsked = true;
      child.stdin.write(`${token}\r`);
    }
  }
  t.regex(shown, answers);
  t.false(shown.includes(token.slice(0, 40)), shown);
  return undefined;
});
