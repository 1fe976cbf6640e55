import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { mintToken } from '../helpers/mint.js';
import { runCli, temporaryFolder } from './run-cli.js';

const token = mintToken({ kind: 'legacy' });
const expired = mintToken({ kind: 'unbound', issuedAt: 1_600_000_000 });

interface Report {
  readonly run: { readonly labels: object; readonly options: object };
  readonly findings: readonly {
    readonly fingerprint: string;
    readonly severity: string;
    readonly suppression: { readonly kind: string } | null;
    readonly token: { readonly raw?: string };
  }[];
  readonly summary: { readonly complete: boolean; readonly findings: number };
}

async function folderWith(t: ExecutionContext, files: { readonly [name: string]: string }): Promise<string> {
  const folder = await temporaryFolder(t);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

async function reportOf(file: string): Promise<Report> {
  return JSON.parse(await readFile(file, 'utf8')) as Report;
}

test('a token in a folder is told, and the exit code is 1', async (t) => {
  const cwd = await folderWith(t, { 'a.txt': `token: ${token}\n` });
  const { code, stdout, stderr } = await runCli(t, ['dir', '.'], { cwd });
  t.is(code, 1);
  t.is(stderr, '');
  t.regex(stdout, /a\.txt:1:8/);
  t.false(stdout.includes(token));
});

test('threads find what lies in the last of many files, and V8 complains of no flag', async (t) => {
  const names = Array.from({ length: 700 }, (_, index) => `${String(index).padStart(3, '0')}.txt`);
  const cwd = await folderWith(t, Object.fromEntries(names.map((name) => [name, name === '699.txt' ? token : name])));
  const { code, stdout, stderr } = await runCli(t, ['dir', '.', '-f', 'jsonl', '-j', '2'], { cwd });
  t.is(code, 1);
  t.is(stderr, '');
  t.regex(stdout, /"haystacks":700,.*"findings":1,/);
});

test('a folder without tokens exits with 0, and says what was searched', async (t) => {
  const cwd = await folderWith(t, { 'a.txt': 'nothing\n' });
  const { code, stdout } = await runCli(t, ['dir'], { cwd });
  t.is(code, 0);
  t.regex(stdout, /^No Kubernetes service-account token found\./);
});

test('an empty folder exits with 3, because nothing was scanned', async (t) => {
  const { code, stderr } = await runCli(t, ['dir', '.']);
  t.is(code, 3);
  t.regex(stderr, /^kubeleaks: nothing was scanned/);
});

test('a missing file beside a clean one exits with 3 and is named', async (t) => {
  const cwd = await folderWith(t, { 'a.txt': 'nothing\n' });
  const { code, stderr } = await runCli(t, ['dir', '-f', 'json', 'a.txt', 'absent.txt'], { cwd });
  t.is(code, 3);
  t.regex(stderr, /^kubeleaks: absent\.txt: .*\nkubeleaks: incomplete: 1 place could not be looked at\n$/);
});

test('without a command the targets are scanned', async (t) => {
  const cwd = await folderWith(t, { 'a.txt': token });
  t.is((await runCli(t, ['a.txt'], { cwd })).code, 1);
  t.is((await runCli(t, ['-q', '.'], { cwd })).code, 1);
});

test('- is standard input', async (t) => {
  const { code, stdout } = await runCli(t, ['-'], { input: token });
  t.is(code, 1);
  t.regex(stdout, /standard input/);
});

test('several outputs of one scan agree, and nothing else is left in the folder', async (t) => {
  const cwd = await temporaryFolder(t);
  await mkdir(join(cwd, 'in'));
  await writeFile(join(cwd, 'in/a.txt'), token);
  const args = ['dir', 'in', '-f', 'json', '-o', 'r.json', '--also', 'jsonl=r.jsonl', '--also', 'csv=r.csv'];
  const { code, stdout, stderr } = await runCli(t, args, { cwd });
  t.deepEqual([code, stdout, stderr], [1, '', '']);
  t.deepEqual((await readdir(cwd)).toSorted(), ['in', 'r.csv', 'r.json', 'r.jsonl']);
  const report = await reportOf(join(cwd, 'r.json'));
  t.is(report.findings.length, 1);
  const fingerprint = report.findings[0]?.fingerprint ?? 'none';
  t.true((await readFile(join(cwd, 'r.jsonl'), 'utf8')).includes(fingerprint));
  t.true((await readFile(join(cwd, 'r.csv'), 'utf8')).includes(fingerprint));
  t.is((await stat(join(cwd, 'r.json'))).mode & 0o077, 0o044);
});

test('only --reveal writes whole tokens, into files for the owner alone', async (t) => {
  const cwd = await folderWith(t, { 'a.txt': token });
  await runCli(t, ['dir', 'a.txt', '-f', 'json', '-o', 'masked.json'], { cwd });
  t.false((await readFile(join(cwd, 'masked.json'), 'utf8')).includes(token));
  await runCli(t, ['dir', 'a.txt', '-f', 'json', '-o', 'clear.json', '--reveal'], { cwd });
  t.is((await reportOf(join(cwd, 'clear.json'))).findings[0]?.token.raw, token);
  t.is((await stat(join(cwd, 'clear.json'))).mode & 0o777, 0o600);
});

test('what a baseline knows does not count, and stays in the report', async (t) => {
  const cwd = await folderWith(t, { 'a.txt': token });
  await runCli(t, ['dir', 'a.txt', '-f', 'json', '-o', 'known.json'], { cwd });
  const args = ['dir', 'a.txt', '--baseline', 'known.json', '-f', 'json', '-o', 'new.json'];
  t.is((await runCli(t, args, { cwd })).code, 0);
  t.is((await reportOf(join(cwd, 'new.json'))).findings[0]?.suppression?.kind, 'baseline');
});

test('an ignored fingerprint does not count', async (t) => {
  const cwd = await folderWith(t, { 'a.txt': token });
  await runCli(t, ['dir', 'a.txt', '-f', 'json', '-o', 'r.json'], { cwd });
  const fingerprint = (await reportOf(join(cwd, 'r.json'))).findings[0]?.fingerprint ?? '';
  t.is((await runCli(t, ['dir', 'a.txt', '--ignore', fingerprint], { cwd })).code, 0);
  t.is((await runCli(t, ['dir', 'a.txt', '--ignore', fingerprint.slice(0, 7 + 12)], { cwd })).code, 0);
  t.is((await runCli(t, ['dir', 'a.txt', '--ignore', `sha256:${'0'.repeat(64)}`], { cwd })).code, 1);
});

test('an inline comment allows a token, unless --no-inline-allow', async (t) => {
  const cwd = await folderWith(t, { 'a.txt': `${token} # kubeleaks:allow\n` });
  t.is((await runCli(t, ['dir', 'a.txt'], { cwd })).code, 0);
  t.is((await runCli(t, ['dir', 'a.txt', '--no-inline-allow'], { cwd })).code, 1);
});

test('--fail-on and --min-severity say what counts', async (t) => {
  const cwd = await folderWith(t, { 'a.txt': expired });
  t.is((await runCli(t, ['dir', '.'], { cwd })).code, 1);
  t.is((await runCli(t, ['dir', '.', '--fail-on', 'unexpired'], { cwd })).code, 0);
  t.is((await runCli(t, ['dir', '.', '--fail-on', 'live'], { cwd })).code, 0);
  t.is((await runCli(t, ['dir', '.', '--min-severity', 'high'], { cwd })).code, 0);
});

test('--only looks for one family', async (t) => {
  const cwd = await folderWith(t, { 'a.txt': token });
  t.is((await runCli(t, ['dir', '.', '--only', 'kubernetes-bound'], { cwd })).code, 0);
  t.is((await runCli(t, ['dir', '.', '--only', 'kubernetes-bound', '--only', 'kubernetes-legacy'], { cwd })).code, 1);
});

test('labels stand in the report', async (t) => {
  const cwd = await folderWith(t, { 'a.txt': 'nothing' });
  const { stdout } = await runCli(t, ['dir', '.', '-f', 'json', '--label', 'team=a=b', '--label', 'zone=7'], { cwd });
  t.deepEqual((JSON.parse(stdout) as Report).run.labels, { team: 'a=b', zone: '7' });
});

test("the user's configuration presets flags, and flags win", async (t) => {
  const cwd = await folderWith(t, { 'a.txt': expired });
  await mkdir(join(cwd, '.config/kubeleaks'), { recursive: true });
  await writeFile(join(cwd, '.config/kubeleaks/config.yaml'), 'failOn: unexpired\nformat: json\nlabels: {a: b}\n');
  const preset = await runCli(t, ['dir', 'a.txt'], { cwd });
  t.is(preset.code, 0);
  t.deepEqual((JSON.parse(preset.stdout) as Report).run.labels, { a: 'b' });
  const typed = await runCli(t, ['dir', 'a.txt', '--fail-on', 'any', '-f', 'csv'], { cwd });
  t.is(typed.code, 1);
  t.notThrows(() => typed.stdout.includes(','));
});

test('a configuration in the scanned folder, which is the working directory, is not obeyed', async (t) => {
  const cwd = await folderWith(t, { 'a.txt': token });
  const home = await temporaryFolder(t);
  await mkdir(join(cwd, 'kubeleaks'));
  for (const name of ['kubeleaks/config.yaml', 'config.yaml', 'kubeleaks.yaml', '.kubeleaks.yaml', '.gitleaks.toml']) {
    await writeFile(join(cwd, name), 'minSeverity: broken\n');
  }
  const { code, stderr } = await runCli(t, ['dir', '.'], { cwd, env: { HOME: home, XDG_CONFIG_HOME: '.' } });
  t.deepEqual([code, stderr], [1, '']);
});

test('a wrong configuration is told with file, line and column', async (t) => {
  const cwd = await folderWith(t, { 'my.yaml': 'jobs: 1\nfailOn: never\n', 'a.txt': token });
  const ran = await runCli(t, ['dir', '--config', 'my.yaml', 'a.txt'], { cwd });
  const stderr = 'kubeleaks: my.yaml:2:9: failOn: one of any, unexpired, live is needed\n';
  t.deepEqual(ran, { code: 2, stdout: '', stderr });
});

test('colours stand on terminals only, unless FORCE_COLOR asks for them, and never in files', async (t) => {
  const cwd = await folderWith(t, { 'a.txt': token });
  const has = (text: string): boolean => text.includes('\u001B[');
  t.false(has((await runCli(t, ['dir', 'a.txt'], { cwd })).stdout));
  t.true(has((await runCli(t, ['dir', 'a.txt'], { cwd, env: { FORCE_COLOR: '1' } })).stdout));
  t.false(has((await runCli(t, ['dir', 'a.txt', '--no-color'], { cwd, env: { FORCE_COLOR: '1' } })).stdout));
  await runCli(t, ['dir', 'a.txt', '-o', 'r.txt'], { cwd, env: { FORCE_COLOR: '1' } });
  t.false(has(await readFile(join(cwd, 'r.txt'), 'utf8')));
});

test("the user's own detector joins in", async (t) => {
  const detector = `export const detector = {
    id: 'mine', title: 'My tokens', meaning: 'Mine.', references: [],
    recognise: ({ payload }) => payload.mine === undefined ? undefined : {
      identity: { namespace: null, serviceAccount: null, serviceAccountUid: null, boundTo: null, node: null },
      issuer: null, audiences: [], tokenId: null,
      times: { issuedAt: null, notBefore: null, expiresAt: null, warnAfter: null },
      unknownClaims: {}, title: 'A token of mine', doubts: [],
    },
  };\n`;
  const cwd = await folderWith(t, { 'mine.mjs': detector, 'a.txt': mintToken({ payload: { mine: true } }) });
  t.is((await runCli(t, ['dir', 'a.txt'], { cwd })).code, 0);
  const { code, stdout } = await runCli(t, ['dir', 'a.txt', '--detector', './mine.mjs'], { cwd });
  t.is(code, 1);
  t.true(stdout.includes('A token of mine'));
  t.true((await runCli(t, ['detectors', '--detector', 'mine.mjs'], { cwd })).stdout.includes('My tokens'));
});
