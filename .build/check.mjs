// Everything but the tests that can say no: types, lint, form, dead code, and the package as others will get it.
// Needs a build (dist/). `--fix` mends what lint and formatter can mend by themselves.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFile, root } from './tools.mjs';

const isFixing = process.argv.includes('--fix');
process.chdir(root);
if (!existsSync('dist/index.js')) {
  console.error('There is no dist/ to check: run `npm run build` first.');
  process.exit(2);
}

/** Runs a command and answers with what it said. */
function run(command, args, isShell = false) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: isShell,
    });
    let said = '';
    child.stdout.on('data', (text) => (said += text));
    child.stderr.on('data', (text) => (said += text));
    child.on('error', (error) => resolve({ said: error.message, isGood: false }));
    child.on('close', (code) => resolve({ said, isGood: code === 0 }));
  });
}

/** Runs an installed tool with this Node. */
function tool(name, file, args) {
  return run(process.execPath, [packageFile(name, file), ...args]);
}

/** The package as `npm publish` would send it, without building again. */
async function pack(folder) {
  const npm = process.env.npm_execpath;
  const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  // Within `npm run`, npm says where it is; elsewhere it is on the path, on Windows as a batch file.
  const packed = await (npm === undefined
    ? run('npm', args, process.platform === 'win32')
    : run(process.execPath, [npm, ...args]));
  const name = (await readdir(folder)).find((file) => file.endsWith('.tgz'));
  if (!packed.isGood || name === undefined) throw new Error(`npm pack failed:\n${packed.said}`);
  return join(folder, name);
}

const folder = await mkdtemp(join(tmpdir(), 'kubeleaks-check-'));
try {
  const tarball = await pack(folder);
  const steps = {
    types: () => tool('typescript', 'bin/tsc', ['-p', 'tsconfig.json', '--noEmit']),
    lint: () => tool('oxlint', 'bin/oxlint', ['--type-aware', ...(isFixing ? ['--fix'] : [])]),
    form: () => tool('@biomejs/biome', 'bin/biome', ['format', ...(isFixing ? ['--write'] : [])]),
    'dead code': () => tool('knip', 'bin/knip.js', ['--no-progress']),
    package: () => tool('publint', 'src/cli.js', ['run', tarball, '--strict']),
    'package types': () => tool('@arethetypeswrong/cli', 'dist/index.js', [tarball, '--profile', 'esm-only']),
  };
  const results = await Promise.all(
    Object.entries(steps).map(async ([name, step]) => {
      const started = performance.now();
      return { name, ...(await step()), seconds: (performance.now() - started) / 1000 };
    }),
  );
  for (const { name, said, isGood } of results) if (!isGood) console.error(`\n── ${name}\n${said.trimEnd()}\n`);
  for (const { name, isGood, seconds } of results) {
    console.log(`${isGood ? '✔' : '✘'} ${name} (${seconds.toFixed(1)} s)`);
  }
  process.exitCode = results.every(({ isGood }) => isGood) ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
