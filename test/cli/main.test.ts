import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { formats } from '../../src/reporters/create-reporter.js';
import { root } from '../helpers/root.js';
import { mintToken } from '../helpers/mint.js';
import { cli, environment, runCli, temporaryFolder } from './run-cli.js';

test('the bundle can be run as a program', async (t) => {
  t.true((await readFile(cli, 'utf8')).startsWith('#!/usr/bin/env node\n'));
  t.is((await stat(cli)).mode & 0o111, 0o111);
});

for (const args of [['--version'], ['-V'], ['scan', '--version'], ['-q', 'dir', '-V']]) {
  test(`the version is that of the package: kubeleaks ${args.join(' ')}`, async (t) => {
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    t.deepEqual(await runCli(t, args), { code: 0, stdout: `${version}\n`, stderr: '' });
  });
}

/** The files that a run loads, relative to the project, by what V8 says it executed. */
async function loadedFiles(t: ExecutionContext, args: readonly string[], input?: string): Promise<string[]> {
  const folder = await temporaryFolder(t);
  await runCli(t, args, { input, env: { NODE_V8_COVERAGE: folder }, isGuarded: false });
  const [report = ''] = await readdir(folder);
  const { result } = JSON.parse(await readFile(join(folder, report), 'utf8')) as { result: { url: string }[] };
  return result
    .filter(({ url }) => url.startsWith('file:'))
    .map(({ url }) => fileURLToPath(url).slice(root.length + 1));
}

async function sizeOf(files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(root, file))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

test('--version loads hardly anything', async (t) => {
  const files = await loadedFiles(t, ['--version']);
  t.true(files.includes('dist/cli.js'));
  const size = await sizeOf(files);
  t.true(size < 80_000, `${size} bytes: ${files.join(', ')}`);
});

test('a small standard input loads no dependency, and no configuration reader', async (t) => {
  const files = await loadedFiles(t, ['stdin'], 'nothing\n');
  t.deepEqual(
    files.filter((file) => file.includes('node_modules')),
    [],
  );
  const size = await sizeOf(files);
  // What no run of this kind may need: other formats, configuration, history, clusters.
  t.deepEqual(
    files.filter((file) => /html|sarif|csv|junit|gitlab|github|parse-config|cluster|verify/.test(file)),
    [],
  );
  t.true(size < 640_000, `${size} bytes: ${files.join(', ')}`);
});

const refuses = test.macro({
  async exec(t, args: readonly string[], message: string, input?: string) {
    const ran = await runCli(t, args, { input });
    t.deepEqual(ran, { code: 2, stdout: '', stderr: `kubeleaks: ${message}\n` });
  },
  title: (title, args: readonly string[]) => title ?? `wrong usage is told: kubeleaks ${args.join(' ')}`,
});

test(refuses, ['--fromat', 'json', '.'], 'there is no flag --fromat; did you mean --format?');
test(refuses, ['-f', 'xml', '.'], `--format: one of ${formats.join(', ')} is needed, not "xml"`);
test(refuses, ['--also', 'xml=x', '.'], `--also: one of ${formats.join(', ')} is needed before the =, not "xml"`);
test(refuses, ['--also', 'json=-', '.'], 'two reports cannot go to the same place: -');
test(refuses, ['-f', 'json', '-o', 'a', '--also', 'human=a', '.'], 'two reports cannot go to the same place: a');
test(refuses, ['--reveal', '.'], '--reveal goes with json and jsonl only, not with human; say -f json');
test(refuses, ['isnpect'], 'there is no command and no file "isnpect"; did you mean inspect?');
test(refuses, ['stdin', 'file'], 'stdin takes no such word: "file"');
test(refuses, ['dir', '-o', 'absent/r.json', '.'], 'cannot write absent/r.json: its folder does not exist');
test(
  refuses,
  ['dir', '--config', 'absent.yaml', '.'],
  'cannot use the configuration absent.yaml: there is no such file',
);
test(
  refuses,
  ['https://user:password@example.com/r.git'],
  'a URL is no target of scan; kubeleaks git takes URLs of repositories',
);
test(
  refuses,
  ['dir', 'git@example.com:acme/shop.git'],
  'a URL is no target of dir; kubeleaks git takes URLs of repositories',
);
test(
  refuses,
  ['scan', 'ext::sh -c "touch here"'],
  "git's remote helpers (ext::, fd::) are not run, and are no target of scan",
);
for (const args of [[], ['dir', '.']]) {
  test(
    `a token among targets is sent to inspect: kubeleaks ${args.join(' ')}`,
    refuses,
    [...args, mintToken()],
    `a token is no target of ${args[0] ?? 'scan'}; kubeleaks inspect decodes tokens, and asks for them unseen`,
  );
}
test(refuses, ['help', 'everything'], 'there is no command "everything"; kubeleaks --help lists them');
test(refuses, ['inspect', 'tokn.txt'], 'there is no file "tokn.txt", and it is too short for a token');
test(refuses, ['completion'], 'completion needs the name of one shell: bash, zsh, fish, powershell');
test(refuses, ['completion', 'tcsh'], 'completion needs the name of one shell: bash, zsh, fish, powershell');
test(
  'nothing at all beside a pipe names stdin',
  refuses,
  [],
  'no target is named; kubeleaks stdin scans what is piped in',
  'text',
);

