// Builds everything: what is WebAssembly, the page of the HTML report, the compiled tree that the tests run (build/), the bundled package (dist/).
// Runs with node alone; `npm ci` calls it through `prepare`.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile, chmod } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { packageFile, root } from './tools.mjs';

process.chdir(root);

/** Runs an installed tool with this Node; when it fails, it has said why, and so the build ends. */
function run(tool, args) {
  try {
    execFileSync(process.execPath, [tool, ...args], { stdio: 'inherit', cwd: root });
  } catch {
    process.exit(1);
  }
}

/** Folders whose `assembly/` is AssemblyScript, and where in memory their constants begin. All are given their memory. */
const assemblies = { 'src/kernel': 0, 'src/sources/git/pack': 0x80000 };

/** Compiles a folder's `assembly/`, with more features of WebAssembly; gives the module as base64. */
async function assemble(folder, base, ...features) {
  const asc = packageFile('assemblyscript', 'bin/asc.js');
  const output = `build/assembly/${[folder.replaceAll('/', '-'), ...features].join('.')}.wasm`;
  await mkdir('build/assembly', { recursive: true });
  run(asc, [
    `${folder}/assembly/index.ts`,
    '-o',
    output,
    '-O3',
    '--runtime',
    'stub',
    '--noAssert',
    ...['simd', ...features].flatMap((feature) => ['--enable', feature]),
    '--use',
    'abort=',
    '--importMemory',
    '--memoryBase',
    String(base),
  ]);
  return (await readFile(output)).toString('base64');
}

/** Embeds what is made of a folder's `assembly/` in `binary.ts`, so that it loads in threads and in bundles. */
async function buildAssembly(folder, base) {
  if (!existsSync(`${folder}/assembly/index.ts`)) return;
  const lines = [
    '/** Generated from assembly/ by the build. */',
    `export const binary: string = '${await assemble(folder, base)}';`,
  ];
  if (folder === 'src/kernel')
    lines.push(
      '',
      '/** The same with relaxed SIMD. */',
      `export const relaxedBinary: string = '${await assemble(folder, base, 'relaxed-simd')}';`,
    );
  await writeFile(`${folder}/binary.ts`, `${lines.join('\n')}\n`);
}

/** Joins script and style of the HTML report into strings, with the hashes that its content security policy names. */
async function buildPage() {
  const folder = 'src/reporters/html/page';
  run(packageFile('typescript', 'bin/tsc'), ['-p', folder]);
  const { rolldown } = await import('rolldown');
  const built = await rolldown({ input: `${folder}/main.ts`, platform: 'browser', treeshake: true });
  const { output } = await built.generate({ format: 'iife', name: 'page', minify: true });
  await built.close();
  const script = output[0].code.trim();
  const style = (await readFile(`${folder}/page.css`, 'utf8')).replaceAll(/\s+/g, ' ').trim();
  if (/<\/script|<!--/i.test(script) || style.includes('</')) throw new Error('the page would end its own element');
  const hash = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
  const assets = { script, style, scriptHash: hash(script), styleHash: hash(style) };
  await writeFile(
    'src/reporters/html/assets.ts',
    [
      '/** Generated from page/ by the build. */',
      '',
      '/** Script and style of the page, and the hashes that its content security policy names. */',
      `export const assets = ${JSON.stringify(assets, null, 2)};`,
      '',
    ].join('\n'),
  );
}

