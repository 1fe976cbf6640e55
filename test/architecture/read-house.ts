/** Reads the source of the house, so that it can be judged. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { readExports, type Export } from './read-exports.js';
import { readImports } from './read-imports.js';
import { tokenize, type Token } from './tokenize.js';

/** An import, told where it leads. */
export interface Arrow {
  /** A file of the house (`src/a/b.ts`), a module of Node (`node:fs`), a package's name, or null when computed. */
  readonly to: string | null;
  readonly line: number;
}

/** One file, read. */
export interface HouseFile {
  /** From the root, with `/`. */
  readonly path: string;
  readonly room: string;
  readonly lines: number;
  readonly tokens: readonly Token[];
  readonly arrows: readonly Arrow[];
  readonly exports: readonly Export[];
}

/** The build writes these; they are neither committed nor judged. */
const generated = /\/binary\.ts$/;

/** All files of those of the given folders under `root` that exist, in the order of their paths. */
export function readHouse(root: string, folders: readonly string[]): HouseFile[] {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
    )
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !generated.test(path))
    .sort()
    .map((path) => readHouseFile(path, readFileSync(join(root, path), 'utf8')));
}

/** Reads one file of the house from its text. */
export function readHouseFile(path: string, text: string): HouseFile {
  const tokens = tokenize(text);
  return {
    path,
    room: roomOf(path),
    lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    tokens,
    arrows: readImports(tokens).map(({ specifier, line }) => ({ to: resolve(path, specifier), line })),
    exports: readExports(tokens),
  };
}

/** `src/x/…` is the room `x`; files directly in `src/` are `verbs`, but the front door is `index`. */
export function roomOf(path: string): string {
  if (path === 'src/index.ts') return 'index';
  if (path === 'detectors/index.ts') return 'registry';
  const [top, second, ...rest] = path.split('/');
  if (top === 'detectors') return 'detectors';
  if (top !== 'src') return 'outside';
  return rest.length === 0 ? 'verbs' : (second ?? 'verbs');
}

/** Where a specifier leads. AssemblyScript leaves the suffix out. */
function resolve(from: string, specifier: string | null): string | null {
  if (specifier === null || specifier.startsWith('node:')) return specifier;
  if (!specifier.startsWith('.'))
    return specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/');
  const target = posix.join(posix.dirname(from), specifier);
  return target.endsWith('.js') ? target.replace(/\.js$/, '.ts') : `${target}.ts`;
}
