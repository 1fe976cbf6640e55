/** What the README says about commands, flags and files is true. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { root } from './helpers/root.js';
import { cli, runCli } from './helpers/run-cli.js';
import { tempFolder } from './helpers/temp-folder.js';
import { readMarkdown, type ShownCommand } from './readme/read-markdown.js';

const run = promisify(execFile);
const page = readMarkdown(await readFile(join(root, 'README.md'), 'utf8'));
const invocation = /(?:^|[|&;(]\s*)(?:npx )?kubeleaks\b([^|&;)]*)/g;

/** All that `--help` says, of the command and of each of its commands. */
async function allHelp(): Promise<{ readonly commands: readonly string[]; readonly text: string }> {
  const { stdout } = await runCli(['--help']);
  const commands = [...stdout.matchAll(/^ {2}([a-z]+)(?: |$)/gm)].map(([, name = '']) => name);
  const texts = await Promise.all(commands.map(async (name) => (await runCli([name, '--help'])).stdout));
  return { commands, text: [stdout, ...texts].join('\n') };
}

/** A folder with `kubeleaks` and `npx` in it, both the built command, and an `npm` for which all is installed. */
async function shims(t: ExecutionContext): Promise<string> {
  const folder = await tempFolder(t);
  const command = `exec '${process.execPath}' '${cli}' "$@"\n`;
  await writeFile(join(folder, 'kubeleaks'), `#!/bin/sh\n${command}`);
  await writeFile(join(folder, 'npx'), `#!/bin/sh\n[ "$1" = kubeleaks ] || exit 64\nshift\n${command}`);
  await writeFile(join(folder, 'npm'), '#!/bin/sh\n[ "$*" = ci ] || exit 64\n');
  for (const name of ['kubeleaks', 'npx', 'npm']) await chmod(join(folder, name), 0o755);
  return folder;
}

/** Numbers may change from run to run, words may not. */
function withoutNumbers(line: string): string {
  return line
    .replaceAll(/\d+(?:[.,]\d+)*/g, '0')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

async function runShown(t: ExecutionContext, { command, line, output }: ShownCommand): Promise<void> {
  const folder = await shims(t);
  const env = {
    ...process.env,
    PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`,
    HOME: folder,
    COLUMNS: '80',
  };
  const {
    stdout,
    stderr,
    code = 0,
  } = (await run('bash', ['-c', command], { cwd: root, env, maxBuffer: 1 << 26 }).catch(
    (error: { readonly stdout: string; readonly stderr: string; readonly code: number }) => error,
  )) as { readonly stdout: string; readonly stderr: string; readonly code?: number };
  t.true([0, 1].includes(code), `README.md:${line}: \`${command}\` ended with ${code}: ${stderr}`);
  const said = `${stdout}\n${stderr}`.split('\n').map(withoutNumbers);
  for (const shown of output.map(withoutNumbers)) {
    if (shown === '…' || shown === '') continue;
    const isThere = shown.endsWith('…')
      ? said.some((real) => real.startsWith(shown.slice(0, -1)))
      : said.includes(shown);
    t.true(isThere, `README.md:${line}: \`${command}\` does not say: ${shown}`);
  }
}

test('the commands shown in the README run and say what is shown', async (t) => {
  const shown = page.commands.filter(({ command }) => command.search(invocation) >= 0);
  for (const command of shown) await runShown(t, command);
  t.pass();
});

test('every flag and command of kubeleaks that the README names exists', async (t) => {
  const { commands, text } = await allHelp();
  t.true(commands.includes('dir'));
  const lines = page.code.flatMap((code) => [...code.matchAll(invocation)].map(([, rest = '']) => rest.trim()));
  const flags = [...lines, ...page.code.filter((code) => /^--?[a-z][\w-]*(?:[ =]\S+)?$/.test(code))]
    .flatMap((line) => line.split(/\s+/))
    .filter((word) => /^--[a-z]/.test(word))
    .map((word) => word.replace(/=.*/, ''));
  for (const flag of new Set(flags))
    t.regex(text, new RegExp(`${flag}(?![\\w-])`), `${flag} is in the README and in no help`);
  for (const word of new Set(lines.map((line) => line.split(/\s+/)[0] ?? ''))) {
    if (!/^[a-z]+$/.test(word) || existsSync(join(root, word))) continue;
    t.true(commands.includes(word), `kubeleaks ${word} is in the README and is no command`);
  }
});

test('links of the README lead to files and headings that exist', (t) => {
  for (const link of page.links.filter((target) => !/^[a-z]+:/.test(target))) {
    const [path = '', anchor] = link.split('#');
    if (path === '') t.true(page.anchors.includes(anchor ?? ''), `#${anchor}`);
    else t.true(existsSync(join(root, path)), path);
  }
  t.pass();
});

test('the map of the README names every room there is, and no other', (t) => {
  const text = readFileSync(join(root, 'README.md'), 'utf8');
  const [map = ''] = /^## Map of the house$[^]*?(?=^## )/m.exec(text) ?? [];
  const named = [...map.matchAll(/^\|(.+)\|.+\|$/gm)]
    .flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path))
    .filter((path) => !path.endsWith('.ts'));
  const rooms = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const expected = [...rooms.map(({ name }) => `src/${name}`), 'detectors', 'samples'];
  t.deepEqual(named.toSorted(), expected.toSorted());
});