test('an unknown detector is told with those that exist', async (t) => {
  const { code, stdout, stderr } = await runCli(t, ['dir', '--only', 'aws', '.']);
  t.is(code, 2);
  t.is(stdout, '');
  t.regex(stderr, /^kubeleaks: .*"aws".*kubernetes-bound.*\n$/);
});

test('a token on the command line is never told back, wherever it stands', async (t) => {
  const token = mintToken();
  const cut = token.slice(0, token.indexOf('.') + 30);
  const wrapped = Buffer.from(token).toString('base64');
  for (const piece of [token, cut, wrapped]) {
    const lines = [
      [piece],
      [`--${piece}`],
      [`-f=${piece}`],
      ['dir', `x${piece}`],
      ['dir', '--only', piece, '.'],
      ['dir', '-j', piece],
      ['dir', '--ignore', piece, '.'],
      ['dir', '--config', piece, '.'],
      ['dir', '-o', `${piece}/x`, '.'],
      ['completion', piece],
    ];
    const runs = await Promise.all(lines.map(async (line) => ({ line, ...(await runCli(t, line)) })));
    for (const { line, stdout, stderr } of runs) {
      const said = stdout + stderr;
      t.false(/eyJ\w{20}|ZXlK\w{20}/.test(said), `${line.join(' ').replaceAll(piece, 'TOKEN')}: ${said}`);
    }
  }
});

test('a crash is one line, without a stack unless -v asks for it, and without a token', async (t) => {
  const folder = await temporaryFolder(t);
  const token = mintToken();
  const code = `JSON.stringify = () => { throw new TypeError(${JSON.stringify(token)}); };`;
  await writeFile(join(folder, 'break.mjs'), code);
  const env = { NODE_OPTIONS: `--import ${join(folder, 'break.mjs')}` };
  const quiet = await runCli(t, ['detectors', '-f', 'json'], { env, cwd: folder });
  const stderr = 'kubeleaks: internal error (TypeError); please report it, with what -v says\n';
  t.deepEqual(quiet, { code: 2, stdout: '', stderr });
  const verbose = await runCli(t, ['detectors', '-f', 'json', '-v'], { env, cwd: folder });
  t.is(verbose.code, 2);
  t.regex(verbose.stderr, /\n {4}at /);
  t.false(verbose.stderr.includes(token.slice(0, 60)));
});

for (const args of [['--help'], ['--version'], ['detectors'], ['dir', '.']]) {
  test(`a reader that went away is no error: kubeleaks ${args.join(' ')}`, async (t) => {
    const cwd = await temporaryFolder(t);
    await writeFile(join(cwd, 'a.txt'), 'nothing\n'.repeat(1000));
    const child = spawn(process.execPath, [cli, ...args], { cwd, env: environment(cwd) });
    child.stdout.destroy();
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += String(chunk);
    });
    const [code] = (await once(child, 'close')) as [number | null];
    t.deepEqual([code, said], [0, '']);
  });
}

test('nothing at all with nothing attached scans the working directory', async (t) => {
  const cwd = await temporaryFolder(t);
  await writeFile(join(cwd, 'a.txt'), mintToken());
  const { code, stdout } = await runCli(t, [], { cwd });
  t.is(code, 1);
  t.regex(stdout, /a\.txt:1:1/);
});

test('a name that looks like a flag or a command can be scanned', async (t) => {
  const cwd = await temporaryFolder(t);
  await mkdir(join(cwd, 'dir'));
  await writeFile(join(cwd, '--help'), mintToken());
  await writeFile(join(cwd, 'dir/a.txt'), 'nothing');
  t.is((await runCli(t, ['--', '--help'], { cwd })).code, 1);
  t.is((await runCli(t, ['scan', '--', 'dir'], { cwd })).code, 0);
  t.is((await runCli(t, ['./dir'], { cwd })).code, 0);
});
