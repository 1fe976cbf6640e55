/** What a run of the command loads, as V8 itself counts it: no clock, no patched loader. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { root } from './root.js';
import { runCli, type CliOptions, type CliResult } from './run-cli.js';
import { tempFolder } from './temp-folder.js';

/** What was loaded. */
export interface Loads extends CliResult {
  /** Files by their path from the root, with `/`; the guard that tests preload is left out. */
  readonly files: readonly string[];
  /** Bytes of those files. */
  readonly loadedBytes: number;
  /** Public modules of Node, without `node:`. */
  readonly builtins: readonly string[];
  /** Threads, the main one too. */
  readonly threads: number;
}

/** Runs the command and traces it. */
export async function traceLoads(
  t: ExecutionContext,
  args: readonly string[],
  options: CliOptions = {},
): Promise<Loads> {
  const folder = await tempFolder(t);
  // Node writes one file a thread, with every script that V8 has seen, its own ones among them.
  const result = await runCli(args, {
    ...options,
    env: { ...options.env, NODE_V8_COVERAGE: folder },
    isGuarded: false,
  });
  const names = (await readdir(folder)).filter((name) => name.startsWith('coverage-'));
  const urls = new Set<string>();
  for (const name of names) {
    const { result: scripts } = JSON.parse(await readFile(join(folder, name), 'utf8')) as {
      readonly result: ReadonlyArray<{ readonly url: string }>;
    };
    for (const { url } of scripts) urls.add(url);
  }
  const paths = [...urls].filter((url) => url.startsWith('file:')).map((url) => fileURLToPath(url));
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  return {
    ...result,
    files: paths.map((path) => relative(root, path).replaceAll('\\', '/')).sort(),
    loadedBytes: sizes.reduce((sum, size) => sum + size, 0),
    builtins: [...urls]
      .filter((url) => /^node:(?!internal\/)/.test(url))
      .map((url) => url.slice('node:'.length))
      .sort(),
    threads: names.length,
  };
}