/** Node takes a third of a millisecond a file: what every scan needs stands in few. `--version` needs none of these. */
const codeSplitting = {
  includeDependenciesRecursively: false,
  groups: [
    {
      name: 'command',
      test: /build\/src\/cli\/(?!main|help|ask-unseen|verification\.js|redact-files|side-reports|counts-text|flags\/redaction|commands\/(?!scan|dir|stdin)|completions\/)/,
    },
    {
      name: 'search',
      test: /build\/src\/(scanner\/(?!inline-limits|search-thread|worker|object-search|growth-search|hand-out|ledger|long-file|pool|apart-reader|stream-search)|encodings\/|kernel\/|containers\/(?!bzip2\/|lz4\/|xz\/|zstd\/|sliding-window)|containers\/\w+\/(starts-|frame-header)|structure\/|sources\/(file\.|path-text|spool))/,
    },
    {
      // What threads need nothing of.
      name: 'scan',
      test: /build\/src\/(scan\.js|scan-options|choose-detectors|guard-detector|scanner\/(hand-out|ledger|long-file|pool|apart-reader|stream-search)|triage\/(?!baseline|ignore|contain-steps|describe-again)|sources\/(files-of|walk|stdin(?!-kind)))/,
    },
    {
      name: 'git',
      test: /build\/src\/(scanner\/object-search|sources\/git\/(pack|repository)\/|sources\/git\/(cat-file|git-error|loose-object|watched-output))/,
    },
    {
      name: 'history',
      test: /build\/src\/(scan-repository|repository-memory|attribute-repository|sources\/git\/(?!pack|repository\/|clone|choosing|ask-|missing-objects|attribution\/path-patterns))/,
    },
    { name: 'token', test: /build\/(detectors|src\/token)\// },
    { name: 'model', test: /build\/src\/model\/(?!version\.)/ },
    {
      name: 'door',
      test: /build\/src\/(index|foresee|scanner\/(inline-limits|search-thread)|sources\/is-(repository|large)|triage\/ignores|config\/config|output\/(mask|token-spans)|reporters\/(create-reporter|words\/(escape-terminal|place-text)))/,
    },
    {
      name: 'human',
      test: /build\/src\/(reporters\/(human|words|report)|output\/(?!in-place-file|keep-attributes|open-elsewhere|byte-output))/,
    },
  ],
};

/** Copies the declarations that the front door leads to, and no others. */
async function copyTypes() {
  const files = ['src/index.d.ts'];
  for (const file of files) {
    const text = await readFile(join('build', file), 'utf8');
    for (const [, path] of text.matchAll(/(?:from |import\()'(\.[^']*)\.js'/g)) {
      const next = join(dirname(file), `${path}.d.ts`);
      if (!files.includes(next)) files.push(next);
    }
    // One blank for each four by which it is indented: nobody's editor minds, and the package has a bound.
    const narrow = text.replaceAll(/^( {4})+/gm, (blanks) => ' '.repeat(blanks.length / 4));
    await mkdir(dirname(join('dist/types', file)), { recursive: true });
    await writeFile(join('dist/types', file), narrow);
  }
}

async function bundle() {
  const { rolldown } = await import('rolldown');
  const manifest = JSON.parse(await readFile('package.json', 'utf8'));
  const external = [/^node:/, ...Object.keys(manifest.dependencies ?? {}).map((name) => new RegExp(`^${name}(/|$)`))];
  const input = { index: 'build/src/index.js', cli: 'build/src/cli/main.js', worker: 'build/src/scanner/worker.js' };
  for (const [name, file] of Object.entries(input)) if (!existsSync(file)) delete input[name];
  if (Object.keys(input).length === 0) return;
  const built = await rolldown({
    input,
    external,
    platform: 'node',
    treeshake: true,
    preserveEntrySignatures: 'allow-extension',
  });
  await rm('dist', { recursive: true, force: true });
  // Chunks stand beside the entries, so that './worker.js' is the same file for whichever chunk starts the threads.
  await built.write({
    dir: 'dist',
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    comments: { annotation: false, jsdoc: false },
    // Blanks are a seventh of the package; names stay, so that a stack tells what it is about.
    minify: { compress: false, mangle: { toplevel: true, keepNames: true }, codegen: { removeWhitespace: true } },
    codeSplitting,
  });
  await built.close();
  // Programs read the schemas; blanks would be a third of them.
  await writeFile(
    'dist/report.schema.json',
    JSON.stringify(JSON.parse(await readFile('src/reporters/report.schema.json', 'utf8'))),
  );
  const { configSchema } = await import('./config-schema.mjs');
  await writeFile('dist/config.schema.json', JSON.stringify(configSchema()));
  if (existsSync('dist/cli.js')) await chmod('dist/cli.js', 0o755);
  await copyTypes();
}

// What was built from files that are gone would still be run and shipped.
await rm('build', { recursive: true, force: true });
for (const [folder, base] of Object.entries(assemblies)) await buildAssembly(folder, base);
await buildPage();
run(packageFile('typescript', 'bin/tsc'), ['-p', 'tsconfig.json']);
await bundle();
